/** Writes to outer containers that P repeats on its own copy, because it reads the place again in the same iteration. */
import type { ExprId, StmtRecord } from '../records/graph.ts';
import { type Cause, first } from './cause.ts';
import type { Heap, HeapWrite } from './heap.ts';
import type { Supplies } from './supplies.ts';
import type { View } from './view.ts';

/** Why an expression cannot be in P. */
export type Ask = (id: ExprId) => Cause | undefined;

export class Shadows {
  /** Statements at or below which nothing is in P. */
  readonly severed = new Set<StmtRecord>();
  /** Statements whose write P has to repeat. */
  readonly wanted = new Set<StmtRecord>();
  private readonly assumed = new Set<StmtRecord>();
  private readonly view: View;
  private readonly heap: Heap;
  private readonly supplies: Supplies;
  private readonly ask: Ask;

  constructor(view: View, heap: Heap, supplies: Supplies, ask: Ask) {
    this.view = view;
    this.heap = heap;
    this.supplies = supplies;
    this.ask = ask;
  }

  /** P repeats the statement's write on its own copy. */
  isShadowed(s: StmtRecord): boolean {
    return this.wanted.has(s) && this.canShadow(s);
  }

  /** `a[i] = e` with everything on the right in P, unconditionally on poisoned control. */
  canShadow(s: StmtRecord): boolean {
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
    const pure = root.kids.every((k) => !this.ask(k));
    this.assumed.delete(s);
    return pure;
  }

  /** Inside of a `try`, the replay may leave the block before it gets there. */
  private isProtected(s: StmtRecord): boolean {
    for (let p = this.view.parent(s); p; p = this.view.parent(p)) if (p.op === 'try') return true;
    return false;
  }

  /** Why P cannot do the write: the reason of its value, not the place that hands it on. */
  lossOf(write: HeapWrite): Cause | undefined {
    const writer = this.view.owner(write.expr);
    if (write.cause || !writer || writer.op !== 'expression' || this.assumed.has(writer)) return write.cause;
    this.assumed.add(writer);
    const cause = first(this.view.expr(writer.exprs[0]!).kids, (k) => this.ask(k));
    this.assumed.delete(writer);
    return cause;
  }
}
