/** What a built-in method reads and writes of its receiver and of its arguments. */
import { type Access, KEYS, type Segment } from '../records/graph.ts';
import { ts } from '../syntax/ts.ts';
import { literalFunction } from './context.ts';
import { depthOf, isPrimitive } from './freshness.ts';
import { CONTENT, type MethodInfo } from './knowledge/methods.ts';
import type { Lowering } from './lowering.ts';
import { madeFor } from './made.ts';
import { extend, type Path, pathOf } from './paths.ts';
import { movesPattern } from './receivers.ts';
import { isDecoding } from './tools.ts';

export function methodAccesses(
  l: Lowering,
  node: ts.CallExpression,
  name: string,
  info: MethodInfo,
  receiver: ts.Expression,
): Access[] {
  const path = pathOf(l.ctx, receiver);
  const read = (segment: Segment): Access => l.access(node, path, false, segment);
  const places = placesOf(name);
  const looked: readonly Segment[] = CONTENT.has(name) ? places : [{ any: true }];
  const own = isPureAppend(name) ? [] : looked.map(read);
  const others = node.arguments.filter(
    (a) => !info.retains && !ts.isSpreadElement(a) && !literalFunction(a) && !isPrimitive(l.ctx, a),
  );
  const moved = others
    .filter((a) => movesPattern(l.ctx, a, name))
    .map((a) => l.accessTo(a, true, { field: 'lastIndex' }));
  const written = info.mutates && !isDecoding(l.ctx, receiver, name) ? writes(l, node, name, info, path) : [];
  return [...own, ...others.map((a) => l.accessTo(a, false, { any: true })), ...moved, ...written];
}

/** What a method is about: the content of a Map or Set, elements of anything else, and how many there are. */
function placesOf(name: string): Segment[] {
  if (!CONTENT.has(name)) return [{ index: null }, { field: 'length' }];
  const entries: Segment[] = name === 'set' || name === 'delete' ? [{ index: null }] : [];
  return [{ content: true }, ...entries, { field: 'size' }];
}

/** Appends and insertions do not look at what is there (the length grows, which is a write). */
const isPureAppend = (name: string): boolean => name === 'push' || name === 'add' || name === 'set';

function writes(l: Lowering, node: ts.CallExpression, name: string, info: MethodInfo, path: Path): Access[] {
  const stored = info.retains ? node.arguments : [];
  const [key, value, ...more] = stored;
  if (name !== 'set' || !key || !value || more.length > 0 || stored.some(ts.isSpreadElement))
    return placesOf(name).map((s) => withValues(l, l.access(node, path, true, s), name, stored, extend(path, s)));
  const keys = isNew(l, key) ? [] : [l.access(node, path, true, KEYS)];
  const place = extend(path, { content: true });
  const at = (s: Segment): Access => withValues(l, l.access(node, path, true, s), name, [value], place);
  return [...placesOf(name).map(at), ...keys];
}

/** The write, with what is known of the values that it stores. */
function withValues(l: Lowering, write: Access, name: string, stored: readonly ts.Expression[], place: Path): Access {
  if (name === 'copyWithin') return write;
  if (stored.every((a) => !ts.isSpreadElement(a) && isNew(l, a))) return { ...write, inert: true };
  return { ...write, made: Math.min(...stored.map((a) => (ts.isSpreadElement(a) ? 0 : madeFor(l.ctx, a, place)))) };
}

const isNew = (l: Lowering, node: ts.Expression): boolean => depthOf(l.ctx, node) === Number.POSITIVE_INFINITY;
