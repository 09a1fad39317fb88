/** Values that are sent under names of ours because a path of fields leads to them, and where P has these names. */
import type { Span } from '../diagnostics/diagnostic.ts';
import { within } from '../diagnostics/span.ts';
import { type Access, type FieldPath, THIS } from '../records/graph.ts';
import type { Capture, Piece, Replacement } from '../records/plan.ts';
import { fixedPart, isCount, keyOf, rootOf, startsWith } from './paths.ts';
import type { Slice } from './slice.ts';

/** Numbers of captures that belong to no variable begin here and go down. */
const FIRST = -10;

export function pathCaptures(slice: Slice, paths: readonly FieldPath[]): Capture[] {
  return paths.map((path, i) => {
    const shared = path.root === THIS ? 'this' : slice.view.symbol(path.root).name;
    return {
      symbol: FIRST - i,
      name: `$f${i}`,
      text: path.entry,
      file: 0,
      local: true,
      path,
      label: [shared, ...path.fields].join('.'),
    };
  });
}

/** Objects on the way that must not be containers which the loop writes. */
export const viaOf = (slice: Slice, paths: readonly FieldPath[]): string[] =>
  slice.heap.writes.every(({ access }) => isOrdinaryField(access)) ? [] : [...new Set(paths.flatMap((p) => p.owners))];

const isOrdinaryField = (a: Access): boolean => {
  const last = a.path.at(-1);
  return last !== undefined && 'field' in last && !isCount(last.field) && fixedPart(a).length === a.path.length - 1;
};

/** P may reach the written containers of these roots, because a captured path leads to what they are in. */
export function metByPaths(slice: Slice, paths: readonly FieldPath[]): number[] {
  return slice.heap.writes.flatMap(({ access }) => {
    const root = rootOf(access);
    const meets = paths.some((p) => p.root === root && startsWith(fixedPart(access), p.fields));
    return root !== undefined && meets ? [root] : [];
  });
}

/** Where the body mentions the paths: outermost first, so that `cfg.img.width` is not taken for `cfg.img`. */
function mentionsOf(slice: Slice, captures: readonly Capture[]): { span: Span; name: string }[] {
  const names = new Map(captures.flatMap((c) => (c.path ? [[keyOf(c.path), c.name] as const] : [])));
  const all = slice.view.expressions.flatMap((e) => [
    ...(e.path ? [{ path: e.path, span: e.span }] : []),
    ...(e.inner ?? []),
  ]);
  const found = all.flatMap(({ path, span }) => {
    const name = slice.paths.isInvariant(path) ? names.get(keyOf(path)) : undefined;
    return name === undefined ? [] : [{ span, name }];
  });
  for (const e of slice.view.expressions)
    if (slice.paths.coversOwn(e)) found.push({ span: slice.view.expr(e.kids[0]!).span, name: '$this' });
  return found
    .filter((f) => !found.some((o) => o !== f && isInside(f.span, o.span)))
    .sort((a, b) => a.span.start - b.span.start);
}

/** A part of it, not all of it. */
const isInside = (inner: Span, outer: Span): boolean => within(outer, inner) && !within(inner, outer);

/** The text of P with the names of ours in it. */
export function substituted(
  slice: Slice,
  replacements: readonly Replacement[],
  captures: readonly Capture[],
): Replacement[] {
  const mentions = mentionsOf(slice, captures);
  if (mentions.length === 0) return [...replacements];
  const changed = replacements.map((r) => ({ ...r, pieces: r.pieces.flatMap((p) => split(p, mentions)) }));
  const free = mentions.filter(({ span }) => !replacements.some((r) => within(r.span, span)));
  return [...changed, ...free.map(({ span, name }) => ({ span, pieces: [name] }))];
}

function split(piece: Piece, mentions: readonly { span: Span; name: string }[]): Piece[] {
  if (typeof piece === 'string') return [piece];
  const parts: Piece[] = [];
  let at = piece.start;
  for (const { span, name } of mentions) {
    if (span.start < at || span.end > piece.end) continue;
    if (span.start > at) parts.push({ start: at, end: span.start });
    parts.push(name);
    at = span.end;
  }
  if (at < piece.end) parts.push({ start: at, end: piece.end });
  return parts;
}
