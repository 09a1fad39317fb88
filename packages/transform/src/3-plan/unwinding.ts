/**
 * `try` that is not all in P: where the replay throws, its handler goes on with the iteration, and P does not know. P and
 * the replay must still come by the same sites equally often.
 */
import type { ExprId, ExprRecord, StmtRecord } from '../records/graph.ts';
import type { Slice } from './slice.ts';
import type { View } from './view.ts';

export class Unwinding {
  private readonly slice: Slice;
  private readonly view: View;

  constructor(slice: Slice) {
    this.slice = slice;
    this.view = slice.view;
  }

  /**
   * Whether a site may stand here. In an inner loop the entries of a log are counted, so nothing that may throw comes
   * before it in a block that is left by throwing and entered again.
   */
  mayLog(s: StmtRecord, site: ExprId): boolean {
    const again = this.resuming(s).filter((t) => this.view.loopsAround(t).length > 0);
    return again.every((t) => this.isBegun(t, s)) && (again.length === 0 || s.exprs.some((e) => this.isFirst(e, site)));
  }

  /**
   * Whether the replay may take values that P does not log after this jump: it may have thrown on the way to the jump, or
   * throws in its operand, and goes on behind the handler.
   */
  misses(jump: StmtRecord, isSite: (e: ExprRecord) => boolean): boolean {
    const outermost = this.resuming(jump)
      .filter((t) => this.leads(jump, t))
      .at(-1);
    if (!outermost) return false;
    const [loop] = this.view.loopsAround(outermost).slice(-1);
    const isBehind = (s: StmtRecord): boolean =>
      s.span.start >= outermost.span.end || (loop !== undefined && this.view.loopsAround(s).includes(loop));
    const takes = (e: ExprId): boolean => this.view.subtree(e).some(isSite);
    return this.view.order.some((s) => isBehind(s) && s.exprs.some(takes));
  }

  /** The jump leads out of the statement, as far as its text shows. */
  private leads(jump: StmtRecord, out: StmtRecord): boolean {
    const chain = this.view.ancestors(jump);
    const between = chain.slice(0, chain.indexOf(out));
    const stays = (s: StmtRecord): boolean => s.op === 'loop' || (s.op === 'switch' && jump.jump?.kind === 'break');
    return jump.jump?.leaves === true || /^\w+\s+\w/.test(this.view.textOf(jump.span)) || !between.some(stays);
  }

  /** Statements `try` with a handler, not all in P, that protect the statement; innermost first. */
  private resuming(s: StmtRecord): StmtRecord[] {
    const chain = [s, ...this.view.ancestors(s)];
    return chain.filter(
      (t, i) =>
        t.op === 'try' && t.handler?.catch === true && this.slice.fate(t) !== 'kept' && chain[i - 1]?.id === t.kids[0],
    );
  }

  /** Nothing in the block of `t` is executed before the statement. */
  private isBegun(t: StmtRecord, s: StmtRecord): boolean {
    const chain = [s, ...this.view.ancestors(s)];
    const inside = chain.slice(0, chain.indexOf(t));
    return inside.every(
      (x, i) => i === 0 || (PLAIN.has(x.op) && x.kids[0] === inside[i - 1]!.id && x.exprs.length === 0),
    );
  }

  /** Nothing that may throw is evaluated before the site. */
  private isFirst(root: ExprId, site: ExprId): boolean {
    if (root === site) return true;
    const e = this.view.expr(root);
    const at = e.kids.findIndex((kid) => this.view.subtree(kid).some((x) => x.id === site));
    if (at < 0 || !this.isFirst(e.kids[at]!, site)) return false;
    if (e.kids.slice(0, at).some((kid) => !this.isQuiet(kid))) return false;
    // A method is looked up before its arguments are evaluated.
    return e.op !== 'call' || at === 0 || e.method !== undefined || e.accesses.every((a) => a.path.length === 0);
  }

  /** A variable of the same value in each visit, or a constant. */
  private isQuiet(id: ExprId): boolean {
    const e = this.view.expr(id);
    return (
      e.op === 'leaf' && e.reads.every((symbol) => !this.view.isPrivate(symbol) && !this.slice.outer.writes.has(symbol))
    );
  }
}

/** Statements that begin with their first kid. */
const PLAIN: ReadonlySet<string> = new Set(['block', 'try', 'label']);
