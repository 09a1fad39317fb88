/**
 * Operands that P converts only if they are no objects: `$job.scalar(…)` around them, wherever P evaluates them. The text
 * that P drops is not touched.
 */
import type { Span } from '../diagnostics/diagnostic.ts';
import { within } from '../diagnostics/span.ts';
import type { Piece, Replacement } from '../records/plan.ts';

const OPEN = '$job.scalar(';
const CLOSE = ')';

/** @returns the replacements with the checks in them, and further ones for operands outside of them */
export function checked(replacements: readonly Replacement[], operands: readonly Span[]): Replacement[] {
  if (operands.length === 0) return [...replacements];
  const free = operands.filter((o) => !replacements.some((r) => within(r.span, o)));
  const outermost = free.filter((o) => !free.some((other) => other !== o && within(other, o)));
  const inner = replacements.filter((r) => outermost.some((o) => within(o, r.span)));
  const whole = outermost.map((span) => ({ span, pieces: textOf(span, inner) }));
  return [...replacements.filter((r) => !inner.includes(r)), ...whole].map(({ span, pieces }) => ({
    span,
    pieces: marked(pieces, operands),
  }));
}

/** A span with the replacements inside of it made. */
function textOf(span: Span, replacements: readonly Replacement[]): Piece[] {
  const pieces: Piece[] = [];
  let at = span.start;
  const inside = replacements.filter((r) => within(span, r.span));
  const outer = inside.filter((r) => !inside.some((o) => o !== r && within(o.span, r.span)));
  for (const r of outer.sort((a, b) => a.span.start - b.span.start)) {
    if (r.span.start > at) pieces.push({ start: at, end: r.span.start });
    pieces.push(...r.pieces);
    at = r.span.end;
  }
  if (at < span.end) pieces.push({ start: at, end: span.end });
  return pieces;
}

/** An operand of which P keeps only parts is not converted there, and gets no marks. */
function marked(pieces: readonly Piece[], operands: readonly Span[]): Piece[] {
  const kept = pieces.filter((p): p is Span => typeof p !== 'string');
  const whole = operands.filter((o) => isWhole(o, kept));
  return pieces.flatMap((piece) => (typeof piece === 'string' ? [piece] : around(piece, whole)));
}

/** All of the operand's text is there, whatever stands around the values in it that are logged. */
function isWhole({ start, end }: Span, kept: readonly Span[]): boolean {
  const parts = kept.filter((p) => p.end > start && p.start < end);
  const [first, last] = [parts[0], parts.at(-1)];
  const isClosed = first !== undefined && last !== undefined && first.start <= start && last.end >= end;
  return isClosed && parts.every((p, i) => i === 0 || parts[i - 1]!.end === p.start);
}

/** The piece, cut where operands begin and end. */
function around(piece: Span, operands: readonly Span[]): Piece[] {
  const starts = operands.filter((o) => o.start >= piece.start && o.start < piece.end);
  const ends = operands.filter((o) => o.end > piece.start && o.end <= piece.end);
  const cuts = [...new Set([...starts.map((o) => o.start), ...ends.map((o) => o.end)])].sort((a, b) => a - b);
  const parts: Piece[] = [];
  let at = piece.start;
  for (const cut of cuts) {
    if (cut > at) parts.push({ start: at, end: cut });
    for (const o of ends) if (o.end === cut) parts.push(CLOSE);
    for (const o of starts) if (o.start === cut) parts.push(OPEN);
    at = Math.max(at, cut);
  }
  if (at < piece.end) parts.push({ start: at, end: piece.end });
  return parts;
}
