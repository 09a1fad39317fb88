/**
 * The parallel slice: which statements and expressions workers can compute ahead of time. Forward closure to a
 * fixpoint: what reads something that an earlier iteration may write, or has an effect, is poisoned, and a statement
 * that the slice drops poisons everything that it defines.
 */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Access, ExprRecord, Origin, StmtRecord, SymbolId } from '../records/graph.ts';
import type { Cause } from './cause.ts';
import type { OuterWrites } from './classify.ts';
import { Heap, type HeapWrite } from './heap.ts';
import { Supplies } from './supplies.ts';
import type { View } from './view.ts';

/** `kept`: computed in P. `dropped`: not in P, but P passes by. `severed`: nothing at or below it is in P. */
export type Fate = 'kept' | 'dropped' | 'severed';

export class Slice {
  readonly view: View;
  readonly outer: OuterWrites;
  readonly heap: Heap;
  /** Statements whose write to an outer container P repeats on its own copy, because P reads it again. */
  readonly shadowed = new Set<StmtRecord>();
  private readonly supplies: Supplies;
  private readonly fates = new Map<StmtRecord, Fate>();
  private readonly causes = new Map<StmtRecord, Cause>();
  private readonly poisoned = new Map<SymbolId, Cause>();
  private readonly droppedOwnWrites: HeapWrite[] = [];
  private readonly hasExternalWrite: boolean;
  private changed = true;

  /** @param reachable see {@link Heap} */
  constructor(view: View, outer: OuterWrites, reachable: ReadonlySet<SymbolId>) {
    this.view = view;
    this.outer = outer;
    this.supplies = new Supplies(view);
    const { induction } = view.graph;
    this.heap = new Heap(
      view,
      {
        invariant: (id) => id === induction || (!view.isPrivate(id) && !outer.writes.has(id)),
      },
      reachable,
    );
    this.hasExternalWrite = view.expressions.some((e) =>
      e.externals.some((x) => x.class === 'write' || x.class === 'process'),
    );
    this.poisonAccumulator();
    while (this.changed) {
      this.changed = false;
      this.visit(view.stmt(view.graph.body), undefined);
    }
  }

  /** The accumulator of `reduce` is what the previous iteration returned. */
  private poisonAccumulator(): void {
    const { header } = this.view.graph;
    for (const id of header.kind === 'call' ? header.accumulator : []) {
      const { name, span } = this.view.symbol(id);
      this.poisoned.set(id, { code: 'PAR3002', args: { name }, span, variable: name, reduction: true });
    }
  }

  fate(s: StmtRecord): Fate {
    return this.fates.get(s) ?? 'kept';
  }

  /** P comes by, although nothing inside of the statement is in P: its condition is evaluated exactly once. */
  isReached(s: StmtRecord): boolean {
    const parent = this.view.parent(s);
    const inHandler = parent?.op === 'try' && this.view.stmt(parent.kids[0]!) !== s;
    const inHeader = parent?.op === 'loop' && parent.kids.slice(0, parent.header).includes(s.id);
    return s.op !== 'try' && !inHandler && !inHeader && (!parent || this.fate(parent) !== 'severed');
  }

  /** Why a statement is not in P. */
  causeOf(s: StmtRecord): Cause | undefined {
    return this.causes.get(s);
  }

  // ---------------------------------------------------------------- expressions

  /** Why the expression (with all operands) cannot be in P; undefined when it can. */
  poison(id: number): Cause | undefined {
    const e = this.view.expr(id);
    const changes = this.calleeWrites(e);
    if (changes && !changes.effect) return changes;
    for (const kid of e.kids) {
      const cause = this.poison(kid);
      if (cause) return cause;
    }
    return this.own(e);
  }

  /** Why the node itself, apart from its operands, cannot be in P. */
  own(e: ExprRecord): Cause | undefined {
    return (
      this.faultOf(e) ??
      this.externalOf(e) ??
      this.calleeWrites(e) ??
      first(e.reads, (id) => this.readOf(e, id)) ??
      first(e.writes, (w) =>
        this.view.isPrivate(w.symbol) || this.outer.privatised.has(w.symbol) ? undefined : effect(w.span),
      ) ??
      first(e.accesses, (a) => (a.write ? this.writeOf(e, a) : this.heapReadOf(e, a)))
    );
  }

