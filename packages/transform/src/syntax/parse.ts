import { ts } from './ts.ts';

export interface ParseError {
  readonly message: string;
  readonly start: number;
  readonly length: number;
}

export interface Parsed {
  readonly source: ts.SourceFile;
  readonly errors: readonly ParseError[];
}

const KINDS: Readonly<Record<string, ts.ScriptKind>> = {
  ts: ts.ScriptKind.TS,
  mts: ts.ScriptKind.TS,
  cts: ts.ScriptKind.TS,
  tsx: ts.ScriptKind.TSX,
  js: ts.ScriptKind.JS,
  mjs: ts.ScriptKind.JS,
  cjs: ts.ScriptKind.JS,
  jsx: ts.ScriptKind.JSX,
};

/** Extension without the dot, `ts` when the path has none. Queries (`?x`) are not part of it. */
export const extensionOf = (path: string): string => /\.([cm]?[jt]sx?)(?:\?|$)/.exec(path)?.[1] ?? 'ts';

/** Parses one module. Never throws: syntax errors are returned. */
export function parse(text: string, path: string): Parsed {
  const kind = KINDS[extensionOf(path)] ?? ts.ScriptKind.TS;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
  return { source, errors: syntaxErrors(source) };
}

function syntaxErrors(source: ts.SourceFile): ParseError[] {
  // Not in the public types, but the only way to learn of syntax errors without a Program.
  const { parseDiagnostics = [] } = source as unknown as { parseDiagnostics?: readonly ts.DiagnosticWithLocation[] };
  return parseDiagnostics.map((d) => ({
    message: ts.flattenDiagnosticMessageText(d.messageText, '\n'),
    start: d.start,
    length: d.length,
  }));
}
