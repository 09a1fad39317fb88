/** The variables that the text of P mentions. */
import type { ExprRecord, SymbolId } from '../records/graph.ts';
import type { Bulk } from './bulk.ts';
import { type Demand, isBranch } from './demand.ts';
import type { Slice } from './slice.ts';

export function freeSymbols(slice: Slice, demand: Demand | undefined, bulk: Bulk | undefined): Set<SymbolId> {
  const { view } = slice;
  const free = new Set<SymbolId>();
  const take = (e: ExprRecord): void => {
    for (const x of view.subtree(e.id)) for (const id of [...x.reads, ...x.writes.map((w) => w.symbol)]) free.add(id);
  };
  for (const s of view.order) {
    const whole = slice.fate(s) === 'kept' || slice.isShadowed(s);
    for (const id of s.exprs) {
      if (whole && !(s.op === 'jump' && s.jump?.leaves)) take(view.expr(id));
      else if (demand) guardsAndSites(slice, demand, id, take);
    }
  }
  for (const e of bulk?.operands ?? []) take(e);
  return free;
}

/** In a dropped statement: its sites, and the conditions on which they depend. */
function guardsAndSites(slice: Slice, demand: Demand, id: number, take: (e: ExprRecord) => void): void {
  const e = slice.view.expr(id);
  if (demand.sites.has(e)) {
    take(e);
    return;
  }
  const [guard] = e.kids;
  if (isBranch(e) && guard !== undefined && !slice.poison(guard)) take(slice.view.expr(guard));
  for (const kid of e.kids) guardsAndSites(slice, demand, kid, take);
}
