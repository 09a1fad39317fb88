/**
 * Which expressions cannot be in the parallel slice, and why: what reads something that an earlier iteration may write,
 * has an effect, or cannot be had in a worker. Statements are the slice's business, which tells what it has dropped.
 */
import type { Span } from '../diagnostics/diagnostic.ts';
import { type Access, type ExprRecord, type Origin, type StmtRecord, type SymbolId, THIS } from '../records/graph.ts';
import type { Cause } from './cause.ts';
import type { OuterWrites } from './classify.ts';
import { isCertain } from './dependence.ts';
import { type Conflicts, Heap, type HeapWrite } from './heap.ts';
import { IterationSpace } from './iteration-space.ts';
import { Paths, rootOf } from './paths.ts';
import { Look } from './recognised.ts';
import { Supplies } from './supplies.ts';
import { isCounter, type View } from './view.ts';

export class Poison {
  readonly view: View;
  readonly outer: OuterWrites;
  readonly heap: Heap;
  readonly paths: Paths;
  /** Private variables whose values P does not know. */
  readonly variables = new Map<SymbolId, Cause>();
  /** Writes to objects of the iteration that P leaves out. */
  readonly lostWrites: HeapWrite[] = [];
  /** Statements at or below which nothing is in P. */
  readonly severed = new Set<StmtRecord>();
  /** Statements whose write to an outer container P has to repeat on its own copy, because P reads it again. */
  readonly wanted = new Set<StmtRecord>();
  /** Operands that P may only convert if they are no objects. */
  readonly plain = new Map<string, Span>();
  private readonly assumed = new Set<StmtRecord>();
  private readonly supplies: Supplies;
  private readonly look: Look;
  private readonly hasExternalWrite: boolean;

  /** @param reachable, disjoint see {@link Heap} */
  constructor(view: View, outer: OuterWrites, reachable: ReadonlySet<SymbolId>, disjoint: ReadonlySet<SymbolId>) {
    this.view = view;
    this.outer = outer;
    this.supplies = new Supplies(view);
    this.look = new Look(view);
    const { graph } = view;
    const invariant = (id: SymbolId): boolean =>
      id === graph.induction || (!view.isPrivate(id) && !outer.writes.has(id) && !isCounter(graph, id));
    const space = new IterationSpace(view, invariant);
    this.heap = new Heap(view, { invariant, space }, reachable, new Set(outer.writes.keys()), disjoint);
    this.paths = new Paths(view, outer, this.heap, { invariant, space });
    this.hasExternalWrite = view.expressions.some((e) =>
      e.externals.some((x) => x.class === 'write' || x.class === 'process'),
    );
    this.poisonAccumulator();
  }

  /** The accumulator of `reduce` is what the previous iteration returned. */
  private poisonAccumulator(): void {
    const { header } = this.view.graph;
    for (const id of header.kind === 'call' ? header.accumulator : []) {
      const { name, span } = this.view.symbol(id);
      this.variables.set(id, { code: 'PAR3002', args: { name }, span, variable: name, reduction: true });
    }
  }

  /** Why the expression (with all operands) cannot be in P; undefined when it can. */
  of(id: number): Cause | undefined {
    const e = this.view.expr(id);
    if (this.paths.covers(e)) return undefined;
    const changes = this.calleeWrites(e);
    if (changes && !changes.effect) return changes;
    const kids = this.paths.coversOwn(e) ? e.kids.slice(1) : e.kids;
    for (const kid of kids) {
      const cause = this.of(kid);
      if (cause) return (cause.code === 'PAR6007' ? this.betterThanThis(e, kid) : undefined) ?? cause;
    }
    return this.own(e);
  }

  /** Why the node itself, apart from its operands, cannot be in P. */
  own(e: ExprRecord): Cause | undefined {
    if (this.paths.covers(e)) return undefined;
    return (
      this.faultOf(e) ??
      this.externalOf(e) ??
      this.calleeWrites(e) ??
      first(this.readsOf(e), (id) => this.readOf(e, id)) ??
      first(e.writes, (w) =>
        this.view.isPrivate(w.symbol) || this.outer.privatised.has(w.symbol) || isCounter(this.view.graph, w.symbol)
          ? undefined
          : effect(w.span),
      ) ??
      first(e.accesses, (a) => (a.write ? this.writeOf(e, a) : this.heapReadOf(e, a)))
    );
  }

