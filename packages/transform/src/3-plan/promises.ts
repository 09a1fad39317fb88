/**
 * `assume(pure(f))`, `assume(disjoint(x))`: the program's author answers for what cannot be shown. Verify mode compares
 * what comes of it with the serial loop.
 */
import type { ExprRecord, Fault, Graph, SymbolId } from '../records/graph.ts';
import type { Cause } from './cause.ts';
import { unknownVariable, usedIn } from './claims.ts';
import type { Promised } from './clauses.ts';
import type { Slice } from './slice.ts';
import { View } from './view.ts';

/** What a pure function does not do. */
const IMPURE: ReadonlySet<string> = new Set(['PAR4001', 'PAR4003']);

/** Nothing is known about a function without source: it is taken to be worth a worker. */
const UNKNOWN_COST = 500;

export interface Trusted {
  readonly graph: Graph;
  /** Containers of which no iteration touches what another one writes. */
  readonly disjoint: ReadonlyMap<SymbolId, Promised>;
}

/** @returns a cause when a promise is about nothing in the body, or is not needed */
export function trust(graph: Graph, promises: readonly Promised[]): Trusted | { readonly vain: Cause } {
  const expressions = [...graph.expressions];
  const symbols = [...graph.symbols];
  const disjoint = new Map<SymbolId, Promised>();
  const view = new View(graph);
  for (const promised of promises) {
    const used = usedIn(view);
    const base = promised.name.replace(/\..*/s, '');
    const symbol = used.find((s) => s.name === base && s.place !== 'private');
    if (!symbol) return { vain: unknownVariable(promised.shown, promised.name, used, promised.span) };
    if (promised.promise === 'disjoint') disjoint.set(symbol.id, promised);
    else {
      const changed = view.expressions.map((e) => purified(graph, e, promised.name)).filter((e) => e !== undefined);
      if (changed.length === 0)
        return { vain: vainCause(promised, `'${promised.name}' is not called, or known to be pure`) };
      for (const e of changed) expressions[e.id] = e;
      // Its module is loaded in the workers as well.
      const { supply } = symbol;
      if (supply.kind === 'none' && supply.otherwise) symbols[symbol.id] = { ...symbol, supply: supply.otherwise };
    }
  }
  return { graph: { ...graph, expressions, symbols }, disjoint };
}

export const vainCause = ({ shown, span, name }: Promised, why: string): Cause => ({
  code: 'PAR1008',
  args: { clause: shown, why },
  span,
  variable: name,
});

/** A promise about elements of which the analysis knows by itself that they are apart, or that they are not. */
export function unneeded({ heap }: Slice, disjoint: Trusted['disjoint']): Cause | undefined {
  for (const [id, promised] of disjoint)
    if (!heap.relied.has(id))
      return vainCause(promised, `the analysis knows by itself which elements of '${promised.name}' are touched`);
  return undefined;
}

/** The call without what it may do besides returning a value; undefined when nothing changes. */
function purified(graph: Graph, e: ExprRecord, name: string): ExprRecord | undefined {
  const isImpure = (f: Fault): boolean => IMPURE.has(f.code) && (e.op === 'call' || f.args.callee === name);
  if (e.op !== 'function' && !(e.op === 'call' && calls(graph, e, name))) return undefined;
  const faults = e.faults.filter((f) => !isImpure(f));
  if (e.op === 'function') return faults.length < e.faults.length ? { ...e, faults } : undefined;
  const accesses = e.accesses.filter((a) => !a.write);
  const before = e.faults.length + e.accesses.length + e.writes.length + e.externals.length;
  const unknown = e.faults.some((f) => f.code === 'PAR4001');
  if (before === faults.length + accesses.length) return undefined;
  const cost = unknown ? Math.max(e.cost, UNKNOWN_COST) : e.cost;
  return { ...e, faults, accesses, writes: [], externals: [], cost };
}

/** The text of the call begins with the name. */
function calls({ files }: Graph, { span }: ExprRecord, name: string): boolean {
  const text = files[0]!.text.slice(span.start, span.end);
  return text.startsWith(name) && /^\s*[(<]/.test(text.slice(name.length));
}
