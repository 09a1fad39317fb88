/** Diagnostics as bundlers show them. */
import type { Diagnostic } from '@parloop/transform';
import { lineTable, positionAt } from '@parloop/transform/diagnostics/frame';
import { renderFrame, styleOf } from '@parloop/transform/diagnostics/render/pretty';
import { readTextFile } from '@parloop/transform/file-host';

/** What every bundler accepts as an error or a warning. */
export interface Message {
  readonly message: string;
  /** Absolute path of the module. */
  readonly id: string;
  /** `line` from 1, `column` from 0, in UTF-16 code units. */
  readonly loc: { readonly file: string; readonly line: number; readonly column: number };
  readonly frame: string;
}

export interface Reporter {
  /** Throws in Rollup, Rolldown and Vite; esbuild collects. */
  error(message: Message): unknown;
  warn(message: Message | string): unknown;
}

const PLAIN = styleOf(false);
const unchanged = (text: string): string => text;

/** @param read text of a file by absolute path */
export function toMessage(diagnostic: Diagnostic, read: (file: string) => string): Message {
  const { code, message, related, help, file, span } = diagnostic;
  const lines = [`${code}: ${message}`];
  for (const place of related) {
    const { line, column } = positionAt(lineTable(read(place.file)), place.span.start);
    lines.push(`  ${place.file}:${line}:${column}: ${place.message}`);
  }
  if (help !== undefined) lines.push(`  help: ${help}`);
  const table = lineTable(read(file));
  const { line, column } = positionAt(table, span.start);
  return {
    message: lines.join('\n'),
    id: file,
    loc: { file, line, column: column - 1 },
    frame: renderFrame(table, span, '', unchanged, PLAIN).join('\n'),
  };
}

const inFull = ({ message, loc, frame }: Message): string =>
  `${loc.file}:${loc.line}:${loc.column + 1}: ${message}\n${frame}`;

/**
 * Shows the warnings, then the errors as one, because most bundlers stop at the first: none of them has to wait for
 * the next build. Notes of severity `info` are left to `parloop explain`.
 *
 * @param file absolute path of the module that was transformed
 * @param text its text, which may differ from the one on the disk
 */
export function reportAll(diagnostics: readonly Diagnostic[], file: string, text: string, reporter: Reporter): void {
  const read = (path: string): string => (path === file ? text : (readTextFile(path) ?? ''));
  const of = (severity: Diagnostic['severity']): Message[] =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).map((found) => toMessage(found, read));
  for (const message of of('warning')) reporter.warn(message);
  const [first, ...others] = of('error');
  if (first !== undefined) reporter.error({ ...first, message: [first.message, ...others.map(inFull)].join('\n\n') });
}
