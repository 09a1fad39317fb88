/** Functions that run where no call is written: as `valueOf`, as accessors, under a name that is computed. */
import type { Fault } from '../records/graph.ts';
import type { FunctionNode } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { contains } from './context.ts';
import { familyOf } from './family.ts';
import { definitionsOf, isPrimitive } from './freshness.ts';
import { originOf } from './instances.ts';
import type { Lowering } from './lowering.ts';
import { summaryOf } from './summaries.ts';

/** Each must do nothing but look into what it is given: no call says when it runs. */
export function hiddenCalls(l: Lowering, others: readonly Fault[]): Fault[] {
  const { ctx } = l;
  if (others.some((f) => f.fatal)) return [];
  return [...familyOf(ctx).hidden].flatMap(([node, name]) => {
    if (onlyLooks(l, node)) return [];
    const what = `A function under the name '${name}', which runs where no call is written and has effects,`;
    const fault = l.fault(node, 'PAR2013', { what }, { fatal: true, variable: name });
    if (contains(ctx.construct, node)) return [fault];
    const related = { message: 'the function is here', ...originOf(ctx, node) };
    const span = { start: ctx.construct.getStart(), end: ctx.construct.getStart() + 1 };
    return [{ ...fault, span, related }];
  });
}

function onlyLooks({ ctx }: Lowering, node: FunctionNode): boolean {
  const { writes, externals, faults, accesses, reads } = summaryOf(ctx, node);
  if (writes.length + externals.length + faults.length > 0) return false;
  if (accesses.some((a) => a.write || a.root.kind === 'symbol' || a.root.kind === 'unknown')) return false;
  return [...reads].every((id) => {
    const symbol = ctx.ids.get(id);
    if (symbol.kind === 'global' || symbol.kind === 'function' || symbol.kind === 'class') return true;
    const values = symbol.assignments.length === 0 ? definitionsOf(symbol) : undefined;
    return values?.every((v) => v === 'primitive' || isPrimitive(ctx, v) || ts.isFunctionLike(v)) ?? false;
  });
}
