/** For people at a terminal. */
import picocolors from 'picocolors';
import type { Diagnostic, Severity, Span } from '../diagnostic.ts';
import { type FrameLine, frameOf, type LineTable, positionAt } from '../frame.ts';
import { type ReadSource, shortPath, sources } from './source.ts';

export interface PrettyOptions {
  readonly read: ReadSource;
  /** Folder to which paths are shown relative. Default: paths are shown as they are. */
  readonly folder?: string | undefined;
  /** Default false. */
  readonly color?: boolean | undefined;
}

type Paint = (text: string) => string;

/** What the parts of a report look like. */
export interface Style {
  readonly path: Paint;
  readonly dim: Paint;
  readonly strong: Paint;
  readonly help: Paint;
  readonly good: Paint;
  readonly severity: Readonly<Record<Severity, Paint>>;
}

/** @param color false: every paint returns its text as it is */
export function styleOf(color: boolean): Style {
  const paint = picocolors.createColors(color);
  return {
    path: paint.cyan,
    dim: paint.dim,
    strong: paint.bold,
    help: paint.green,
    good: paint.green,
    severity: {
      error: (text) => paint.bold(paint.red(text)),
      warning: (text) => paint.bold(paint.yellow(text)),
      info: (text) => paint.bold(paint.blue(text)),
    },
  };
}

function gutter(line: FrameLine, width: number, style: Style): string {
  return style.dim(`${(line.line === undefined ? '' : String(line.line)).padStart(width)} │`);
}

/**
 * A code frame.
 *
 * @param indent what every line begins with
 * @param mark colours the marks below the code
 */
export function renderFrame(table: LineTable, span: Span, indent: string, mark: Paint, style: Style): string[] {
  const lines = frameOf(table, span);
  const width = Math.max(...lines.map((line) => String(line.line ?? '').length));
  return lines.flatMap((line) => {
    const text = `${indent}${gutter(line, width, style)} ${line.text}`.trimEnd();
    if (line.mark === undefined) return [text];
    const below = `${' '.repeat(line.mark.from)}${mark('~'.repeat(line.mark.width))}`;
    return [text, `${indent}${gutter({ text: '' }, width, style)} ${below}`];
  });
}

function header(diagnostic: Diagnostic, table: LineTable, folder: string | undefined, style: Style): string {
  const { line, column } = positionAt(table, diagnostic.span.start);
  const place = `${style.path(shortPath(diagnostic.file, folder))}:${line}:${column}`;
  const { code, severity, message } = diagnostic;
  return `${place} - ${style.severity[severity](severity)} ${style.dim(code)}${style.dim(':')} ${message}`;
}

/** One diagnostic: header, frame, related places with their own frames, help, safe fixes, and where to read on. */
export function renderPretty(diagnostic: Diagnostic, options: PrettyOptions): string {
  const style = styleOf(options.color ?? false);
  const tableOf = sources(options.read);
  const table = tableOf(diagnostic.file);
  const lines = [header(diagnostic, table, options.folder, style), ''];
  lines.push(...renderFrame(table, diagnostic.span, '  ', style.severity[diagnostic.severity], style));
  for (const related of diagnostic.related) {
    const there = tableOf(related.file);
    const { line, column } = positionAt(there, related.span.start);
    const place = `${style.path(shortPath(related.file, options.folder))}:${line}:${column}`;
    lines.push('', `    ${place} - ${related.message}`);
    lines.push(...renderFrame(there, related.span, '    ', style.path, style));
  }
  lines.push('');
  if (diagnostic.help !== undefined) lines.push(`  ${style.help('help:')} ${diagnostic.help}`);
  for (const { title, safe } of diagnostic.fixes ?? [])
    if (safe) lines.push(`  ${style.help('fix:')} ${title} ${style.dim('(parloop check --fix)')}`);
  lines.push(`  ${style.dim(`more: parloop explain ${diagnostic.code}`)}`);
  return `${lines.join('\n')}\n`;
}