  private faultOf(e: ExprRecord): Cause | undefined {
    const fault = e.faults.find((f) => f.fatal) ?? e.faults[0];
    return fault && { ...fault };
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
    const effectOnly = external.class !== 'read';
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
    const callee = this.textOf(e.span).replace(/\(.*/s, '');
    const related = origin && { message: `'${name}' is changed here`, span: origin.span, file: origin.file };
    return {
      code: 'PAR4005',
      args: { name, callee },
      span: e.span,
      variable: name,
      related,
      effect: this.isStatement(e),
    };
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
    if (this.view.isPrivate(id)) return this.poisoned.get(id);
    if (this.outer.privatised.has(id)) return this.poisoned.get(id);
    const [write] = this.outer.writes.get(id) ?? [];
    const { name } = this.view.symbol(id);
    if (!write) return this.supplies.missing(id, e.span);
    return {
      code: 'PAR3002',
      args: { name },
      span: e.span,
      variable: name,
      related: { message: `'${name}' gets its value for the next iteration here`, ...placeOf(write) },
      reduction: this.outer.reductions.has(id),
    };
  }

  private heapReadOf(e: ExprRecord, a: Access): Cause | undefined {
    const conflict = this.heap.conflict(a, this.droppedOwnWrites);
    if (!conflict) return undefined;
    const { write, dependence } = conflict;
    if (dependence.kind === 'same' && this.forwarded(e, write)) return undefined;
    const name = this.nameOf(a);
    const related = { message: 'it is written here, possibly by an earlier iteration', ...placeOf(write.access) };
    if (dependence.kind === 'flow' && dependence.distance !== null)
      return {
        code: 'PAR3001',
        args: { name, distance: dependence.distance },
        span: a.span,
        variable: name,
        related: { message: 'the value is written here, for a later iteration', ...placeOf(write.access) },
      };
    const text = this.textOf(a.span);
    return {
      code: 'PAR3003',
      args: { access: text, name },
      span: a.span,
      variable: name,
      related,
      reduction: write.expr.id === e.id && e.op === 'assign',
    };
  }

  /** Written and read in the same iteration only: P sees the value if it does the write itself, or reads first. */
  private forwarded(read: ExprRecord, write: HeapWrite): boolean {
    const reader = this.view.owner(read);
    const writer = this.view.owner(write.expr);
    if (!writer || !reader) return false;
    const together = this.view.loopsAround(reader).some((l) => this.view.loopsAround(writer).includes(l));
    if (!together && read.id <= write.expr.id) return true;
    if (!this.canShadow(writer)) return false;
    if (!this.shadowed.has(writer)) {
      this.shadowed.add(writer);
      this.changed = true;
    }
    return true;
  }

  /** `a[i] = e` with everything on the right in P, unconditionally on poisoned control. */
  private canShadow(s: StmtRecord): boolean {
    if (s.op !== 'expression' || this.fate(s) === 'severed') return false;
    const root = this.view.expr(s.exprs[0]!);
    const [write] = root.accesses.filter((a) => a.write);
    if (root.op !== 'assign' || root.writes.length > 0 || write?.root.kind !== 'symbol') return false;
    if (this.supplies.missing(write.root.symbol, root.span)) return false;
    return root.kids.every((k) => !this.poison(k));
  }

  private writeOf(e: ExprRecord, a: Access): Cause | undefined {
    if (this.view.isOwn(a)) return undefined;
    if (a.root.kind === 'unknown')
      return { code: 'PAR3009', args: { text: this.textOf(a.span) }, span: a.span, variable: a.root.text, fatal: true };
    const owner = this.view.owner(e);
    return owner && this.shadowed.has(owner) ? undefined : effect(a.span);
  }

  nameOf(a: Access): string {
    if (a.root.kind === 'symbol') return this.view.symbol(a.root.symbol).name;
    return a.root.kind === 'unknown' ? a.root.text : 'this';
  }

  textOf(span: { start: number; end: number }): string {
    return this.view.graph.files[0]!.text.slice(span.start, span.end).replace(/\s+/g, ' ').slice(0, 60);
  }

  // ---------------------------------------------------------------- statements

  private visit(s: StmtRecord, severed: Cause | undefined): void {
    const cause = severed ?? this.headCause(s);
    const structural = s.kids.length > 0 || s.op === 'block';
    if (severed || (cause && structural)) this.set(s, 'severed', cause!);
    else if (cause) this.set(s, 'dropped', cause);
    const below = this.fate(s) === 'severed' ? this.causeOf(s) : undefined;
    const kids = s.kids.map((k) => this.view.stmt(k));
    if (s.op === 'try' && !below) this.visitTry(s, kids);
    else for (const kid of kids) this.visit(kid, below);
    if (!below && this.losesItsJumps(s, kids)) this.set(s, 'severed', this.lostJump(kids));
  }

  /** Why the statement's own expressions cannot be in P. A jump out of the iteration always can: P stops there. */
  private headCause(s: StmtRecord): Cause | undefined {
    if (s.op === 'jump' && s.jump?.leaves) return undefined;
    const header = s.op === 'loop' ? s.kids.slice(0, s.header).flatMap((k) => this.view.stmt(k).exprs) : [];
    return first([...header, ...s.exprs], (e) => this.poison(e));
  }

  /** Unless all of it is in P, only the protected block is, and nothing that it or the handlers define may be used. */
  private visitTry(s: StmtRecord, kids: readonly StmtRecord[]): void {
    const [block, ...handlers] = kids as [StmtRecord, ...StmtRecord[]];
    for (const kid of kids) if (this.fate(s) !== 'dropped') this.visit(kid, undefined);
    const cause = first(
      kids.flatMap((k) => this.view.below(k)),
      (x) => (this.fate(x) === 'kept' ? undefined : this.causeOf(x)),
    );
    if (!cause) return;
    this.set(s, 'dropped', cause);
    this.visit(block, undefined);
    for (const handler of handlers) this.visit(handler, cause);
    const inside = new Set(this.view.below(block).flatMap((x) => [...x.declares]));
    for (const x of this.view.below(block)) this.poisonDefinitions(x, cause, (id) => !inside.has(id));
  }

  /** A dropped jump inside of the loop or switch that it belongs to would change how often P runs what follows. */
  private losesItsJumps(s: StmtRecord, kids: readonly StmtRecord[]): boolean {
    if (s.op !== 'loop' && s.op !== 'switch' && s.op !== 'label') return false;
    return kids.some((k) =>
      this.view
        .below(k)
        .some((x) => x.op === 'jump' && !x.jump?.leaves && this.fate(x) === 'severed' && this.fate(s) === 'kept'),
    );
  }

  private lostJump(kids: readonly StmtRecord[]): Cause {
    const jump = kids.flatMap((k) => this.view.below(k)).find((x) => x.op === 'jump' && this.fate(x) === 'severed')!;
    return this.causeOf(jump)!;
  }

  private set(s: StmtRecord, fate: Fate, cause: Cause): void {
    const before = this.fates.get(s);
    if (before === fate || before === 'severed') return;
    this.fates.set(s, fate);
    if (!this.causes.has(s)) this.causes.set(s, cause);
    this.changed = true;
    if (s.op === 'try' && fate === 'dropped') return;
    this.poisonDefinitions(s, this.causeOf(s)!, () => true);
    for (const e of s.exprs)
      for (const expr of this.view.subtree(e))
        for (const access of expr.accesses)
          if (access.write && this.view.isOwn(access) && access.root.kind === 'symbol')
            this.droppedOwnWrites.push({ access, expr });
  }

  /** What a statement outside of P defines is unknown to P. */
  private poisonDefinitions(s: StmtRecord, cause: Cause, which: (id: SymbolId) => boolean): void {
    const declared = s.op === 'declaration' ? this.poisonedDeclarators(s) : s.declares;
    const assigned = this.view.writesIn(s).map((w) => w.symbol);
    for (const id of [...declared, ...assigned]) {
      const inner = this.view.isPrivate(id) || this.outer.privatised.has(id);
      if (!inner || !which(id) || this.poisoned.has(id)) continue;
      this.poisoned.set(id, rooted(cause, this.view.symbol(id).name));
      this.changed = true;
    }
  }

  /** `const a = pure, b = poisoned;` loses only b, unless the whole statement is out. */
  private poisonedDeclarators(s: StmtRecord): readonly SymbolId[] {
    if (this.fate(s) === 'severed' || s.exprs.length !== (s.declarators ?? []).filter((d) => d.init !== null).length)
      return s.declares;
    return (s.declarators ?? []).filter((d) => d.init !== null && this.poison(d.init)).flatMap((d) => d.symbols);
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

const effect = (span: { start: number; end: number }): Cause => ({ code: 'PAR5001', args: {}, span, effect: true });

/** An effect is no reason by itself: a variable that gets its value from one is. */
const rooted = (cause: Cause, name: string): Cause =>
  cause.effect && cause.code === 'PAR5001'
    ? { code: 'PAR3002', args: { name }, span: cause.span, variable: name }
    : cause;

function first<T>(list: readonly T[], test: (item: T) => Cause | undefined): Cause | undefined {
  for (const item of list) {
    const cause = test(item);
    if (cause) return cause;
  }
  return undefined;
}
