/**
 * Printing an object, or turning it into text or a number, runs its own code if it has some, which could change what P
 * has read. Values that are sent are checked anyway; other outer values that the replay converts get a guard.
 */
import type { ExprRecord } from '../records/graph.ts';
import type { Capture } from '../records/plan.ts';
import type { Demand } from './demand.ts';
import type { Slice } from './slice.ts';

/** Names of the variables that must hold plain data. */
export function convertedNames(slice: Slice, demand: Demand, captures: readonly Capture[]): string[] {
  const { view } = slice;
  const names = new Set<string>();
  const visit = (e: ExprRecord, converts: boolean): void => {
    if (demand.sites.has(e)) return;
    const [symbol] = e.reads;
    if (converts && e.op === 'leaf' && !e.primitive && symbol !== undefined) {
      const { place, supply, name } = view.symbol(symbol);
      const isOuter = (place === 'local' || place === 'module') && supply.kind === 'value';
      if (isOuter && !slice.outer.writes.has(symbol) && !captures.some((c) => c.symbol === symbol)) names.add(name);
    }
    const inner = e.op === 'other' || e.externals.some((x) => x.class === 'console');
    for (const kid of e.kids) visit(view.expr(kid), inner);
  };
  for (const s of view.order)
    if (demand.replayed.has(s)) for (const id of s.exprs) if (!demand.isOmitted(s, id)) visit(view.expr(id), false);
  return [...names];
}
