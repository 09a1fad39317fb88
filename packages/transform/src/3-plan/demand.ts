/**
 * The replay: which statements it has to run, what they need, and which pure expressions it can take from the log.
 * Demand-driven: a private variable that only logged expressions use is not computed again.
 */
import type { Access, ExprId, ExprRecord, StmtRecord, SymbolId } from '../records/graph.ts';
import type { Slice } from './slice.ts';
import { Unwinding } from './unwinding.ts';
import { isCounter, type View } from './view.ts';

/** Expressions cheaper than this (ns) are evaluated again rather than logged, unless light sites are asked for. */
const HEAVY = 8;

export class Demand {
  /** Expressions to log. */
  readonly sites = new Set<ExprRecord>();
  /** Statements of the slice that the replay runs too. */
  readonly replayed = new Set<StmtRecord>();
  /** Private variables whose values the replay uses. */
  readonly needed = new Set<SymbolId>();
  private readonly view: View;
  private readonly slice: Slice;
  private readonly minimum: number;
  private changed = true;
  private changers: readonly ExprRecord[] | undefined;
  private readonly unwinding: Unwinding;

  private readonly steady: boolean;

  /**
   * @param light also log cheap expressions, as the contributions of reductions and bulk outputs
   * @param steady log whatever other code may change before the replay runs (awaited form)
   */
  constructor(slice: Slice, light: boolean, steady: boolean) {
    this.steady = steady;
    this.slice = slice;
    this.view = slice.view;
    this.unwinding = new Unwinding(slice);
    this.minimum = light ? 1 : HEAVY;
    while (this.changed) {
      this.changed = false;
      this.sites.clear();
      for (const s of this.view.order) if (this.mustRun(s)) this.run(s);
      for (const s of this.view.order) if (this.replayed.has(s)) this.operands(s);
    }
  }

  private mustRun(s: StmtRecord): boolean {
    if (this.replayed.has(s)) return false;
    if (this.slice.fate(s) !== 'kept' || this.slice.isShadowed(s) || this.moves(s)) return true;
    // A rest cannot be taken from a stand-in value.
    if (s.declarators?.some((d) => d.rest)) return true;
    if (s.op === 'jump') return s.jump?.leaves === true || this.belongsToReplay(s);
    if (s.kids.some((k) => this.replayed.has(this.view.stmt(k)))) return true;
    const defined = [...s.declares, ...this.view.writesIn(s).map((w) => w.symbol)];
    if (defined.some((id) => this.needed.has(id) || this.slice.outer.privatised.has(id))) return true;
    return this.view.accessesIn(s).some((a) => a.write && a.root.kind === 'symbol' && this.needed.has(a.root.symbol));
  }

  /** The last statement of the body, where the loop's counter moves there. */
  private moves(s: StmtRecord): boolean {
    const { graph } = this.view;
    return (
      graph.header.kind === 'for' &&
      graph.header.inBody &&
      this.view.writesIn(s).some((w) => isCounter(graph, w.symbol))
    );
  }

  /** A jump inside of a loop or switch that the replay runs. */
  private belongsToReplay(s: StmtRecord): boolean {
    for (let p = this.view.parent(s); p; p = this.view.parent(p))
      if ((p.op === 'loop' || p.op === 'switch' || p.op === 'label') && this.replayed.has(p)) return true;
    return false;
  }

  private run(s: StmtRecord): void {
    this.changed = true;
    // The header of a loop runs with the loop; dropped structures run with all that is in them.
    for (let p: StmtRecord | undefined = s; p; p = this.view.parent(p)) {
      this.replayed.add(p);
      if (p.op === 'loop') for (const k of p.kids.slice(0, p.header)) this.replayed.add(this.view.stmt(k));
    }
    if (this.slice.fate(s) === 'severed') for (const x of this.view.below(s)) this.replayed.add(x);
  }

  // ---------------------------------------------------------------- operands

  private operands(s: StmtRecord): void {
    const inP = this.slice.fate(s) !== 'severed' || this.slice.isReached(s);
    // The argument of `throw` is evaluated by the replay alone: P gives up there.
    const hoistable = inP && s.jump?.kind !== 'throw';
    for (const e of s.exprs) if (!this.isOmitted(s, e)) this.expression(e, hoistable, s);
  }

  /** The initialiser of a variable that the replay does not use, and which does nothing else. */
  isOmitted(s: StmtRecord, e: ExprId): boolean {
    if (s.op !== 'declaration' || this.slice.poison(e)) return false;
    // P must have done it: an error that it would throw is lost otherwise.
    if (this.slice.fate(s) !== 'kept' && !this.slice.isPartlyKept(s)) return false;
    const declarator = s.declarators?.find((d) => d.init === e);
    const lasting = (id: SymbolId): boolean => this.needed.has(id) || !this.view.isPrivate(id);
    if (!declarator || declarator.rest || declarator.symbols.some(lasting)) return false;
    return this.view.subtree(e).every((x) => x.writes.length === 0);
  }

