/** The direct tier: all that the replay would do is write elements and append, which can be committed a chunk at a time. */
import { type ExprRecord, ITERATION, type Segment, type StmtRecord, type SymbolId } from '../records/graph.ts';
import type { BulkWrite } from '../records/plan.ts';
import { costOf } from './estimate.ts';
import type { Slice } from './slice.ts';
import { countersOf, isCounter, levelsOf, type View } from './view.ts';

export interface Bulk {
  readonly writes: readonly BulkWrite[];
  /** Containers in the order of their target numbers. */
  readonly targets: readonly SymbolId[];
  readonly statements: readonly StmtRecord[];
  /** Expressions of the dropped statements that P evaluates. */
  readonly operands: readonly ExprRecord[];
}

/** Undefined when something has to be replayed iteration by iteration. */
export function bulkOf(slice: Slice): Bulk | undefined {
  const { view } = slice;
  const { header, catches } = view.graph;
  if (header.kind === 'call' || header.kind === 'sections') return undefined;
  if (catches || view.interleaved || slice.hasShadows || slice.outer.writes.size > 0) return undefined;
  if (header.kind === 'for' && (header.inBody || countersOf(header).some((c) => c.outer))) return undefined;
  // Names of properties are not logged.
  if (header.kind === 'for-of' && header.elements.kind === 'names') return undefined;
  const writes: BulkWrite[] = [];
  const targets: SymbolId[] = [];
  const statements: StmtRecord[] = [];
  const operands: ExprRecord[] = [];
  for (const s of view.order) {
    if (s.op === 'jump' && s.jump?.exits) return undefined;
    if (slice.fate(s) === 'kept') continue;
    const write = bulkWrite(slice, s);
    if (!write) return undefined;
    const known = targets.indexOf(write.symbol);
    const target = known >= 0 ? known : targets.push(write.symbol) - 1;
    if (writes.some((w) => w.target === target && w.op !== write.op)) return undefined;
    writes.push({
      op: write.op,
      target,
      statement: s.span,
      value: write.value.span,
      ...(write.index ? { index: write.index.span } : {}),
    });
    statements.push(s);
    operands.push(...(write.index ? [write.index] : []), write.value);
  }
  const kept = view.order.filter((s) => slice.fate(s) === 'kept');
  const works = operands.some((e) => view.cost(e.id) > 0) || kept.some((s) => costOf(view, s) > 0);
  return works && !boundGrows(view, targets) ? { writes, targets, statements, operands } : undefined;
}

interface Found {
  readonly op: 'set' | 'push';
  readonly symbol: SymbolId;
  readonly index?: ExprRecord;
  readonly value: ExprRecord;
}

function bulkWrite(slice: Slice, s: StmtRecord): Found | undefined {
  const { view } = slice;
  if (slice.fate(s) !== 'dropped' || s.op !== 'expression') return undefined;
  const root = view.expr(s.exprs[0]!);
  const kids = root.kids.map((k) => view.expr(k));
  const base = kids[0];
  const write = root.accesses.find((a) => a.write);
  if (base?.op !== 'leaf' || write?.root.kind !== 'symbol' || write.path.length !== 1) return undefined;
  const symbol = write.root.symbol;
  if (base.reads[0] !== symbol || view.symbol(symbol).place === 'private') return undefined;
  if (kids.slice(1).some((k) => slice.poison(k.id) || k.op === 'function' || writesSomething(view, k)))
    return undefined;
  if (
    root.op === 'assign' &&
    kids.length === 3 &&
    root.accesses.every((a) => a.write) &&
    isCounted(view, write.path[0]!)
  )
    return { op: 'set', symbol, index: kids[1]!, value: kids[2]! };
  const isPush = root.method === 'push' && kids.length === 2;
  return isPush && kids[1]!.replaceable && kids[1]!.op !== 'object'
    ? { op: 'push', symbol, value: kids[1]! }
    : undefined;
}

/** A numeric subscript. Names of properties are not logged, and a variable that is no counter may hold one. */
function isCounted(view: View, s: Segment): boolean {
  if (!('index' in s) || s.index === null) return false;
  const [term, ...more] = s.index.terms;
  const [id, ...factors] = term?.symbols ?? [];
  if (id === undefined || factors.length + more.length > 0) return true;
  if (s.index.constant !== 0 || term?.coefficient !== 1) return true;
  return id === ITERATION || isCounter(view.graph, id) || view.graph.ranges.some((r) => r.symbol === id);
}

const writesSomething = (view: View, e: ExprRecord): boolean =>
  view.subtree(e.id).some((x) => x.writes.length > 0 || x.accesses.some((a) => a.write && a.root.kind !== 'fresh'));

/** The number of iterations depends on an array that the loop may lengthen. */
function boundGrows(view: View, targets: readonly SymbolId[]): boolean {
  const { header } = view.graph;
  const values = levelsOf(header).flatMap((level) => [
    level.upper,
    ...level.constants.map((c) => c.value),
    ...(level.run?.exprs ?? []),
  ]);
  const inBound = values.flatMap((id) => view.subtree(id)).flatMap((e) => e.reads);
  return targets.some((t) => inBound.includes(t) && !writesBelowBound(view, t));
}

/** Every write is at the induction variable itself, or before it, in an ascending `<` loop. */
function writesBelowBound(view: View, target: SymbolId): boolean {
  const { header, induction } = view.graph;
  if (
    header.kind !== 'for' ||
    header.nest.length > 0 ||
    header.run ||
    header.operator !== '<' ||
    (header.constantStep ?? 0) <= 0
  )
    return false;
  const writes = view.expressions
    .flatMap((e) => e.accesses)
    .filter((a) => a.write && a.root.kind === 'symbol' && a.root.symbol === target);
  return writes.every((a) => {
    const [segment] = a.path;
    if (segment && 'field' in segment && segment.field === 'length') return true;
    if (!segment || !('index' in segment) || !segment.index) return false;
    const { terms, constant } = segment.index;
    return (
      constant <= 0 &&
      terms.length === 1 &&
      terms[0]!.coefficient === 1 &&
      terms[0]!.symbols.length === 1 &&
      terms[0]!.symbols[0] === induction
    );
  });
}
