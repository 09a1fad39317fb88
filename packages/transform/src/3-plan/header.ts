/** What can be wrong with a construct's header, and the iteration space as text. */

import type { Access, Counted, Counter, Graph, Header, SymbolId } from '../records/graph.ts';
import type { Pin } from '../records/plan.ts';
import type { Cause } from './cause.ts';
import { elementCause, elementsPins, elementsText, entryOf } from './elements.ts';
import { rootOf } from './paths.ts';
import type { Slice } from './slice.ts';
import { unsteadyHeader } from './steady-header.ts';
import { countersAt, isCounter, levelsOf } from './view.ts';

export function headerCause(slice: Slice): Cause | undefined {
  const { header } = slice.view.graph;
  if (header.kind === 'sections') return undefined;
  return (header.kind === 'for' ? nestCause(slice, header) : elementCause(slice)) ?? unsteadyHeader(slice);
}

function nestCause(slice: Slice, header: Header): Cause | undefined {
  for (const level of levelsOf(header)) {
    const cause = countedCause(slice, level, level === header);
    if (cause) return cause;
  }
  return undefined;
}

/**
 * Bounds and step are evaluated once more at entry: they must be pure, and keep their value. The headers of inner loops
 * of a nest are evaluated again and again, and each time they must give as many iterations.
 */
function countedCause(slice: Slice, header: Counted, isOutermost: boolean): Cause | undefined {
  const { view } = slice;
  for (const { symbol, value } of header.constants) {
    const cause = startCause(slice, value) ?? newObject(slice, symbol, value);
    if (cause) return cause;
  }
  for (const counter of countersAt(header)) {
    const again = isOutermost ? undefined : steadyCause(slice, counter.lower, false);
    const cause = again ?? counterCause(slice, counter);
    if (cause) return cause;
  }
  for (const id of header.run?.exprs ?? []) {
    const moving = changing(slice, id);
    if (moving !== undefined) return movingBound(slice, id, moving);
    for (const e of view.subtree(id)) {
      const isUpdate = e.writes.length > 0 && e.writes.every((w) => isCounter(view.graph, w.symbol));
      const cause = isUpdate ? undefined : slice.own(e);
      if (cause && !(isOutermost && isHarmlessGrowth(slice, id))) return changedBound(slice, id, cause);
    }
  }
  return header.run ? undefined : steadyCause(slice, header.upper, isOutermost);
}

/** @param mayGrow the replay runs the iterations beyond those that were known at entry */
function steadyCause(slice: Slice, id: number, mayGrow: boolean): Cause | undefined {
  const moving = changing(slice, id);
  if (moving !== undefined) return movingBound(slice, id, moving);
  const bound = slice.poison(id);
  return !bound || (mayGrow && isHarmlessGrowth(slice, id)) ? undefined : changedBound(slice, id, bound);
}

/** An outer variable of a header expression that the body assigns. */
const changing = (slice: Slice, id: number): SymbolId | undefined =>
  slice.view
    .subtree(id)
    .flatMap((e) => e.reads)
    .find((r) => !isCounter(slice.view.graph, r) && slice.outer.writes.has(r));

function counterCause(slice: Slice, { variable, lower, outer, stepExpr }: Counter): Cause | undefined {
  const { view } = slice;
  const counter = view.symbol(variable);
  const { name } = counter;
  if (outer && counter.captured) {
    const why = `another function mentions '${name}', and would see other values of it in a worker`;
    return { code: 'PAR2001', args: { why }, span: counter.span, variable: name, fatal: true };
  }
  const start = startCause(slice, lower);
  if (start || stepExpr === null) return start;
  const moving = changing(slice, stepExpr);
  const [write] = moving === undefined ? [] : (slice.outer.writes.get(moving) ?? []);
  const written = write && { message: `'${view.symbol(moving!).name}' is written here`, span: write.span };
  const step = slice.poison(stepExpr);
  if (moving === undefined && !step) return undefined;
  const related = written ?? step?.related;
  return { code: 'PAR2003', args: { name }, span: view.expr(stepExpr).span, variable: name, related, fatal: true };
}

/** What the header sets is evaluated once more at entry: a second object would be another one. */
function newObject({ view }: Slice, symbol: SymbolId, id: number): Cause | undefined {
  const e = view.expr(id);
  if (e.primitive || e.op === 'leaf' || e.op === 'member') return undefined;
  const { name } = view.symbol(symbol);
  const why = `it sets '${name}' to what may be a new object`;
  return { code: 'PAR2001', args: { why }, span: e.span, variable: name, fatal: true };
}

/** Start values are evaluated once more at entry. */
function startCause(slice: Slice, id: number): Cause | undefined {
  const { view } = slice;
  const acts = view.subtree(id).find((e) => e.writes.length > 0 || e.externals.length > 0);
  if (acts) {
    const why = 'its start value has an effect';
    return { code: 'PAR2001', args: { why }, span: acts.span, fatal: true };
  }
  const start = slice.poison(id);
  return start && !start.reduction && start.code !== 'PAR3002' ? { ...start, fatal: true } : undefined;
}

