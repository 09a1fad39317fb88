/**
 * Dependence tests between a write and a read of the heap. Only a value that flows from an earlier iteration into a
 * read matters: workers read the state from before the construct.
 *
 * Source of the tests: the classic ZIV, strong SIV and GCD tests (Goff, Kennedy, Tseng 1991), on iteration numbers.
 */
import { type Access, type Affine, type Graph, ITERATION, type Segment, type SymbolId } from '../records/graph.ts';
import { rowDistance } from './rows.ts';
import type { View } from './view.ts';

/**
 * `none`: never the same location. `anti`: the read comes first. `same`: only within one iteration.
 * `flow`: possibly written by an earlier iteration; with the distance when it is known.
 */
export type Dependence =
  | { readonly kind: 'none' | 'anti' | 'same' }
  | { readonly kind: 'flow'; readonly distance: number | null };

const NONE: Dependence = { kind: 'none' };
const UNKNOWN: Dependence = { kind: 'flow', distance: null };

export interface Terms {
  /** Never written in the construct and declared outside of it. */
  invariant(id: SymbolId): boolean;
}

/** Both accesses start at the same object (same root, or roots that may be the same). */
export function depend(view: View, terms: Terms, write: Access, read: Access): Dependence {
  const anyWrite = write.path.findIndex((s) => 'any' in s);
  const anyRead = read.path.findIndex((s) => 'any' in s);
  const any = [anyWrite, anyRead].filter((i) => i >= 0);
  if (any.length === 0 && write.path.length !== read.path.length) return NONE;
  // Behind an `any` nothing is known; an `any` that is longer than the other path still covers what is below it.
  const length = any.length ? Math.min(...any, write.path.length, read.path.length) : write.path.length;
  let result: Dependence = UNKNOWN;
  let definite = any.length === 0;
  for (let i = 0; i < length; i++) {
    const one = segment(view, terms, write.path[i]!, read.path[i]!);
    const merged = intersect(result, one);
    if (merged.kind === 'none') return NONE;
    definite &&= one.kind === 'flow' && isSamePlace(terms, view.graph, write.path[i]!, read.path[i]!);
    result = merged;
  }
  return definite ? { kind: 'flow', distance: 1 } : result;
}

/** Both must hold; what is unknown on one side is decided by the other. */
function intersect(a: Dependence, b: Dependence): Dependence {
  if (a.kind === 'none' || b.kind === 'none') return NONE;
  if (a.kind === 'flow' && a.distance === null) return b;
  if (b.kind === 'flow' && b.distance === null) return a;
  const same = a.kind === b.kind && (a.kind !== 'flow' || b.kind !== 'flow' || a.distance === b.distance);
  return same ? a : NONE;
}

/** The same field or the same invariant element in every iteration. */
function isSamePlace(terms: Terms, graph: Graph, w: Segment, r: Segment): boolean {
  if ('field' in w && 'field' in r) return w.field === r.field;
  if (!('index' in w) || !('index' in r) || !w.index || !r.index || countsNames(graph)) return false;
  const a = parts(graph, terms, w.index);
  const b = parts(graph, terms, r.index);
  return a.rest !== null && a.c === 0 && b.c === 0 && a.rest === b.rest && a.constant === b.constant;
}

function segment(view: View, terms: Terms, w: Segment, r: Segment): Dependence {
  if ('field' in w && 'field' in r) return w.field === r.field ? UNKNOWN : NONE;
  if ('index' in w && 'index' in r) return subscripts(view.graph, terms, w.index, r.index);
  if ('content' in w && 'content' in r) return UNKNOWN;
  return meetsField(view.graph, terms, w, r) || meetsField(view.graph, terms, r, w) ? UNKNOWN : NONE;
}

/** A subscript that may be text can name any field; a number only a field that looks like one. */
function meetsField(graph: Graph, terms: Terms, field: Segment, index: Segment): boolean {
  if (!('field' in field) || !('index' in index)) return false;
  return !isNumber(graph, terms, index.index) || /^-?\d/.test(field.field);
}

