/** The only place that knows lines and columns: everything else speaks in offsets. */
import type { Span } from './diagnostic.ts';
import { type Cell, cells } from './text-width.ts';

/** Both from 1. Columns count UTF-16 code units, as TypeScript and editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Where the lines of one text begin. Line ends are `\n`, `\r\n` and `\r`. */
export interface LineTable {
  readonly text: string;
  readonly starts: readonly number[];
}

/** A line of a code frame, ready to print in a fixed-width font. */
export interface FrameLine {
  /** Undefined for the mark of left-out lines. */
  readonly line?: number;
  readonly text: string;
  /** Which columns of `text` are marked, from 0; left out for context lines. */
  readonly mark?: { readonly from: number; readonly width: number };
}

/** A long line is cut to this many columns around its mark. */
const WIDEST = 120;
/** A span over more lines than this is shown by its first two and its last. */
const MOST_LINES = 4;

export function lineTable(text: string): LineTable {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return { text, starts };
}

/** Index of the last line that begins at or before the offset. */
function lineIndex(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Offsets beyond the text count as its end. */
export function positionAt({ text, starts }: LineTable, offset: number): Position {
  const inside = Math.max(0, Math.min(offset, text.length));
  const index = lineIndex(starts, inside);
  return { line: index + 1, column: inside - (starts[index] ?? 0) + 1 };
}

export const rangeOf = (table: LineTable, span: Span): Range => ({
  start: positionAt(table, span.start),
  end: positionAt(table, span.end),
});

/** A line's offsets in the text, without its line end. */
function lineSpan({ text, starts }: LineTable, line: number): Span {
  const start = starts[line - 1] ?? text.length;
  const end = starts[line] ?? text.length;
  return { start, end: start + text.slice(start, end).replace(/[\r\n]+$/, '').length };
}

/** Columns of a line that a span covers; from the first character that is no blank on lines after the first. */
function markOf(line: readonly Cell[], from: number, to: number): { from: number; width: number } {
  const covered = line.filter((cell) => cell.offset >= from && cell.offset < to);
  const first = covered.find((cell) => cell.text.trim() !== '') ?? covered[0];
  const last = covered.findLast((cell) => cell.text.trim() !== '') ?? covered.at(-1);
  const end = line.at(-1);
  if (first === undefined || last === undefined) {
    const at = line.find((cell) => cell.offset >= from)?.column ?? (end === undefined ? 0 : end.column + end.width);
    return { from: at, width: 1 };
  }
  return { from: first.column, width: Math.max(1, last.column + last.width - first.column) };
}

/** Cuts a long line so that the beginning of its mark is in sight. */
function clip(line: readonly Cell[], mark: { from: number; width: number }): FrameLine {
  const total = line.reduce((width, cell) => width + cell.width, 0);
  const show = (shown: readonly Cell[]) => shown.map((cell) => cell.text).join('');
  if (total <= WIDEST) return { text: show(line), mark };
  const left = Math.max(0, Math.min(mark.from - 30, total - WIDEST));
  const shown = line.filter((cell) => cell.column >= left && cell.column + cell.width <= left + WIDEST);
  const shift = (shown[0]?.column ?? 0) - (left > 0 ? 1 : 0);
  const from = mark.from - shift;
  const right = left + WIDEST < total ? '…' : '';
  return {
    text: (left > 0 ? '…' : '') + show(shown) + right,
    mark: { from, width: Math.min(mark.width, WIDEST + 1 - from) },
  };
}

function frameLine(table: LineTable, line: number, span: Span): FrameLine {
  const whole = lineSpan(table, line);
  const row = cells(table.text.slice(whole.start, whole.end));
  const mark = markOf(row, span.start - whole.start, span.end - whole.start);
  return { line, ...clip(row, mark) };
}

/** The lines of a span, each marked where the span covers it. Tabs are widened and long lines cut. */
export function frameOf(table: LineTable, span: Span): FrameLine[] {
  const first = positionAt(table, span.start).line;
  // A span that ends at the very beginning of a line does not cover that line.
  const last = Math.max(first, positionAt(table, Math.max(span.start, span.end - 1)).line);
  const lines = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  if (lines.length <= MOST_LINES) return lines.map((line) => frameLine(table, line, span));
  return [
    frameLine(table, first, span),
    frameLine(table, first + 1, span),
    { text: '…' },
    frameLine(table, last, span),
  ];
}