  private faultOf(e: ExprRecord): Cause | undefined {
    const fault = e.faults.find((f) => f.fatal) ?? e.faults.find((f) => !this.paths.coversIn(e, f.span));
    return fault && { ...fault };
  }

  /** The variables that the node reads, apart from those that only begin a path that is sent. */
  private readsOf(e: ExprRecord): readonly SymbolId[] {
    if (!e.inner?.length) return e.reads;
    const bare = new Set((e.mentions ?? []).filter((m) => !this.paths.coversIn(e, m.span)).map((m) => m.symbol));
    return e.reads.filter((id) => bare.has(id));
  }

  /** `this` may be no more than the way to a place that is written; what is read says more. */
  private betterThanThis(e: ExprRecord, kid: number): Cause | undefined {
    const specific = (k: number): Cause | undefined => {
      const cause = k === kid ? undefined : this.of(k);
      return cause && cause.code !== 'PAR6007' && !cause.effect ? cause : undefined;
    };
    return this.changingPath(e) ?? (e.op === 'assign' ? first(e.kids, specific) : undefined);
  }

  /** A path from `this` that the loop changes: the reason is the write, not `this`. */
  private changingPath(e: ExprRecord): Cause | undefined {
    const paths = e.path ? [e.path] : (e.own?.fields ?? []);
    const path = paths.find((p) => p.root === THIS && this.paths.blocker(p));
    const write = path && this.paths.blocker(path);
    if (!write) return undefined;
    const access = ['this', ...path.fields].join('.');
    const related = {
      message: 'it is written here, possibly by an earlier iteration',
      ...placeOf(write.access),
    };
    const code = rootOf(write.access) === THIS ? 'PAR3002' : 'PAR3003';
    return { code, args: { access, name: access }, span: e.span, variable: access, related };
  }

  private externalOf(e: ExprRecord): Cause | undefined {
    const external = e.externals.find((x) => x.class !== 'read' || this.hasExternalWrite);
    if (!external) return undefined;
    const { callee, origin } = external;
    const related = origin && {
      message: `${WHAT[external.class] ?? 'it happens'} here`,
      span: origin.span,
      file: origin.file,
    };
    if (external.class === 'clock') return { code: 'PAR4004', args: { callee }, span: e.span, variable: callee };
    const effectOnly = external.class !== 'read' && this.isStatement(e);
    return {
      code: 'PAR4011',
      args: { callee, what: WHAT[external.class] ?? 'an effect' },
      span: e.span,
      variable: callee,
      effect: effectOnly,
      related,
    };
  }

