/**
 * Dependence tests between a write and a read of the heap. Only a value that flows from an earlier iteration into a
 * read matters: workers read the state from before the construct.
 */
import { minus } from '../records/affine.ts';
import { type Access, type Affine, ITERATION, type Segment, type SymbolId } from '../records/graph.ts';
import type { IterationSpace } from './iteration-space.ts';
import { ANY, type Apart, compareSubscripts, type Directions, NEVER } from './subscript-test.ts';
import { isCounter, type View } from './view.ts';

/** Which of the two may come first where they meet: the write (`flow`), the read (`anti`), or both in one iteration. */
export type Dependence = Directions & {
  /** The value flows for certain, although over no one distance: from the first iteration to all others. */
  readonly certain?: true;
};

/** The value certainly flows, if the write happens at all: over a known distance, or from the first iteration. */
export const isCertain = (d: Dependence): boolean => d.flow && (d.distance !== null || d.certain === true);

export interface Terms {
  /** Never written in the construct and declared outside of it. */
  invariant(id: SymbolId): boolean;
  /** One for each level of the nest, from the outside in. */
  readonly spaces: readonly IterationSpace[];
}

/**
 * Both accesses start at the same object (same root, or roots that may be the same). Of a nest, an iteration is earlier
 * than another one if an outer counter is, or if those are the same and an inner one is.
 */
export function depend(view: View, terms: Terms, write: Access, read: Access): Dependence {
  const levels = terms.spaces.map((space) => () => dependAt(view, { ...terms, space }, write, read));
  return levels.reduceRight((inner, outer) => () => lexicographic(outer(), inner))();
}

function lexicographic(outer: Dependence, inside: () => Dependence): Dependence {
  if (!outer.same) return overRows(outer);
  const inner = inside();
  const everywhere = outer.flow && outer.distance === 1 && inner.flow && inner.distance === 1;
  const found = {
    flow: outer.flow || inner.flow,
    same: inner.same,
    anti: outer.anti || inner.anti,
    distance: everywhere ? 1 : outer.flow ? null : inner.distance,
    guards: [...outer.guards, ...inner.guards],
  };
  return isCertain(outer) || isCertain(inner) ? { ...found, certain: true } : found;
}

/** A distance in iterations of an outer loop is none in those of the nest. */
const overRows = (outer: Dependence): Dependence =>
  isCertain(outer) ? { ...outer, distance: null, certain: true } : { ...outer, distance: null };

/** The terms of one level. */
type Level = Terms & { readonly space: IterationSpace };

function dependAt(view: View, terms: Level, write: Access, read: Access): Dependence {
  const anyWrite = write.path.findIndex((s) => 'any' in s);
  const anyRead = read.path.findIndex((s) => 'any' in s);
  const any = [anyWrite, anyRead].filter((i) => i >= 0);
  if (any.length === 0 && write.path.length !== read.path.length) return NEVER;
  // Behind an `any` nothing is known; an `any` that is longer than the other path still covers what is below it.
  const length = any.length ? Math.min(...any, write.path.length, read.path.length) : write.path.length;
  const parts: Directions[] = [];
  let fixed = any.length === 0;
  for (let i = 0; i < length; i++) {
    parts.push(segment(view, terms, write.path[i]!, read.path[i]!));
    fixed &&= isSamePlace(view, terms, write.path[i]!, read.path[i]!);
  }
  if (fixed) return { ...ANY, distance: 1 };
  // What needs no guard may be enough.
  const certain = parts.filter((p) => p.guards.length === 0).reduce(both, ANY);
  const result = certain.flow ? parts.reduce(both, ANY) : certain;
  const isFirst = any.length === 0 && write.path.every((w, i) => isFirstPlace(view, terms, w, read.path[i]!));
  return result.flow && isFirst ? { ...result, certain: true } : result;
}

