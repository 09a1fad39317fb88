/**
 * Which expressions cannot be in the parallel slice, and why: what reads something that an earlier iteration may write,
 * has an effect, or cannot be had in a worker. Statements are the slice's business, which tells what it has dropped.
 */
import { type Access, type ExprRecord, type SymbolId, THIS } from '../records/graph.ts';
import { type Cause, effect, first, placeOf } from './cause.ts';
import type { OuterWrites } from './classify.ts';
import { Effects } from './effects.ts';
import { Heap } from './heap.ts';
import { HeapReads } from './heap-reads.ts';
import { IterationSpace } from './iteration-space.ts';
import { Paths, rootOf } from './paths.ts';
import { Look } from './recognised.ts';
import { betweenSections, isSectioned } from './sections.ts';
import { Shadows } from './shadows.ts';
import { Stability } from './stability.ts';
import { Supplies } from './supplies.ts';
import { isCounter, levelsOf, type View } from './view.ts';

export class Poison {
  readonly view: View;
  readonly outer: OuterWrites;
  readonly heap: Heap;
  readonly paths: Paths;
  readonly shadows: Shadows;
  readonly reads: HeapReads;
  readonly stability: Stability;
  /** Private variables whose values P does not know. */
  readonly variables = new Map<SymbolId, Cause>();
  private readonly supplies: Supplies;
  private readonly effects: Effects;

  /** @param reachable, disjoint see {@link Heap} */
  constructor(view: View, outer: OuterWrites, reachable: ReadonlySet<SymbolId>, disjoint: ReadonlySet<SymbolId>) {
    this.view = view;
    this.outer = outer;
    this.supplies = new Supplies(view);
    const { graph } = view;
    const inductions = new Set([graph.induction, ...levelsOf(graph.header).map((l) => l.variable)]);
    const invariant = (id: SymbolId): boolean =>
      inductions.has(id) || (!view.isPrivate(id) && !outer.writes.has(id) && !isCounter(graph, id));
    const levels = Math.max(1, levelsOf(graph.header).length);
    const spaces = Array.from({ length: levels }, (_, level) => new IterationSpace(view, invariant, level));
    const terms = { invariant, spaces };
    this.heap = new Heap(view, terms, reachable, new Set(outer.writes.keys()), disjoint);
    this.stability = new Stability(view);
    this.paths = new Paths(view, outer, this.heap, terms);
    const look = new Look(view);
    this.shadows = new Shadows(view, this.heap, this.supplies, (id) => this.of(id));
    this.reads = new HeapReads(view, this.heap, this.paths, this.shadows, look, this.stability);
    this.effects = new Effects(view, outer, this.heap, this.reads, look);
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
    this.view.budget.spend();
    const e = this.view.expr(id);
    if (e.suspends) return this.faultOf(e);
    if (this.paths.covers(e)) return this.stability.changes(e);
    const changes = this.effects.calleeWrites(e);
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
    if (this.paths.covers(e)) return this.stability.changes(e);
    return (
      this.stability.changes(e) ??
      this.faultOf(e) ??
      this.effects.external(e) ??
      this.effects.calleeWrites(e) ??
      first(this.readsOf(e), (id) => this.readOf(e, id)) ??
      first(e.writes, (w) =>
        this.view.isPrivate(w.symbol) || this.outer.privatised.has(w.symbol) || isCounter(this.view.graph, w.symbol)
          ? undefined
          : effect(w.span),
      ) ??
      first(e.accesses, (a) => (a.write ? this.writeOf(e, a) : this.reads.of(e, a)))
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

  private readOf(e: ExprRecord, id: SymbolId): Cause | undefined {
    if (this.view.isPrivate(id)) return this.variables.get(id);
    if (this.outer.privatised.has(id)) return this.variables.get(id);
    const [write] = this.outer.writes.get(id) ?? [];
    const { name } = this.view.symbol(id);
    if (!write) return this.inCall(e, this.supplies.missing(id, e.span));
    if (isSectioned(this.view.graph)) return betweenSections(e.span, name, write);
    return {
      code: 'PAR3002',
      args: { name },
      span: e.span,
      variable: name,
      related: { message: `'${name}' gets its value for the next iteration here`, ...placeOf(write) },
      reduction: this.outer.reductions.has(id),
    };
  }

  /** State of a package is told of together with the function that depends on it. */
  private inCall(e: ExprRecord, cause: Cause | undefined): Cause | undefined {
    if (cause?.code !== 'PAR4010' || e.op !== 'call') return cause;
    return { ...cause, args: { ...cause.args, callee: this.view.calleeOf(e) }, variable: String(cause.args.name) };
  }

  private writeOf(e: ExprRecord, a: Access): Cause | undefined {
    if (this.view.isOwn(a)) return undefined;
    const { root } = this.heap.rooted(a);
    if (root.kind === 'unknown')
      return {
        code: 'PAR3009',
        args: { text: this.view.textOf(a.span) },
        span: a.span,
        variable: root.text,
        fatal: !this.view.interleaved,
      };
    const owner = this.view.owner(e);
    return owner && this.shadows.isShadowed(owner) ? undefined : effect(a.span);
  }
}