/** The bound mentions the loop variable itself, or a variable that the body assigns. */
function movingBound(slice: Slice, upper: number, symbol: SymbolId): Cause {
  const { name } = slice.view.symbol(symbol);
  const { span } = slice.view.expr(upper);
  const [write] = slice.outer.writes.get(symbol) ?? [];
  const cause = `'${name}' is written in the body`;
  const related = write && { message: `'${name}' is written here`, span: write.span };
  return { code: 'PAR2002', args: { bound: slice.textOf(span), cause }, span, variable: name, related, fatal: true };
}

function changedBound(slice: Slice, upper: number, bound: Cause): Cause {
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
  const parts = view.subtree(upper);
  const roots = new Set(parts.flatMap((e) => e.accesses).map(rootOf));
  const led = parts.filter((e) => slice.paths.covers(e)).flatMap((e) => view.subtree(e.id));
  const variablesFine = parts
    .filter((e) => !led.includes(e))
    .every(
      (e) => e.reads.every((id) => !slice.outer.writes.has(id)) && e.faults.length === 0 && e.externals.length === 0,
    );
  const names = new Set(
    parts.flatMap((e) => e.accesses.flatMap((a) => a.path.map((s) => ('field' in s ? s.field : '')))),
  );
  const writes = slice.heap.writes.filter(({ access }) => {
    const last = access.path.at(-1);
    const isOther = last !== undefined && 'field' in last && !names.has(last.field);
    return rootOf(access) !== undefined && roots.has(rootOf(access)) && !isOther;
  });
  return variablesFine && writes.length > 0 && writes.every((w) => w.expr.op === 'assign' && isElementWrite(w.access));
}

function isElementWrite(a: Access): boolean {
  const last = a.path.at(-1);
  return last !== undefined && ('index' in last || ('field' in last && last.field === 'length'));
}

/**
 * Text of the iteration space at entry.
 *
 * @param tests of each level of a nest, arguments of `$par.apart`
 */
export function spaceOf(graph: Graph, tests: readonly string[]): string {
  const { header } = graph;
  const levels =
    header.kind === 'for' ? levelsOf(header).map((level) => countedSpace(graph, level)) : [elementSpace(graph)];
  const tested = levels.map((text, level) => (tests[level] ? `$par.apart(${text}${tests[level]})` : text));
  return tested.length > 1 ? `$par.product(${tested.join(', ')})` : tested[0]!;
}

function elementSpace(graph: Graph): string {
  const { header } = graph;
  if (header.kind === 'sections') return `$par.range(0, "<", ${header.parts.length}, 1)`;
  if (header.kind === 'call') {
    if (header.maker !== undefined) return `$par.source($r, ${JSON.stringify(header.maker)})`;
    const skipped = header.skipped ? `, ${header.skipped}` : '';
    return `$par.dense($r, ${JSON.stringify(header.method)}${skipped})`;
  }
  return elementsText(graph);
}

function countedSpace(graph: Graph, level: Counted): string {
  const { run, more, operator, upper, lower } = level;
  if (run)
    return `$par.counted((${['$put', ...run.parameters].join(', ')}) => { ${run.loop} }${run.values.map((v) => `, ${v}`).join('')})`;
  const lines = more.map((c) => `[${entryOf(graph, c.lower)}, ${stepText(graph, c)}]`);
  const rest = lines.length > 0 ? `, [${lines.join(', ')}]` : '';
  return `$par.range(${entryOf(graph, lower)}, "${operator}", ${entryOf(graph, upper)}, ${stepText(graph, level)}${rest})`;
}

function stepText(graph: Graph, { stepExpr, sign }: Counter): string {
  const size = stepExpr === null ? '1' : entryOf(graph, stepExpr);
  return sign === 1 ? size : `-(${size})`;
}

/** Parts of the replay's header that an awaited loop has to fix at entry. */
export function pinsOf(graph: Graph): Pin[] {
  const { header } = graph;
  if (header.kind === 'call' || header.kind === 'sections') return [];
  if (header.kind === 'for-of') return elementsPins(graph, header);
  return levelsOf(header).flatMap((level) => countedPins(graph, level));
}

function countedPins(graph: Graph, level: Counted): Pin[] {
  const counters = countersAt(level);
  const starts = counters.filter((c) => c.started).map((c) => c.lower);
  const steps = counters.flatMap((c) => (c.stepExpr === null ? [] : [c.stepExpr]));
  const varying = [...starts, level.upper, ...steps].filter(
    (id) => graph.expressions[id]!.reads.length + graph.expressions[id]!.kids.length > 0,
  );
  return [
    ...level.constants.map(({ symbol, value }) => ({
      span: graph.expressions[value]!.span,
      text: graph.symbols[symbol]!.name,
    })),
    ...varying.map((id) => ({ span: graph.expressions[id]!.span, text: entryOf(graph, id) })),
  ];
}

/** Variables that the header sets once, for the entry. */
export const headerConstants = (graph: Graph): { name: string; text: string }[] =>
  graph.header.kind === 'for'
    ? graph.header.constants.map(({ symbol, value }) => ({
        name: graph.symbols[symbol]!.name,
        text: entryOf(graph, value),
      }))
    : [];
