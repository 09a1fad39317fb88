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
  /** Left out where `message` holds it. */
  readonly frame?: string;
}

export interface Reporter {
  error(message: Message): unknown;
  warn(message: Message | string): unknown;
}

const PLAIN = styleOf(false);
const unchanged = (text: string): string => text;

/** A diagnostic in parts. */
interface Shown {
  readonly diagnostic: Diagnostic;
  readonly loc: Message['loc'];
  readonly frame: string;
  /** Related places and help, a line each. */
  readonly notes: readonly string[];
}

/** @param read text of a file by absolute path */
function show(diagnostic: Diagnostic, read: (file: string) => string): Shown {
  const { related, help, file, span } = diagnostic;
  const notes = related.map((place) => {
    const { line, column } = positionAt(lineTable(read(place.file)), place.span.start);
    return `  ${place.file}:${line}:${column}: ${place.message}`;
  });
  if (help !== undefined) notes.push(`  help: ${help}`);
  const table = lineTable(read(file));
  const { line, column } = positionAt(table, span.start);
  const frame = renderFrame(table, span, '', unchanged, PLAIN).join('\n');
  return { diagnostic, loc: { file, line, column: column - 1 }, frame, notes };
}

/** For bundlers that show the place and the frame themselves. */
function inParts({ diagnostic: { code, message }, loc, frame, notes }: Shown): Message {
  return { message: [`${code}: ${message}`, ...notes].join('\n'), id: loc.file, loc, frame };
}

/** With place and frame in the text. */
function inFull({ diagnostic: { code, message }, loc, frame, notes }: Shown): Message {
  const place = `${loc.file}:${loc.line}:${loc.column + 1}`;
  return { message: [`${place}: ${code}: ${message}`, frame, ...notes].join('\n'), id: loc.file, loc };
}

/** One message for several errors: none of them has to wait for the next build. */
function together(errors: readonly Shown[]): Message {
  const all = errors.map(inFull);
  return { ...all[0]!, message: all.map(({ message }) => message).join('\n\n') };
}

/**
 * Shows the warnings, then the errors. Notes of severity `info` are left to `parloop explain`.
 *
 * @param file absolute path of the module that was transformed
 * @param text its text, which may differ from the one on the disk
 * @param collects whether `reporter.error` returns, as in esbuild; elsewhere it throws
 */
export function reportAll(
  diagnostics: readonly Diagnostic[],
  { file, text }: { readonly file: string; readonly text: string },
  reporter: Reporter,
  collects: boolean,
): void {
  const read = (path: string): string => (path === file ? text : (readTextFile(path) ?? ''));
  const of = (severity: Diagnostic['severity']): Shown[] =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).map((found) => show(found, read));
  for (const warning of of('warning')) reporter.warn(inFull(warning));
  const errors = of('error');
  if (errors.length === 0) return;
  if (collects) for (const error of errors) reporter.error(inFull(error));
  else reporter.error(errors.length === 1 ? inParts(errors[0]!) : together(errors));
}
