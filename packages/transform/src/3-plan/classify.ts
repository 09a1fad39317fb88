/** Data-sharing classes of the outer variables that the construct writes. */
import type { ExprRecord, StmtRecord, SymbolId, VariableWrite } from '../records/graph.ts';
import { countersOf, isCounter, levelsOf, type View } from './view.ts';

export interface OuterWrites {
  /** Every write of a variable that is declared outside, by symbol. */
  readonly writes: ReadonlyMap<SymbolId, readonly VariableWrite[]>;
  /** Each iteration assigns it before it reads it: as good as private, but the last value must arrive. */
  readonly privatised: ReadonlySet<SymbolId>;
  /** Only updated by one kind of reduction operator, and not read otherwise: symbol → operator. */
  readonly reductions: ReadonlyMap<SymbolId, string>;
  /** Statements that are a guarded minimum or maximum, `if (x < best) { best = x; at = i }`. */
  readonly guardedFolds: ReadonlySet<StmtRecord>;
}

export function classify(view: View): OuterWrites {
  const writes = new Map<SymbolId, VariableWrite[]>();
  for (const e of view.expressions)
    for (const w of e.writes)
      if (!view.isPrivate(w.symbol) && !isCounter(view.graph, w.symbol))
        writes.set(w.symbol, [...(writes.get(w.symbol) ?? []), w]);
  const folds = guardedFolds(view, writes);
  const reductions = new Map<SymbolId, string>();
  const given = assignedByHeader(view);
  for (const w of given) writes.set(w.symbol, [...(writes.get(w.symbol) ?? []), w]);
  for (const [symbol, list] of writes) {
    if (given.some((w) => w.symbol === symbol)) continue;
    const operator = reductionOf(view, symbol, list, folds);
    if (operator) reductions.set(symbol, operator);
  }
  // A function that is copied to the worker would see another variable than the body does.
  const inHeader = new Set(headerReads(view));
  const candidates = [...writes.keys()].filter(
    (s) => !reductions.has(s) && !view.symbol(s).captured && !inHeader.has(s),
  );
  const privatised = new Set(candidates.filter((s) => isPrivatisable(view, s)));
  return { writes, privatised, reductions, guardedFolds: folds };
}

/** `for (x of xs)`, `for (var x of xs)`: variables that outlive the loop, with a new value in each iteration. */
function assignedByHeader(view: View): VariableWrite[] {
  const { header } = view.graph;
  if (header.kind !== 'for-of') return [];
  return header.outer.map((symbol) => ({ symbol, span: header.target, compound: false }));
}

/** Variables that the construct's own header reads, before and between iterations. */
function headerReads(view: View): SymbolId[] {
  const { header } = view.graph;
  if (header.kind === 'sections') return [];
  const parts =
    header.kind === 'for'
      ? [
          ...countersOf(header).flatMap((c) => (c.stepExpr === null ? [c.lower] : [c.lower, c.stepExpr])),
          ...levelsOf(header).flatMap((l) => [l.upper, ...l.constants.map((c) => c.value), ...(l.run?.exprs ?? [])]),
        ]
      : [header.kind === 'for-of' ? header.iterated : header.receiver];
  return parts.flatMap((id) => view.subtree(id).flatMap((e) => e.reads));
}

// ------------------------------------------------------------------ reductions

function reductionOf(
  view: View,
  symbol: SymbolId,
  writes: readonly VariableWrite[],
  folds: ReadonlySet<StmtRecord>,
): string | undefined {
  const inFolds = new Set(
    [...folds].flatMap((s) => view.below(s).flatMap((x) => x.exprs.flatMap((e) => view.subtree(e)))),
  );
  const outside = view.expressions.filter((e) => !inFolds.has(e));
  const operators = new Set(
    outside.flatMap((e) => e.writes.filter((w) => w.symbol === symbol).map((w) => w.reduction)),
  );
  const folded = writes.some((w) => [...inFolds].some((e) => e.writes.includes(w)));
  if (folded)
    return operators.size === 0 && !readsOf(outside, symbol) && readsOf([...inFolds], symbol) ? 'if' : undefined;
  if (operators.size !== 1 || operators.has(undefined)) return undefined;
  const updates = outside.filter((e) => e.writes.some((w) => w.symbol === symbol));
  const owned = new Set(updates.flatMap((e) => view.subtree(e.id)));
  const selfReads = updates.every((e) => countReads(view.subtree(e.id), symbol) === 1);
  const statementLevel = updates.every(
    (e) => view.owner(e)?.op === 'expression' && view.owner(e)?.exprs.includes(e.id),
  );
  const others = outside.filter((e) => !owned.has(e));
  return selfReads && statementLevel && !readsOf(others, symbol) ? [...operators][0] : undefined;
}

