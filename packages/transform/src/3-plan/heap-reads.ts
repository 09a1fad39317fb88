/** Which reads of the heap P may do: those that no earlier iteration and nothing that P leaves out has written. */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Access, ExprRecord } from '../records/graph.ts';
import { type Cause, placeOf } from './cause.ts';
import { isCertain } from './dependence.ts';
import type { Conflicts, Heap, HeapWrite } from './heap.ts';
import type { Paths } from './paths.ts';
import type { Look } from './recognised.ts';
import { betweenSections, isSectioned } from './sections.ts';
import type { Shadows } from './shadows.ts';
import type { Stability } from './stability.ts';
import type { View } from './view.ts';

export class HeapReads {
  /** Writes to objects of the iteration that P leaves out. */
  readonly lostWrites: HeapWrite[] = [];
  /** Operands that P may only convert if they are no objects. */
  readonly scalars = new Map<string, Span>();
  private readonly view: View;
  private readonly heap: Heap;
  private readonly paths: Paths;
  private readonly shadows: Shadows;
  private readonly look: Look;
  private readonly stability: Stability;

  constructor(view: View, heap: Heap, paths: Paths, shadows: Shadows, look: Look, stability: Stability) {
    this.stability = stability;
    this.view = view;
    this.heap = heap;
    this.paths = paths;
    this.shadows = shadows;
    this.look = look;
  }

  /** What a conversion reads: nothing, if P makes sure that the operand is no object. */
  of(e: ExprRecord, a: Access): Cause | undefined {
    const late = this.stability.reads(e, a);
    if (!late && this.paths.coversAccess(e, a)) return undefined;
    const cause = late ?? this.readWithin(e, a);
    // The text of the header is not in P.
    const isChecked = a.operand !== undefined && this.view.owner(e) !== undefined;
    if (!cause || !isChecked || this.heap.isWrittenInto(a)) return cause;
    this.scalars.set(`${a.operand!.start}-${a.operand!.end}`, a.operand!);
    return undefined;
  }

  private readWithin(e: ExprRecord, a: Access): Cause | undefined {
    // What P reads before the replay drops a write, it has read.
    const lost = this.lostWrites.filter((write) => !isBefore(this.view, this.heap, e, write));
    const isBehind = this.heap.redirections(a).some((write) => !isBefore(this.view, this.heap, e, write, a));
    const behind = (): Cause | undefined => this.conflictOf(e, a, this.heap.conflictsBehind(a, lost));
    return this.conflictOf(e, a, this.heap.conflicts(a, lost)) ?? (isBehind ? behind() : undefined);
  }

  conflictOf(e: ExprRecord, a: Access, { flow, same }: Conflicts): Cause | undefined {
    const unseen = flow ? undefined : same.find((write) => !this.forwarded(e, a, write));
    const write = flow?.write ?? unseen;
    if (!write) return undefined;
    const lost = flow ? write.cause : this.shadows.lossOf(write);
    if (lost && !lost.effect) return { ...lost, reduction: false };
    const dependence = flow?.dependence;
    const name = this.view.nameOf(a);
    if (isSectioned(this.view.graph) && flow) return betweenSections(a.span, name, write.access);
    const related = { message: 'it is written here, possibly by an earlier iteration', ...placeOf(write.access) };
    if (dependence && isCertain(dependence) && !isSize(a))
      return {
        code: 'PAR3001',
        args: { name, ...(dependence.distance === null ? {} : { distance: dependence.distance }) },
        span: a.span,
        variable: name,
        related: { message: 'the value is written here, for a later iteration', ...placeOf(write.access) },
      };
    const text = this.view.textOf(a.span);
    return {
      code: this.look.ofRead(e, a, write.expr),
      args: { access: text, name },
      span: a.span,
      variable: name,
      related,
      reduction: write.expr.id === e.id && e.op === 'assign',
    };
  }

  /** Written and read in the same iteration only: P sees the value if it does the write itself, or reads first. */
  private forwarded(read: ExprRecord, access: Access, write: HeapWrite): boolean {
    const writer = this.view.owner(write.expr);
    if (!writer || !this.view.owner(read)) return false;
    if (isBefore(this.view, this.heap, read, write, access)) return true;
    if (!this.shadows.canShadow(writer)) return false;
    this.shadows.wanted.add(writer);
    return true;
  }
}

/**
 * What the first one reads it has read before the other one, if in the same iteration: no inner loop goes back from
 * there, or none goes back to the same place. Functions and iterators may read later.
 */
export function isBefore(view: View, heap: Heap, read: ExprRecord, write: HeapWrite, access?: Access): boolean {
  const writer = view.owner(write.expr);
  const reader = view.owner(read);
  const done = read.op === 'function' ? view.invoker(read) : read;
  if (!writer || !reader || read.id > write.expr.id) return false;
  if (read !== write.expr && (!done || done.id >= write.expr.id || done.lazy === true)) return false;
  const around = view.loopsAround(writer);
  const isOnce = reader.begins === true && view.subtree(reader.exprs[0]!).includes(read);
  const shared = view.loopsAround(isOnce ? view.parent(reader) : reader).filter((l) => around.includes(l));
  if (shared.length === 0) return true;
  // What a loop's own head evaluates, it evaluates again behind the body.
  if (!access || shared.includes(reader) || shared.includes(writer)) return false;
  return heap.meetOnlyAtOnce(write.access, access, shared);
}

/** A size changes with every element that is added, which the program does not call writing to it. */
const isSize = ({ path }: Access): boolean => {
  const last = path.at(-1);
  return last !== undefined && 'field' in last && (last.field === 'length' || last.field === 'size');
};
