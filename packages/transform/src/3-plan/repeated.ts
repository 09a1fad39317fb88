/** Values that differ each time they are computed: what P has used, R must take from the log. */
import type { ExprRecord } from '../records/graph.ts';
import type { Allowed } from './allowances.ts';
import type { Cause } from './cause.ts';
import type { Demand } from './demand.ts';
import type { Slice } from './slice.ts';

/**
 * With a seed, R may not draw at all where the log has the iteration: then P has made all draws, in their order, and so
 * has R where the log has nothing.
 */
export function repeatedCause(slice: Slice, demand: Demand, { once, seeded }: Allowed): Cause | undefined {
  if (once.size === 0) return undefined;
  const { view } = slice;
  for (const s of view.order) {
    // R may leave a `try` in the middle, and then draws less than P.
    if (seeded && s.op === 'try' && slice.fate(s) === 'dropped') return { ...slice.causeOf(s)!, fatal: true };
    const both = slice.fate(s) === 'kept' || slice.isShadowed(s);
    if (!demand.replayed.has(s) || !(seeded || both)) continue;
    for (const id of s.exprs) {
      const found = demand.isOmitted(s, id) ? undefined : outsideSites(slice, demand, once, id);
      if (found) return repeated(slice, found);
    }
  }
  return undefined;
}

function outsideSites(slice: Slice, demand: Demand, once: Allowed['once'], id: number): ExprRecord | undefined {
  const e = slice.view.expr(id);
  if (demand.sites.has(e)) return undefined;
  if (once.has(id)) return e;
  for (const kid of e.kids) {
    const found = outsideSites(slice, demand, once, kid);
    if (found) return found;
  }
  return undefined;
}

const repeated = (slice: Slice, e: ExprRecord): Cause => {
  const callee = slice.textOf(e.span);
  return { code: 'PAR4012', args: { callee }, span: e.span, variable: callee, fatal: true };
};