  /** @param hoistable the place is reached in P whenever it is reached in R */
  private expression(id: ExprId, hoistable: boolean, s: StmtRecord): void {
    const e = this.view.expr(id);
    if (hoistable && !this.slice.poison(id) && this.isSite(e) && this.unwinding.mayLog(s, id)) {
      this.sites.add(e);
      return;
    }
    for (const symbol of e.reads) this.need(symbol);
    if (e.op === 'function') return;
    const decided = isBranch(e) && !this.slice.poison(e.kids[0]!);
    for (const [i, kid] of e.kids.entries()) this.expression(kid, hoistable && (i < e.conditionalFrom || decided), s);
  }

  private isSite(e: ExprRecord): boolean {
    if (!e.replaceable || e.reference || e.op === 'object' || e.op === 'function') return false;
    const tree = this.view.subtree(e.id);
    const pure = tree.every(
      (x) => x.writes.every((w) => this.isUnneeded(w.symbol)) && x.accesses.every((a) => this.isHarmless(a)),
    );
    if (!pure || (!e.primitive && (this.changesLater(e) || this.sharesObjects(tree)))) return false;
    if (this.steady && tree.some((x) => x.accesses.some((a) => this.mayChange(a)))) return true;
    const cost = tree.reduce((sum, x) => sum + x.cost, 0);
    if (tree.some((x) => x.reads.some((id) => this.isScarce(id)))) return true;
    if (e.applied !== undefined) return cost >= this.minimum;
    return cost >= this.minimum && (cost >= HEAVY || tree.some((x) => x.accesses.length > 0 || this.isComputed(x)));
  }

  /** A private variable that only P uses: the replay does not miss what a site does to it. */
  private isUnneeded(id: SymbolId): boolean {
    return this.view.isPrivate(id) && !this.needed.has(id);
  }

  private isHarmless(a: Access): boolean {
    if (!a.write || a.root.kind === 'fresh') return true;
    return a.root.kind === 'symbol' && this.view.isOwn(a) && this.isUnneeded(a.root.symbol);
  }

  /** P goes on changing objects of the iteration, so a log that holds a reference would show the later state. */
  private changesLater(e: ExprRecord): boolean {
    const loops = this.view.loopsAround(this.view.owner(e));
    return this.changing.some((x) => {
      const s = this.view.owner(x)!;
      if (this.slice.fate(s) === 'severed') return false;
      // The replay alone does that.
      if (this.slice.poison(x.id) && !this.slice.isShadowed(s)) return false;
      const together = this.view.loopsAround(s).some((l) => loops.includes(l));
      return x.id > e.id || together;
    });
  }

  /** What changes objects of the iteration. */
  private get changing(): readonly ExprRecord[] {
    this.changers ??= this.view.expressions.filter((x) =>
      x.accesses.some((a) => a.write && a.root.kind !== 'fresh' && this.view.isOwn(a)),
    );
    return this.changers;
  }

  /** The value may contain an object that the replay makes for itself: the two would not be the same object. */
  private sharesObjects(tree: readonly ExprRecord[]): boolean {
    return tree.some(
      (x) =>
        !x.primitive &&
        x.reads.some(
          (id) =>
            this.needed.has(id) && !isCounter(this.view.graph, id) && !this.view.isElement(id) && !this.isScarce(id),
        ),
    );
  }

  /** Other code may change the place while an awaited loop runs. */
  mayChange(a: Access): boolean {
    if (a.path.length === 0 || this.view.isOwn(a)) return false;
    return a.root.kind !== 'symbol' || !this.view.symbol(a.root.symbol).confined;
  }

  /** Light sites: arithmetic on something, but not on the loop counter alone. */
  private isComputed(e: ExprRecord): boolean {
    return e.reads.some((id) => this.view.isPrivate(id) && !isCounter(this.view.graph, id));
  }

  /** A private variable whose value the replay does not have unless it repeats work of P. */
  private isScarce(id: SymbolId): boolean {
    if (!this.view.isPrivate(id) || isCounter(this.view.graph, id)) return false;
    if (this.view.symbol(id).definitions <= 1 && !this.isContainer(id)) return false;
    return this.definers(id).some((s) => !this.replayed.has(s));
  }

  /** An object of the iteration that further statements fill. */
  private isContainer(id: SymbolId): boolean {
    return this.view.order.some((s) =>
      this.view.accessesIn(s).some((a) => a.write && a.root.kind === 'symbol' && a.root.symbol === id),
    );
  }

  private definers(id: SymbolId): StmtRecord[] {
    return this.view.order.filter(
      (s) =>
        s.declares.includes(id) ||
        this.view.writesIn(s).some((w) => w.symbol === id) ||
        this.view.accessesIn(s).some((a) => a.write && a.root.kind === 'symbol' && a.root.symbol === id),
    );
  }

  private need(id: SymbolId): void {
    if (!this.view.isPrivate(id) || this.needed.has(id)) return;
    this.needed.add(id);
    this.changed = true;
  }
}

/** `&&`, `||`, `??` and `?:`, which P can repeat around what it logs. */
export const isBranch = (e: ExprRecord): boolean =>
  e.op === 'and' || e.op === 'or' || e.op === 'nullish' || e.op === 'conditional';