/** The same field, or an element that the first iteration writes and all others read: `a[i]` from 0, and `a[0]`. */
function isFirstPlace(view: View, terms: Level, w: Segment, r: Segment): boolean {
  if (!('index' in w) || !('index' in r) || !w.index || !r.index) return isSamePlace(view, terms, w, r);
  const { header, induction } = view.graph;
  const lower = header.kind === 'for' ? view.expr(header.lower).entry : '0';
  const [term, ...more] = w.index.terms;
  const [symbol, ...product] = term?.symbols ?? [];
  const isPlain = more.length + product.length + r.index.terms.length === 0;
  if (!term || !isPlain || (symbol !== ITERATION && symbol !== induction)) return false;
  const isKnown = lower !== undefined && /^-?\d+$/.test(lower);
  return isKnown && term.coefficient * Number(lower) + w.index.constant === r.index.constant;
}

/** Both must hold. */
function both(a: Directions, b: Directions): Directions {
  const apart = a.distance !== null && b.distance !== null && a.distance !== b.distance;
  if (apart && a.guards.length + b.guards.length === 0) return NEVER;
  const merged = {
    flow: a.flow && b.flow,
    same: a.same && b.same,
    anti: a.anti && b.anti,
    distance: a.distance ?? b.distance,
    guards: [...a.guards, ...b.guards] as readonly Apart[],
  };
  return merged.flow || merged.same || merged.anti || merged.guards.length > 0 ? merged : NEVER;
}

/** The same field or the same invariant element in every iteration. */
function isSamePlace(view: View, terms: Terms, w: Segment, r: Segment): boolean {
  if ('field' in w && 'field' in r) return w.field === r.field;
  if (!('index' in w) || !('index' in r) || !w.index || !r.index || countsNames(view)) return false;
  const { terms: left, constant } = minus(w.index, r.index);
  const steady = (id: SymbolId): boolean => id !== ITERATION && !isCounter(view.graph, id) && terms.invariant(id);
  return left.length === 0 && constant === 0 && w.index.terms.every((t) => t.symbols.every(steady));
}

function segment(view: View, terms: Level, w: Segment, r: Segment): Directions {
  if ('field' in w && 'field' in r) return w.field === r.field ? ANY : NEVER;
  if ('index' in w && 'index' in r && countsNames(view))
    return isName(view, w.index) && isName(view, r.index) ? { ...NEVER, same: true, distance: 0 } : ANY;
  if ('index' in w && 'index' in r)
    return w.index && r.index ? compareSubscripts(view, terms.space, terms.invariant, w.index, r.index) : ANY;
  if (isMember(w) && isMember(r)) return ANY;
  return meetsField(view, terms, w, r) || meetsField(view, terms, r, w) ? ANY : NEVER;
}

/** Of a Map or Set, by its key or by going through all of them: the same object. */
export const isMember = (s: Segment): boolean => 'content' in s || 'index' in s;

/** A subscript that may be text can name any field; a number only a field that looks like one. */
function meetsField(view: View, terms: Terms, field: Segment, index: Segment): boolean {
  if (!('field' in field) || !('index' in index)) return false;
  return !isNumber(view, terms, index.index) || /^-?\d/.test(field.field);
}

/** Made of counters, constants and invariants, which a guard at entry holds to be integers. */
export function isNumber(view: View, terms: Terms, form: Affine | null): boolean {
  if (countsNames(view)) return false;
  const { graph } = view;
  const counts = (id: SymbolId): boolean =>
    id === ITERATION || isCounter(graph, id) || terms.invariant(id) || graph.ranges.some((r) => r.symbol === id);
  return form?.terms.every((t) => t.symbols.every(counts)) ?? false;
}

/** `for…in`: the iterations have property names, which are texts; there is no arithmetic on them. */
const countsNames = ({ graph: { header } }: View): boolean =>
  header.kind === 'for-of' && header.elements.kind === 'names';

/** The subscript is the name of the iteration itself. */
const isName = ({ graph }: View, form: Affine | null): boolean =>
  form?.constant === 0 &&
  form.terms.length === 1 &&
  form.terms[0]!.coefficient === 1 &&
  form.terms[0]!.symbols.length === 1 &&
  form.terms[0]!.symbols[0] === graph.induction;
