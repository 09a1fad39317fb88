/** Subscript tests reason about integers: invariants in the subscripts that they compared are checked at entry. */
import type { Access, Affine, SymbolId } from '../records/graph.ts';
import type { Capture } from '../records/plan.ts';
import { rootOf } from './paths.ts';
import type { Slice } from './slice.ts';
import { isCounter } from './view.ts';

/** `$par.integer(w, 2)`: w occurs in a product of two. */
export function integerGuards(slice: Slice, captures: readonly Capture[]): string[] {
  const { view } = slice;
  const degrees = new Map<string, number>();
  const accesses = view.expressions.flatMap((e) => e.accesses);
  for (const root of new Set(slice.heap.writes.map(({ access }) => rootOf(access)))) {
    if (root === undefined || isUnseen(slice, captures, root)) continue;
    for (const form of accesses.filter((a) => rootOf(a) === root).flatMap(formsOf))
      for (const { symbols } of form.terms) {
        const fixed = symbols.filter((id) => isInvariant(slice, id));
        for (const name of fixed.map((id) => view.symbol(id).name))
          degrees.set(name, Math.max(degrees.get(name) ?? 1, fixed.length));
      }
  }
  return [...degrees].map(([name, degree]) => `$par.integer(${name}${degree > 1 ? `, ${degree}` : ''})`);
}

/** Has one value for the whole loop: no subscript test relies on anything else. */
const isInvariant = ({ view, outer }: Slice, id: SymbolId): boolean =>
  id >= 0 &&
  !isCounter(view.graph, id) &&
  !view.isElement(id) &&
  !view.isPrivate(id) &&
  !outer.writes.has(id) &&
  view.symbol(id).visible;

const formsOf = (a: Access): Affine[] => a.path.flatMap((s) => ('index' in s && s.index ? [s.index] : []));

/** P does not see the container; elements of an iterated one come under a name of ours. */
const isUnseen = (slice: Slice, captures: readonly Capture[], root: SymbolId): boolean =>
  slice.view.graph.header.kind === 'for' && !captures.some((c) => c.symbol === root || c.path?.root === root);

/**
 * Conditions on which subscripts of different iterations are different, of containers that P can see: arguments for
 * each level of a nest.
 */
export function apartGuards(slice: Slice, captures: readonly Capture[]): { tests: string[]; names: string[] } {
  const levels: Set<string>[] = [];
  const names = new Set<string>();
  for (const { write, guard } of slice.heap.needed) {
    const root = rootOf(write);
    if (root !== undefined && isUnseen(slice, captures, root)) continue;
    const mask = guard.directions.reduce((sum, d) => sum + BITS[d], 0);
    const text = `[${[mask, guard.exact ? 1 : 0, ...guard.values, ...guard.positive].join(', ')}]`;
    levels[guard.level] = (levels[guard.level] ?? new Set()).add(text);
    names.add(slice.nameOf(write));
  }
  const tests = Array.from(levels, (texts) => [...(texts ?? [])].map((t) => `, ${t}`).join(''));
  return { tests, names: [...names] };
}

const BITS = { flow: 1, same: 2, anti: 4 } as const;