/** Made of counters, constants and invariants, which a guard at entry holds to be integers. */
export function isNumber(graph: Graph, terms: Terms, form: Affine | null): boolean {
  if (countsNames(graph)) return false;
  const counts = (id: SymbolId): boolean =>
    id === ITERATION || id === graph.induction || terms.invariant(id) || graph.ranges.some((r) => r.symbol === id);
  return form?.terms.every((t) => t.symbols.every(counts)) ?? false;
}

interface Parts {
  /** Coefficient of the iteration number. */
  readonly c: number;
  readonly constant: number;
  /** Invariant terms, as text; null when something varies within an iteration. */
  readonly rest: string | null;
}

function subscripts(graph: Graph, terms: Terms, w: Affine | null, r: Affine | null): Dependence {
  if (countsNames(graph)) return isName(graph, w) && isName(graph, r) ? { kind: 'same' } : UNKNOWN;
  const a = w && parts(graph, terms, w);
  const b = r && parts(graph, terms, r);
  if (!w || !r || !a || !b) return UNKNOWN;
  if (a.rest === null || b.rest === null) return rows(graph, terms, w, r);
  if (a.rest !== b.rest) return UNKNOWN;
  const difference = a.constant - b.constant;
  if (a.c !== b.c) return !startsAtInteger(graph) || difference % gcd(a.c, b.c) === 0 ? UNKNOWN : NONE;
  if (a.c === 0) return difference === 0 ? { kind: 'flow', distance: null } : NONE;
  const distance = difference / a.c / stepOf(graph);
  if (difference === 0) return { kind: 'same' };
  if (Number.isNaN(distance)) return UNKNOWN;
  if (!Number.isInteger(distance)) return NONE;
  return distance > 0 ? { kind: 'flow', distance } : { kind: 'anti' };
}

/** `for…in`: the iterations have property names, which are texts; there is no arithmetic on them. */
const countsNames = (graph: Graph): boolean => graph.header.kind === 'for-of' && graph.header.elements.kind === 'names';

/** The subscript is the name of the iteration itself. */
const isName = (graph: Graph, form: Affine | null): boolean =>
  form?.constant === 0 &&
  form.terms.length === 1 &&
  form.terms[0]!.coefficient === 1 &&
  form.terms[0]!.symbols.length === 1 &&
  form.terms[0]!.symbols[0] === graph.induction;

/** All values of the loop variable are integers. */
const startsAtInteger = (graph: Graph): boolean =>
  graph.header.kind !== 'for' || /^\(?-?\d+\)?$/.test(graph.expressions[graph.header.lower]!.entry ?? '');

/** Subscripts that vary within an iteration: rows apart, if they stay inside of their rows. */
function rows(graph: Graph, terms: Terms, w: Affine, r: Affine): Dependence {
  const distance = rowDistance(graph, (id) => terms.invariant(id), w, r);
  if (distance === null || !Number.isInteger(distance)) return UNKNOWN;
  if (distance === 0) return { kind: 'same' };
  const iterations = distance / stepOf(graph);
  if (!Number.isInteger(iterations)) return UNKNOWN;
  return iterations > 0 ? { kind: 'flow', distance: iterations } : { kind: 'anti' };
}

/** Step of the induction variable, NaN when it is not a known integer. */
function stepOf(graph: Graph): number {
  if (graph.header.kind === 'call') return graph.header.step;
  if (graph.header.kind !== 'for') return 1;
  const step = graph.header.constantStep;
  return step !== null && Number.isInteger(step) ? step : Number.NaN;
}

function parts(graph: Graph, terms: Terms, form: Affine): Parts {
  let c = 0;
  const rest: string[] = [];
  for (const { coefficient, symbols } of form.terms) {
    if (symbols.length === 1 && (symbols[0] === ITERATION || symbols[0] === graph.induction)) c += coefficient;
    else if (symbols.every((s) => s !== ITERATION && s !== graph.induction && terms.invariant(s)))
      rest.push(`${coefficient}*${symbols.join('*')}`);
    else return { c, constant: form.constant, rest: null };
  }
  return { c, constant: form.constant, rest: rest.sort().join('+') };
}

const gcd = (a: number, b: number): number => (b === 0 ? Math.abs(a) || 1 : gcd(b, a % b));
