/**
 * The parallel slice: which statements workers can run ahead of time. Forward closure to a fixpoint: a statement that
 * the slice drops poisons everything that it defines.
 */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Access, ExprRecord, StmtRecord, SymbolId } from '../records/graph.ts';
import { type Cause, first, rooted } from './cause.ts';
import type { OuterWrites } from './classify.ts';
import type { Heap } from './heap.ts';
import { type Late, lateOf } from './late.ts';
import type { Paths } from './paths.ts';
import { Poison } from './poison.ts';
import type { Stability } from './stability.ts';
import type { View } from './view.ts';

/** `kept`: computed in P. `dropped`: not in P, but P passes by. `severed`: nothing at or below it is in P. */
export type Fate = 'kept' | 'dropped' | 'severed';

export class Slice {
  readonly view: View;
  readonly outer: OuterWrites;
  readonly heap: Heap;
  readonly paths: Paths;
  readonly stability: Stability;
  private readonly expressions: Poison;
  private readonly fates = new Map<StmtRecord, Fate>();
  private readonly causes = new Map<StmtRecord, Cause>();
  /** What an async callback does when the construct is done. */
  readonly late: Late;
  private changed = true;

  /** @param reachable, disjoint see {@link Heap} */
  constructor(view: View, outer: OuterWrites, reachable: ReadonlySet<SymbolId>, disjoint: Iterable<SymbolId> = []) {
    this.view = view;
    this.outer = outer;
    this.late = lateOf(view);
    this.expressions = new Poison(view, outer, reachable, new Set(disjoint));
    this.heap = this.expressions.heap;
    this.paths = this.expressions.paths;
    this.stability = this.expressions.stability;
    for (let wanted = -1; this.changed || wanted !== this.expressions.shadows.wanted.size; ) {
      wanted = this.expressions.shadows.wanted.size;
      this.changed = false;
      this.visit(view.stmt(view.graph.body), undefined);
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
    return (
      s.op !== 'try' && !this.late.all.has(s) && !inHandler && !inHeader && (!parent || this.fate(parent) !== 'severed')
    );
  }

  /** The replay runs the statement, and P repeats its write to an outer container on its own copy. */
  isShadowed(s: StmtRecord): boolean {
    return this.expressions.shadows.isShadowed(s);
  }

  /** `const a = pure, b = poisoned;`: P has all of it but the value of b. */
  isPartlyKept(s: StmtRecord): boolean {
    const declarators = s.declarators ?? [];
    if (s.op !== 'declaration' || this.fate(s) !== 'dropped') return false;
    const lost = declarators.filter((d) => d.init !== null && this.poison(d.init));
    return lost.length > 0 && lost.length < declarators.length && lost.every((d) => d.simple);
  }

  /** Operands that P checks: an iteration in which one is an object is left to the replay. */
  get scalarOperands(): readonly Span[] {
    return [...this.expressions.reads.scalars.values()];
  }

  get hasShadows(): boolean {
    return [...this.expressions.shadows.wanted].some((s) => this.isShadowed(s));
  }

  /** Why a statement is not in P. */
  causeOf(s: StmtRecord): Cause | undefined {
    return this.causes.get(s);
  }

  /** Why the expression (with all operands) cannot be in P; undefined when it can. */
  poison(id: number): Cause | undefined {
    return this.expressions.of(id);
  }

  /** Why the node itself, apart from its operands, cannot be in P. */
  own(e: ExprRecord): Cause | undefined {
    return this.expressions.own(e);
  }

  nameOf(a: Access): string {
    return this.view.nameOf(a);
  }

  textOf(span: { start: number; end: number }): string {
    return this.view.textOf(span);
  }

  private visit(s: StmtRecord, above: Cause | undefined): void {
    const severed = above ?? (this.late.all.has(s) ? this.late.cause : undefined);
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

  /**
   * Unless all of it is in P, only the protected block is, and nothing that it or the handlers define may be used. Also
   * of a jump that P takes the replay evaluates the operand, which may throw.
   */
  private visitTry(s: StmtRecord, kids: readonly StmtRecord[]): void {
    const [block, ...handlers] = kids as [StmtRecord, ...StmtRecord[]];
    for (const kid of kids) if (this.fate(s) !== 'dropped') this.visit(kid, undefined);
    const cause = first(
      kids.flatMap((k) => this.view.below(k)),
      (x) => (this.fate(x) === 'kept' ? first(x.exprs, (e) => this.poison(e)) : this.causeOf(x)),
    );
    if (!cause) return;
    // The replay may leave the block anywhere, so P does not know how much of it has happened.
    if (this.fate(s) !== 'dropped') for (const x of this.view.below(block)) this.loseWrites(x);
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
    if (fate === 'severed') this.expressions.shadows.severed.add(s);
    this.poisonDefinitions(s, this.causeOf(s)!, () => true);
    this.loseWrites(s);
  }

  /** What the statement does to objects of the iteration is unknown to P. */
  private loseWrites(s: StmtRecord): void {
    const { lostWrites } = this.expressions.reads;
    for (const e of s.exprs)
      for (const expr of this.view.subtree(e))
        for (const access of expr.accesses)
          if (access.write && this.view.isOwn(access) && access.root.kind === 'symbol')
            lostWrites.push({ access, expr, cause: this.causeOf(s) });
  }

  /** What a statement outside of P defines is unknown to P. */
  private poisonDefinitions(s: StmtRecord, cause: Cause, which: (id: SymbolId) => boolean): void {
    const declared = s.op === 'declaration' ? this.poisonedDeclarators(s) : s.declares;
    const assigned = this.view.writesIn(s).map((w) => w.symbol);
    for (const id of [...declared, ...assigned]) {
      const inner = this.view.isPrivate(id) || this.outer.privatised.has(id);
      if (!inner || !which(id) || this.expressions.variables.has(id)) continue;
      this.expressions.variables.set(id, rooted(cause, this.view.symbol(id).name, this.view.interleaved));
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
