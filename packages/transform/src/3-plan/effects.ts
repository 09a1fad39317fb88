/** Effects of calls: outside of the program, and on what lives longer than the call. */
import type { ExprRecord, SymbolId } from '../records/graph.ts';
import { type Cause, first } from './cause.ts';
import type { OuterWrites } from './classify.ts';
import type { Heap } from './heap.ts';
import type { HeapReads } from './heap-reads.ts';
import type { Look } from './recognised.ts';
import type { View } from './view.ts';

export class Effects {
  private readonly view: View;
  private readonly outer: OuterWrites;
  private readonly heap: Heap;
  private readonly reads: HeapReads;
  private readonly look: Look;
  private readonly hasExternalWrite: boolean;

  constructor(view: View, outer: OuterWrites, heap: Heap, reads: HeapReads, look: Look) {
    this.view = view;
    this.outer = outer;
    this.heap = heap;
    this.reads = reads;
    this.look = look;
    this.hasExternalWrite =
      view.interleaved ||
      view.expressions.some((e) => e.externals.some((x) => x.class === 'write' || x.class === 'process'));
  }

  external(e: ExprRecord): Cause | undefined {
    const external = e.externals.find((x) => x.class !== 'read' || this.hasExternalWrite);
    if (!external) return undefined;
    const { callee, origin } = external;
    const related = origin && {
      message: `${WHAT[external.class] ?? 'it happens'} here`,
      span: origin.span,
      file: origin.file,
    };
    if (external.class === 'clock') return { code: 'PAR4004', args: { callee }, span: e.span, variable: callee };
    const effectOnly = external.class !== 'read' && this.view.isStatement(e);
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
  calleeWrites(e: ExprRecord): Cause | undefined {
    if (e.op !== 'call') return undefined;
    const variable = e.writes.find((w) => !this.view.isPrivate(w.symbol) && !this.outer.privatised.has(w.symbol));
    const heap = e.accesses.find(
      (a) =>
        a.write &&
        !this.view.isOwn(a) &&
        a.root.kind === 'symbol' &&
        !(this.view.isStatement(e) && this.isNamed(e, a.root.symbol)),
    );
    const symbol = variable?.symbol ?? (heap?.root.kind === 'symbol' ? heap.root.symbol : undefined);
    if (symbol === undefined) return undefined;
    const { name } = this.view.symbol(symbol);
    const origin = variable ? variable.origin : heap?.origin;
    const own = heap && !origin && !this.view.isStatement(e) ? this.chainOf(e) : undefined;
    if (own) return own;
    const callee = this.view.calleeOf(e);
    const related = origin && { message: `'${name}' is changed here`, span: origin.span, file: origin.file };
    const owner = this.view.packageOf(symbol);
    const code =
      owner !== undefined ? 'PAR4010' : this.view.isStatement(e) ? 'PAR4005' : this.look.ofChange(e, symbol, origin);
    return {
      code,
      args: { name, callee, ...(owner === undefined ? {} : { package: owner }) },
      span: e.span,
      variable: name,
      related,
      effect: this.view.isStatement(e),
    };
  }

  /** What the call of a built-in method takes from what it changes: `stack.pop()`. */
  private chainOf(e: ExprRecord): Cause | undefined {
    return first(e.accesses, (a) => {
      const { flow } = a.write ? {} : this.heap.conflicts(a, this.reads.lostWrites);
      // Its own change alone is no chain that the text shows: `pattern.test(x)`.
      return flow && flow.write.expr !== e ? this.reads.conflictOf(e, a, { flow, same: [] }) : undefined;
    });
  }

  /** The call's own text mentions the variable: as receiver or argument. */
  private isNamed(e: ExprRecord, symbol: SymbolId): boolean {
    return this.view.subtree(e.id).some((x) => x !== e && x.reads.includes(symbol)) || this.view.isElement(symbol);
  }
}

const WHAT: Readonly<Record<string, string>> = {
  console: 'it prints',
  write: 'it writes outside of the program',
  read: 'the loop also writes there',
  process: 'it acts on the process',
  timer: 'it schedules other code',
};