const countReads = (list: readonly ExprRecord[], symbol: SymbolId): number =>
  list.filter((e) => e.reads.includes(symbol)).length;

const readsOf = (list: readonly ExprRecord[], symbol: SymbolId): boolean => countReads(list, symbol) > 0;

/** `if (comparison with s) { s = …; companion = …; }` without `else`, on outer variables only. */
function guardedFolds(view: View, writes: ReadonlyMap<SymbolId, readonly VariableWrite[]>): Set<StmtRecord> {
  return new Set(view.order.filter((s) => s.op === 'if' && s.kids.length === 1 && isFold(view, s, writes)));
}

function isFold(view: View, s: StmtRecord, writes: ReadonlyMap<SymbolId, readonly VariableWrite[]>): boolean {
  const condition = view.subtree(s.exprs[0]!);
  const compared = condition.flatMap((e) => e.reads).filter((r) => writes.has(r));
  if (new Set(compared).size !== 1) return false;
  const branch = view.below(view.stmt(s.kids[0]!));
  const plain = branch.every((b) => b.op === 'block' || (b.op === 'expression' && isPlainAssignment(view, b)));
  const assigned = branch.flatMap((b) => view.writesIn(b)).map((w) => w.symbol);
  const reads = branch.flatMap((b) => b.exprs.flatMap((e) => view.subtree(e))).flatMap((e) => e.reads);
  return plain && assigned.includes(compared[0]!) && !reads.some((r) => writes.has(r));
}

function isPlainAssignment(view: View, s: StmtRecord): boolean {
  const root = view.expr(s.exprs[0]!);
  const [write, more] = root.writes;
  const simple = write !== undefined && more === undefined && !write.compound && !view.isPrivate(write.symbol);
  return (
    simple &&
    view.subtree(root.id).every((e) => e === root || e.writes.length === 0) &&
    !root.accesses.some((a) => a.write)
  );
}

// ------------------------------------------------------------------ privatisation

/** Every read in an iteration comes after an unconditional write of the same iteration. */
const isPrivatisable = (view: View, symbol: SymbolId): boolean => exposedRead(view, symbol) === undefined;

/** The first read of a variable that no write of the same iteration certainly precedes. */
export function exposedRead(view: View, symbol: SymbolId): ExprRecord | undefined {
  const { header } = view.graph;
  const given = header.kind === 'for-of' && header.outer.includes(symbol);
  const state: Flow = { assigned: given, exposed: undefined };
  walk(view, view.stmt(view.graph.body), symbol, state);
  return state.exposed;
}

interface Flow {
  assigned: boolean;
  exposed: ExprRecord | undefined;
}

function walk(view: View, s: StmtRecord, symbol: SymbolId, flow: Flow): void {
  const header = s.op === 'loop' ? s.kids.slice(0, s.header) : [];
  for (const kid of header) walk(view, view.stmt(kid), symbol, flow);
  for (const e of s.exprs) expression(view, e, symbol, flow, false);
  const rest = s.kids.slice(header.length);
  if (s.op === 'block') {
    for (const kid of rest) walk(view, view.stmt(kid), symbol, flow);
    return;
  }
  // Branches, loop bodies, cases and handlers may or may not run: what they assign does not count afterwards.
  const outcomes = rest.map((kid) => {
    const branch: Flow = { assigned: flow.assigned, exposed: undefined };
    walk(view, view.stmt(kid), symbol, branch);
    flow.exposed ??= branch.exposed;
    return branch.assigned;
  });
  if (s.op === 'if' && outcomes.length === 2 && outcomes.every(Boolean)) flow.assigned = true;
}

function expression(view: View, id: number, symbol: SymbolId, flow: Flow, conditional: boolean): void {
  const e = view.expr(id);
  for (const [i, kid] of e.kids.entries()) expression(view, kid, symbol, flow, conditional || i >= e.conditionalFrom);
  const own = e.writes.filter((w) => w.symbol === symbol);
  const reads = e.reads.includes(symbol) || own.some((w) => w.compound);
  if (reads && !flow.assigned) flow.exposed ??= e;
  if (own.length > 0 && !conditional && e.op === 'assign') flow.assigned = true;
}
