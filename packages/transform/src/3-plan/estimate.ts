/** How much of the body's work P does: static weights, see the lowering for the costs of single nodes. */
import type { StmtRecord } from '../records/graph.ts';
import type { Demand } from './demand.ts';
import type { Slice } from './slice.ts';
import type { View } from './view.ts';

export interface Estimate {
  /** ns per iteration, all of the body. */
  readonly total: number;
  /** Share of it that P does, 0 to 1. */
  readonly share: number;
}

export function estimate(slice: Slice, demand: Demand): Estimate {
  const { view } = slice;
  let parallel = 0;
  let serial = 0;
  for (const s of view.order) {
    if (slice.late.all.has(s)) continue;
    // Errors are rare.
    const runs = s.jump?.kind === 'throw' ? 0 : view.runs(s);
    for (const e of s.exprs) {
      const all = view.cost(e) * runs;
      const kept = demand.replayed.has(s) && !demand.isOmitted(s, e) ? outsideSites(view, demand, e) * runs : 0;
      serial += kept;
      if (slice.fate(s) !== 'severed' || kept < all) parallel += all - kept;
    }
  }
  const total = parallel + serial;
  return { total, share: total === 0 ? 0 : parallel / total };
}

function outsideSites(view: View, demand: Demand, id: number): number {
  const e = view.expr(id);
  if (demand.sites.has(e)) return 0;
  return e.cost + e.kids.reduce((sum, k) => sum + outsideSites(view, demand, k), 0);
}

export const costOf = (view: View, s: StmtRecord): number =>
  s.exprs.reduce((sum, e) => sum + view.cost(e), 0) * view.runs(s);

/** Everything, for the direct tier. */
export const totalCost = (view: View): number => view.order.reduce((sum, s) => sum + costOf(view, s), 0);

/** The body's cost is only a lower bound: it calls functions or loops. */
export const isOpen = (view: View): boolean =>
  view.order.some((s) => s.op === 'loop') || view.expressions.some((e) => e.op === 'call' || e.op === 'function');