  /** The callee changes something that exists outside of it: in P the change would be lost. */
  private calleeWrites(e: ExprRecord): Cause | undefined {
    if (e.op !== 'call') return undefined;
    const variable = e.writes.find((w) => !this.view.isPrivate(w.symbol) && !this.outer.privatised.has(w.symbol));
    const heap = e.accesses.find(
      (a) =>
        a.write &&
        !this.view.isOwn(a) &&
        a.root.kind === 'symbol' &&
        !(this.isStatement(e) && this.isNamed(e, a.root.symbol)),
    );
    const symbol = variable?.symbol ?? (heap?.root.kind === 'symbol' ? heap.root.symbol : undefined);
    if (symbol === undefined) return undefined;
    const { name } = this.view.symbol(symbol);
    const origin = variable ? variable.origin : heap?.origin;
    const own = heap && !origin && !this.isStatement(e) ? this.chainOf(e) : undefined;
    if (own) return own;
    const callee = this.textOf(e.span).replace(/\(.*/s, '');
    const related = origin && { message: `'${name}' is changed here`, span: origin.span, file: origin.file };
    return {
      code: this.isStatement(e) ? 'PAR4005' : this.look.ofChange(e, symbol, origin),
      args: { name, callee },
      span: e.span,
      variable: name,
      related,
      effect: this.isStatement(e),
    };
  }

  /** What the call of a built-in method takes from what it changes: `stack.pop()`. */
  private chainOf(e: ExprRecord): Cause | undefined {
    return first(e.accesses, (a) => {
      const { flow } = a.write ? {} : this.heap.conflicts(a, this.lostWrites);
      // Its own change alone is no chain that the text shows: `pattern.test(x)`.
      return flow && flow.write.expr !== e ? this.conflictOf(e, a, { flow, same: [] }) : undefined;
    });
  }

  /** The call's own text mentions the variable: as receiver or argument. */
  private isNamed(e: ExprRecord, symbol: SymbolId): boolean {
    return this.view.subtree(e.id).some((x) => x !== e && x.reads.includes(symbol)) || this.view.isElement(symbol);
  }

  private isStatement(e: ExprRecord): boolean {
    const owner = this.view.owner(e);
    return owner?.op === 'expression' && owner.exprs[0] === e.id;
  }

  private readOf(e: ExprRecord, id: SymbolId): Cause | undefined {
    if (this.view.isPrivate(id)) return this.variables.get(id);
    if (this.outer.privatised.has(id)) return this.variables.get(id);
    const [write] = this.outer.writes.get(id) ?? [];
    const { name } = this.view.symbol(id);
    if (!write) return this.supplies.missing(id, e.span);
    if (this.isSectioned) return this.betweenSections(e.span, name, write);
    return {
      code: 'PAR3002',
      args: { name },
      span: e.span,
      variable: name,
      related: { message: `'${name}' gets its value for the next iteration here`, ...placeOf(write) },
      reduction: this.outer.reductions.has(id),
    };
  }

  /** What a conversion reads: nothing, if P makes sure that the operand is no object. */
  private heapReadOf(e: ExprRecord, a: Access): Cause | undefined {
    if (this.paths.coversAccess(e, a)) return undefined;
    const cause = this.readWithin(e, a);
    if (!cause || a.operand === undefined || this.heap.isWrittenInto(a)) return cause;
    this.plain.set(`${a.operand.start}-${a.operand.end}`, a.operand);
    return undefined;
  }

  private readWithin(e: ExprRecord, a: Access): Cause | undefined {
    // What P reads before the replay drops a write, it has read.
    const lost = this.lostWrites.filter((write) => !this.isBefore(e, write));
    const isBehind = this.heap.redirections(a).some((write) => !this.isBefore(e, write, a));
    const behind = (): Cause | undefined => this.conflictOf(e, a, this.heap.conflictsBehind(a, lost));
    return this.conflictOf(e, a, this.heap.conflicts(a, lost)) ?? (isBehind ? behind() : undefined);
  }

  private conflictOf(e: ExprRecord, a: Access, { flow, same }: Conflicts): Cause | undefined {
    const unseen = flow ? undefined : same.find((write) => !this.forwarded(e, a, write));
    const write = flow?.write ?? unseen;
    if (!write) return undefined;
    const lost = flow ? write.cause : this.lossOf(write);
    if (lost && !lost.effect) return { ...lost, reduction: false };
    const dependence = flow?.dependence;
    const name = this.nameOf(a);
    if (this.isSectioned && flow) return this.betweenSections(a.span, name, write.access);
    const related = { message: 'it is written here, possibly by an earlier iteration', ...placeOf(write.access) };
    if (dependence && isCertain(dependence) && !isSize(a))
      return {
        code: 'PAR3001',
        args: { name, ...(dependence.distance === null ? {} : { distance: dependence.distance }) },
        span: a.span,
        variable: name,
        related: { message: 'the value is written here, for a later iteration', ...placeOf(write.access) },
      };
    const text = this.textOf(a.span);
    return {
      code: this.look.ofRead(e, a, write.expr),
      args: { access: text, name },
      span: a.span,
      variable: name,
      related,
      reduction: write.expr.id === e.id && e.op === 'assign',
    };
  }

  /** Why P cannot do the write: the reason of its value, not the place that hands it on. */
  private lossOf(write: HeapWrite): Cause | undefined {
    const writer = this.view.owner(write.expr);
    if (write.cause || !writer || writer.op !== 'expression' || this.assumed.has(writer)) return write.cause;
    this.assumed.add(writer);
    const cause = first(this.view.expr(writer.exprs[0]!).kids, (k) => this.of(k));
    this.assumed.delete(writer);
    return cause;
  }

  private get isSectioned(): boolean {
    return this.view.graph.header.kind === 'sections';
  }

  private betweenSections(span: Span, name: string, write: { span: Span; origin?: Origin }): Cause {
    const related = { message: `another section gives it to '${name}' here`, ...placeOf(write) };
    return { code: 'PAR3010', args: { name }, span, variable: name, related };
  }

  /** Written and read in the same iteration only: P sees the value if it does the write itself, or reads first. */
  private forwarded(read: ExprRecord, access: Access, write: HeapWrite): boolean {
    const writer = this.view.owner(write.expr);
    if (!writer || !this.view.owner(read)) return false;
    if (this.isBefore(read, write, access)) return true;
    if (!this.canShadow(writer)) return false;
    this.wanted.add(writer);
    return true;
  }

  /**
   * What the first one reads it has read before the other one, if in the same iteration: no inner loop goes back from
   * there, or none goes back to the same place. Functions and iterators may read later.
   */
  private isBefore(read: ExprRecord, write: HeapWrite, access?: Access): boolean {
    const writer = this.view.owner(write.expr);
    const reader = this.view.owner(read);
    if (!writer || !reader || read.id > write.expr.id) return false;
    if (read !== write.expr && (read.op === 'function' || read.lazy === true)) return false;
    const around = this.view.loopsAround(writer);
    const shared = this.view.loopsAround(reader).filter((l) => around.includes(l));
    if (shared.length === 0) return true;
    // What a loop's own head evaluates, it evaluates again behind the body.
    if (!access || shared.includes(reader) || shared.includes(writer)) return false;
    return this.heap.meetOnlyAtOnce(write.access, access, shared);
  }

  /** P repeats the statement's write on its own copy. */
  isShadowed(s: StmtRecord): boolean {
    return this.wanted.has(s) && this.canShadow(s);
  }

  /** `a[i] = e` with everything on the right in P, unconditionally on poisoned control. */
  private canShadow(s: StmtRecord): boolean {
    // A value that the statement itself wrote before: possible if everything else is.
    if (this.assumed.has(s)) return true;
    if (s.op !== 'expression' || this.severed.has(s) || this.isProtected(s)) return false;
    const root = this.view.expr(s.exprs[0]!);
    const [write] = root.accesses.filter((a) => a.write);
    if (root.op !== 'assign' || root.writes.length > 0 || write?.root.kind !== 'symbol') return false;
    if (this.supplies.missing(write.root.symbol, root.span)) return false;
    // A worker takes chunks in any order: on its copy an earlier iteration would meet what a later one has written.
    if (this.heap.isReadBefore(write)) return false;
    this.assumed.add(s);
    const pure = root.kids.every((k) => !this.of(k));
    this.assumed.delete(s);
    return pure;
  }

  /** Inside of a `try`, the replay may leave the block before it gets there. */
  private isProtected(s: StmtRecord): boolean {
    for (let p = this.view.parent(s); p; p = this.view.parent(p)) if (p.op === 'try') return true;
    return false;
  }

  private writeOf(e: ExprRecord, a: Access): Cause | undefined {
    if (this.view.isOwn(a)) return undefined;
    const { root } = this.heap.rooted(a);
    if (root.kind === 'unknown')
      return { code: 'PAR3009', args: { text: this.textOf(a.span) }, span: a.span, variable: root.text, fatal: true };
    const owner = this.view.owner(e);
    return owner && this.isShadowed(owner) ? undefined : effect(a.span);
  }

  nameOf(a: Access): string {
    if (a.root.kind === 'symbol') return this.view.symbol(a.root.symbol).name;
    return a.root.kind === 'unknown' ? a.root.text : 'this';
  }

  textOf(span: { start: number; end: number }): string {
    return this.view.graph.files[0]!.text.slice(span.start, span.end).replace(/\s+/g, ' ').slice(0, 60);
  }
}

/** Where it really happens: in the callee, if it was charged to a call. */
const placeOf = (w: { span: Span; origin?: Origin }): { span: Span; file?: number } => w.origin ?? { span: w.span };

const WHAT: Readonly<Record<string, string>> = {
  console: 'it prints',
  write: 'it writes outside of the program',
  read: 'the loop also writes there',
  process: 'it acts on the process',
  timer: 'it schedules other code',
};

/** A size changes with every element that is added, which the program does not call writing to it. */
const isSize = ({ path }: Access): boolean => {
  const last = path.at(-1);
  return last !== undefined && 'field' in last && (last.field === 'length' || last.field === 'size');
};

const effect = (span: { start: number; end: number }): Cause => ({ code: 'PAR5001', args: {}, span, effect: true });

/** An effect is no reason by itself: a variable that gets its value from one is. */
export const rooted = (cause: Cause, name: string): Cause =>
  cause.effect && cause.code === 'PAR5001'
    ? { code: 'PAR3002', args: { name }, span: cause.span, variable: name }
    : cause;

export function first<T>(list: readonly T[], test: (item: T) => Cause | undefined): Cause | undefined {
  for (const item of list) {
    const cause = test(item);
    if (cause) return cause;
  }
  return undefined;
}
