/** The header of a loop whose body waits: iteration k must be given by the live header what it was given in the log. */
import type { ExprId, SymbolId } from '../records/graph.ts';
import type { Cause } from './cause.ts';
import type { Slice } from './slice.ts';
import { countersAt, countersOf, levelsOf } from './view.ts';

export function unsteadyHeader(slice: Slice): Cause | undefined {
  const { view } = slice;
  const { header } = view.graph;
  if (!view.interleaved) return undefined;
  const outer = countersOf(header).find((c) => c.outer && view.symbol(c.variable).unsteady);
  if (outer) return suspended(slice, outer.variable, view.symbol(outer.variable).span);
  for (const id of movingParts(slice)) {
    for (const e of view.subtree(id)) {
      const symbol = e.reads.find((r) => view.symbol(r).unsteady);
      if (symbol !== undefined) return suspended(slice, symbol, e.span);
      const access = e.accesses.find((a) => !a.write && !slice.stability.isStable(a));
      if (access && header.kind === 'for') return slice.stability.suspension(slice.nameOf(access), access.span);
    }
  }
  return undefined;
}

/**
 * What the headers evaluate between iterations. How long the loop goes on, the replay finds out by itself; but how long
 * the inner ones of a nest do decides which iteration is which.
 */
function movingParts({ view }: Slice): readonly ExprId[] {
  const { header } = view.graph;
  if (header.kind === 'for-of') return header.elements.kind === 'drained' ? [header.iterated] : [];
  if (header.kind !== 'for') return [];
  const steps = countersOf(header).flatMap((c) => (c.stepExpr === null ? [] : [c.stepExpr]));
  const inner = header.nest.flatMap((level) => [level.upper, ...countersAt(level).map((c) => c.lower)]);
  return [...steps, ...inner, ...levelsOf(header).flatMap((level) => level.run?.exprs ?? [])];
}

const suspended = (slice: Slice, id: SymbolId, span: Cause['span']): Cause =>
  slice.stability.suspension(slice.view.symbol(id).name, span);
