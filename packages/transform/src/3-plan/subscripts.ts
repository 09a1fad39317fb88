/** Subscript tests reason about integers: invariants in the subscripts that they compared are checked at entry. */
import type { Access, Affine } from '../records/graph.ts';
import type { Capture } from '../records/plan.ts';
import { rootOf } from './paths.ts';
import type { Slice } from './slice.ts';
import { isCounter } from './view.ts';

export function integerGuards(slice: Slice, captures: readonly Capture[]): string[] {
  const { view } = slice;
  const names = new Set<string>();
  for (const { access } of slice.heap.writes) {
    const root = rootOf(access);
    if (root === undefined || !captures.some((c) => c.symbol === root || c.path?.root === root)) continue;
    const touching = view.expressions.flatMap((e) => e.accesses).filter((a) => rootOf(a) === root);
    for (const form of touching.flatMap(formsOf))
      for (const id of form.terms.flatMap((t) => t.symbols))
        if (id >= 0 && !isCounter(view.graph, id) && !view.isPrivate(id)) names.add(view.symbol(id).name);
  }
  return [...names];
}

const formsOf = (a: Access): Affine[] => a.path.flatMap((s) => ('index' in s && s.index ? [s.index] : []));
