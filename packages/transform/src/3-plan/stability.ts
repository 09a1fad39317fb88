/**
 * Loops whose bodies wait: at an `await` or `yield`, and in calls of which nothing is known, other code may run and change
 * what P has read ahead. What an iteration reads before the first such place, the runtime compares at its start with what
 * was sent; behind it P may read only what nobody else can change.
 */
import type { Access, ExprId, ExprRecord, SymbolId } from '../records/graph.ts';
import { type Cause, first } from './cause.ts';
import type { View } from './view.ts';

/** Of these nobody knows what they do. */
export const UNKNOWN: ReadonlySet<string> = new Set(['PAR4001', 'PAR4008', 'PAR6001', 'PAR6007']);

export class Stability {
  private readonly view: View;
  private readonly parents = new Map<ExprId, ExprRecord>();
  /** Where other code may run. */
  private readonly points: readonly ExprRecord[];
  /** Variables whose objects the body gives to somebody. */
  private readonly shared: ReadonlySet<SymbolId>;

  constructor(view: View) {
    this.view = view;
    const waits = view.interleaved;
    if (waits) for (const e of view.expressions) for (const kid of e.kids) this.parents.set(kid, e);
    this.shared = new Set(waits ? view.expressions.flatMap((e) => this.sharedBy(e)) : []);
    this.points = waits ? view.expressions.filter((e) => this.isPoint(e)) : [];
  }

  /** Why P must not evaluate the node where it stands: somebody may have changed by then what it looks at. */
  changes(e: ExprRecord): Cause | undefined {
    const variable = e.reads.find((id) => this.view.symbol(id).unsteady);
    if (variable !== undefined) return this.changed(e, this.view.symbol(variable).name, e.span);
    return first(e.accesses, (a) => (a.write || a.operand ? undefined : this.reads(e, a)));
  }

  /** The same for one of the places that it reads. */
  reads(e: ExprRecord, a: Access): Cause | undefined {
    return this.isStable(a) ? undefined : this.changed(e, this.view.nameOf(a), a.span);
  }

  private changed(e: ExprRecord, name: string, span: Cause['span']): Cause | undefined {
    // The header's own text is evaluated when the loop starts.
    const counts = this.points.length > 0 && this.view.owner(e) !== undefined;
    const point = counts ? this.pointBefore(e) : undefined;
    if (!point) return undefined;
    const related = { message: 'other code may run here', span: point.span };
    return { code: 'PAR2010', args: { what: this.whatOf(point), changing: name }, span, variable: name, related };
  }

  /** Something that must keep its value from one iteration to the next need not. */
  suspension(name: string, span: Cause['span']): Cause {
    const point = this.points[0]!;
    const related = { message: 'other code may run here', span: point.span };
    const args = { what: this.whatOf(point), changing: name };
    return { code: 'PAR2010', args, span, variable: name, related, fatal: true };
  }

  /** Nobody but the body itself can change what is there, as long as the construct runs. */
  isStable({ root, path }: Access): boolean {
    if (path.length === 0 || root.kind === 'fresh') return true;
    if (root.kind !== 'symbol' || path.length > 1 || 'any' in path[0]!) return false;
    const symbol = this.view.symbol(root.symbol);
    if (this.shared.has(root.symbol)) return false;
    return symbol.place === 'private' ? !this.view.isElement(root.symbol) : symbol.confined;
  }

  /** `await`, or the call: as people see it. */
  private whatOf(point: ExprRecord): string {
    const fault = point.suspends ? point.faults.find((f) => f.code === 'PAR2010') : undefined;
    return String(fault?.args.what ?? this.view.textOf(point.span));
  }

  private isPoint(e: ExprRecord): boolean {
    if (e.suspends || e.faults.some((f) => f.code === 'PAR2010' || (f.fatal === true && UNKNOWN.has(f.code))))
      return true;
    return e.accesses.some((a) => a.write && !this.view.isOwn(a) && !this.isStable(a) && !this.isAppend(e, a));
  }

  /**
   * Other writes may run a setter that somebody has put there since the loop began, or go to what has become a part of
   * something else. An array of which nothing is sent is still none of that when the iteration begins.
   */
  private isAppend({ method }: ExprRecord, { root, path }: Access): boolean {
    return method === 'push' && path.length === 1 && root.kind === 'symbol' && !this.view.symbol(root.symbol).unsteady;
  }

  /** Functions and iterators read when they are asked, which may be later. */
  private pointBefore(e: ExprRecord): ExprRecord | undefined {
    const parent = this.parents.get(e.id);
    const isLater = e.lazy === true || (e.op === 'function' && parent?.op !== 'call');
    if (isLater) return this.points[0];
    const loops = this.view.loopsAround(this.view.owner(e));
    return this.points.find(
      (p) => p.id < e.id || this.view.loopsAround(this.view.owner(p)).some((l) => loops.includes(l)),
    );
  }

  // ---------------------------------------------------------------- who else may have the objects of a variable

  private sharedBy(e: ExprRecord): readonly SymbolId[] {
    const parent = this.parents.get(e.id);
    if (e.op !== 'leaf' && e.op !== 'shorthand') return e.reads;
    return parent ? (looksInto(this.view, parent, e) ? [] : e.reads) : this.isGoneThrough(e) ? [] : e.reads;
  }

  /** `for (const x of list)` */
  private isGoneThrough(e: ExprRecord): boolean {
    const owner = this.view.owner(e);
    return owner?.op === 'loop' && owner.exprs[0] === e.id;
  }
}

/** The node only looks at the object in its operand, or into it. */
function looksInto(view: View, node: ExprRecord, operand: ExprRecord): boolean {
  const isBase = node.kids[0] === operand.id;
  const writes = node.accesses.some((a) => a.write);
  if (isBase && (node.op === 'member' || (node.op === 'assign' && writes))) return true;
  if (node.faults.length + node.externals.length > 0) return false;
  if (isBase && node.method !== undefined) return node.primitive || view.isStatement(node);
  return node.primitive && !writes && (node.op === 'call' || node.op === 'other');
}
