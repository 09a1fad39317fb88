/** What can be wrong with a construct's header, and the iteration space as text. */

import { type Access, type Graph, ITERATION, type SymbolId } from '../records/graph.ts';
import type { Pin } from '../records/plan.ts';
import type { Cause } from './cause.ts';
import type { Slice } from './slice.ts';

export function headerCause(slice: Slice): Cause | undefined {
  const { header } = slice.view.graph;
  return header.kind === 'for' ? countedCause(slice) : elementCause(slice);
}

/** Bounds and step are evaluated once more at entry: they must be pure, and keep their value. */
function countedCause(slice: Slice): Cause | undefined {
  const { view } = slice;
  const { header } = view.graph;
  if (header.kind !== 'for') return undefined;
  const counter = view.symbol(header.variable);
  if (header.outer && counter.captured) {
    const why = `another function mentions '${counter.name}', and would see other values of it in a worker`;
    return { code: 'PAR2001', args: { why }, span: counter.span, variable: counter.name, fatal: true };
  }
  const changing = (id: number): SymbolId | undefined =>
    view
      .subtree(id)
      .flatMap((e) => e.reads)
      .find((r) => r === header.variable || slice.outer.writes.has(r));
  const start = slice.poison(header.lower);
  const acts = view.subtree(header.lower).find((e) => e.writes.length > 0 || e.externals.length > 0);
  if (acts) {
    const why = 'its start value has an effect';
    return { code: 'PAR2001', args: { why }, span: acts.span, fatal: true };
  }
  if (start && !start.reduction && start.code !== 'PAR3002') return { ...start, fatal: true };
  if (header.stepExpr !== null) {
    const step = slice.poison(header.stepExpr);
    const { name } = view.symbol(header.variable);
    const moving = changing(header.stepExpr);
    if (moving !== undefined) {
      const [write] = slice.outer.writes.get(moving) ?? [];
      const related = write && { message: `'${view.symbol(moving).name}' is written here`, span: write.span };
      return {
        code: 'PAR2003',
        args: { name },
        span: view.expr(header.stepExpr).span,
        variable: name,
        related,
        fatal: true,
      };
    }
    if (step)
      return {
        code: 'PAR2003',
        args: { name },
        span: view.expr(header.stepExpr).span,
        variable: name,
        related: step.related,
        fatal: true,
      };
  }
  const moving = changing(header.upper);
  if (moving !== undefined) return movingBound(slice, header.upper, moving);
  return boundCause(slice, header.upper);
}

/** The bound mentions the loop variable itself, or a variable that the body assigns. */
function movingBound(slice: Slice, upper: number, symbol: SymbolId): Cause {
  const { name } = slice.view.symbol(symbol);
  const { span } = slice.view.expr(upper);
  const [write] = slice.outer.writes.get(symbol) ?? [];
  const cause = write ? `'${name}' is written in the body` : `it depends on '${name}', which the loop counts`;
  const related = write && { message: `'${name}' is written here`, span: write.span };
  return { code: 'PAR2002', args: { bound: slice.textOf(span), cause }, span, variable: name, related, fatal: true };
}

function boundCause(slice: Slice, upper: number): Cause | undefined {
  const bound = slice.poison(upper);
  if (!bound || isHarmlessGrowth(slice, upper)) return undefined;
  const { span } = slice.view.expr(upper);
  const text = slice.textOf(span);
  const cause = bound.related ? `'${bound.variable ?? text}' is written in the body` : 'it has an effect';
  return {
    code: 'PAR2002',
    args: { bound: text, cause },
    span,
    variable: bound.variable,
    related: bound.related,
    fatal: true,
  };
}

/**
 * `i < a.length` with `a[…] = …` in the body: an assignment of an element lengthens the array only beyond its end. The
 * replay evaluates the condition itself, so the loop is right in any case; further iterations are computed there.
 */
function isHarmlessGrowth(slice: Slice, upper: number): boolean {
  const { view } = slice;
  const reads = view.subtree(upper).flatMap((e) => e.accesses);
  const roots = new Set(reads.flatMap((a) => (a.root.kind === 'symbol' ? [a.root.symbol] : [])));
  const variablesFine = view
    .subtree(upper)
    .every(
      (e) => e.reads.every((id) => !slice.outer.writes.has(id)) && e.faults.length === 0 && e.externals.length === 0,
    );
  const writes = slice.heap.writes.filter((w) => w.access.root.kind === 'symbol' && roots.has(w.access.root.symbol));
  return variablesFine && writes.length > 0 && writes.every((w) => w.expr.op === 'assign' && isElementWrite(w.access));
}

function isElementWrite(a: Access): boolean {
  const last = a.path.at(-1);
  return last !== undefined && ('index' in last || ('field' in last && last.field === 'length'));
}

/** The elements that P takes must be those from before the loop. */
function elementCause(slice: Slice): Cause | undefined {
  const { header } = slice.view.graph;
  if (header.kind === 'for') return undefined;
  const read: Access = {
    write: false,
    root: header.root,
    path: [
      ...header.path,
      { index: { constant: 0, terms: [{ coefficient: 1, symbols: [ITERATION] }] } },
      ...(header.pattern ? [{ any: true as const }] : []),
    ],
    span: slice.view.graph.span,
  };
  const source = slice.view.expr(header.kind === 'for-of' ? header.iterated : header.receiver);
  const conflict = slice.heap.conflicts(read).flow;
  const own = header.kind === 'for-of' && header.stable ? slice.poison(source.id) : undefined;
  if (own && !conflict) return { ...own, fatal: true };
  if (!conflict) return undefined;
  const name = slice.textOf(source.span);
  const related = { message: 'it is changed here', span: conflict.write.access.span };
  return { code: 'PAR2006', args: { name }, span: source.span, variable: name, related, fatal: true };
}

/** Text of a header expression at entry. */
export const entryOf = (graph: Graph, id: number): string => graph.expressions[id]!.entry ?? 'undefined';

/** Text of the iteration space at entry. */
export function spaceOf(graph: Graph): string {
  const { header } = graph;
  if (header.kind === 'call') {
    if (header.maker !== undefined) return `$par.source($r, ${JSON.stringify(header.maker)})`;
    const skipped = header.skipped ? `, ${header.skipped}` : '';
    return `$par.dense($r, ${JSON.stringify(header.method)}${skipped})`;
  }
  if (header.kind === 'for-of') return `$par.items(${header.stable ? entryOf(graph, header.iterated) : '$iterated'})`;
  const size = header.stepExpr === null ? '1' : entryOf(graph, header.stepExpr);
  const step = header.sign === 1 ? size : `-(${size})`;
  return `$par.range(${entryOf(graph, header.lower)}, "${header.operator}", ${entryOf(graph, header.upper)}, ${step})`;
}

/** Parts of the replay's header that an awaited loop has to fix at entry. */
export function pinsOf(graph: Graph): Pin[] {
  const { header } = graph;
  if (header.kind === 'call') return [];
  const id = header.kind === 'for' ? header.upper : header.iterated;
  const e = graph.expressions[id]!;
  if (header.kind === 'for' && e.primitive && e.kids.length === 0 && e.reads.length === 0) return [];
  const isOnce = header.kind === 'for-of' && !header.stable;
  return [{ span: e.span, text: isOnce ? '$iterated' : entryOf(graph, id) }];
}
