/** The text of P and the edits of R, as spans of the source. */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { ExprId, ExprRecord, StmtRecord } from '../records/graph.ts';
import type { Column, Piece, Replacement, ReplayEdit, Site } from '../records/plan.ts';
import type { Bulk } from './bulk.ts';
import { type Demand, isBranch } from './demand.ts';
import type { Slice } from './slice.ts';
import { Unwinding } from './unwinding.ts';
import type { View } from './view.ts';

const NOTHING: Piece = ';';
const NEXT = 'continue $it;';
/** Makes the iteration a miss: the replay evaluates the original. */
const MISS = 'throw 0;';
const LOST = '$job.lost(); ';

export class Pieces {
  readonly replacements: Replacement[] = [];
  readonly edits: ReplayEdit[] = [];
  readonly columns: Column[] = [];
  private readonly columnOf = new Map<ExprRecord, number>();
  private readonly view: View;
  private readonly slice: Slice;
  private readonly bulk: Bulk | undefined;
  private readonly demand: Demand | undefined;

  /** @param demand undefined for the direct tier, `bulk` for the split tier */
  constructor(slice: Slice, demand: Demand | undefined, bulk: Bulk | undefined) {
    this.view = slice.view;
    this.slice = slice;
    this.bulk = bulk;
    this.demand = demand;
    if (demand) for (const s of this.view.order) this.number(s, demand);
    this.statement(this.view.stmt(this.view.graph.body));
    this.dropFrame();
    if (demand) this.replay(this.view.stmt(this.view.graph.body), demand);
  }

  private number(s: StmtRecord, demand: Demand): void {
    const kind = this.view.loopsAround(s).length > 0 ? 'many' : 'once';
    for (const e of s.exprs)
      this.view.eachExpr(e, (x) => {
        if (!demand.sites.has(x)) return;
        this.columnOf.set(x, this.columns.length);
        this.columns.push({ kind, mode: x.primitive ? 'primitive' : 'any' });
      });
  }

  // ---------------------------------------------------------------- P

  private statement(s: StmtRecord): void {
    const fate = this.slice.fate(s);
    if (fate === 'severed') this.sever(s);
    else if (s.op === 'jump' && (s.jump?.leaves || fate === 'dropped')) this.leave(s);
    else if (s.op === 'try' && fate === 'dropped') this.unprotect(s);
    else if (fate === 'kept') s.op === 'jump' ? this.jump(s) : this.keep(s);
    else if (s.op === 'declaration') this.declaration(s);
    else if (this.slice.isShadowed(s)) this.keep(s);
    else this.effect(s);
  }

  /** Of a literal of sections only the values are in P. */
  private dropFrame(): void {
    const { header, bodySpan } = this.view.graph;
    if (header.kind !== 'sections' || !header.literal) return;
    let at = bodySpan.start;
    for (const { start, end } of [...header.parts, { start: bodySpan.end, end: bodySpan.end }]) {
      this.replace({ start: at, end: start }, []);
      at = end;
    }
  }

  private keep(s: StmtRecord): void {
    if (s.op === 'try' && this.demand?.replayed.has(s)) for (const k of this.caught(s)) this.watch(k);
    for (const e of s.exprs) this.wrapSites(e);
    for (const k of s.kids) this.statement(this.view.stmt(k));
  }

  /** Blocks whose errors do not leave the statement, or need not. */
  private caught(s: StmtRecord): StmtRecord[] {
    return s.kids.slice(0, s.handler?.finally ? -1 : 1).map((k) => this.view.stmt(k));
  }

  /**
   * P may go on behind an error where the replay has no value to take, or passes by what fails: such an iteration is a
   * miss.
   */
  private watch({ span: { start, end } }: StmtRecord): void {
    this.replace({ start, end: start + 1 }, ['{ try {']);
    this.replace({ start: end - 1, end }, ['} catch ($t) { $job.lost(); throw $t; } }']);
  }

  /** A dropped statement becomes the logging of its pure parts. */
  private effect(s: StmtRecord): void {
    const write = this.bulk?.writes[this.bulk.statements.indexOf(s)];
    if (write) {
      const index: Piece[] = write.index ? [write.index, ', '] : [];
      this.replace(s.span, [`$w${write.target}.${write.op}(`, ...index, write.value, ');']);
      return;
    }
    const logged = sequence(s.exprs.map((e) => this.compose(e)));
    this.replace(s.span, logged.length ? ['{ ', ...logged, '; }'] : [NOTHING]);
  }

  private sever(s: StmtRecord): void {
    const logged = this.slice.isReached(s) ? sequence(s.exprs.map((e) => this.compose(e))) : [];
    this.replace(s.span, logged.length ? ['{ ', ...logged, '; }'] : [NOTHING]);
  }

  private leave(s: StmtRecord): void {
    if (s.jump?.kind === 'throw') {
      this.replace(s.span, [MISS]);
      return;
    }
    const logged = sequence(s.exprs.map((e) => this.compose(e)));
    const next = this.misses(s) ? `{ ${LOST}${NEXT} }` : NEXT;
    this.replace(s.span, logged.length ? ['{ ', ...logged, `; ${next} }`] : [next]);
  }

  /** A jump that stays inside of the iteration. */
  private jump(s: StmtRecord): void {
    if (this.misses(s)) this.replace(s.span, [`{ ${LOST}`, s.span, ' }']);
  }

  private misses(jump: StmtRecord): boolean {
    return new Unwinding(this.slice).misses(jump, (e) => this.columnOf.has(e));
  }

  private unprotect(s: StmtRecord): void {
    const block = this.view.stmt(s.kids[0]!);
    this.replace({ start: s.span.start, end: block.span.start }, []);
    this.statement(block);
    this.replace({ start: block.span.end, end: s.span.end }, []);
  }

  /** `const a = pure, b = poisoned;`: b's value is not known here, and nothing in P asks for it. */
  private declaration(s: StmtRecord): void {
    if (!this.slice.isPartlyKept(s)) {
      const logged = sequence(s.exprs.map((e) => this.compose(e)));
      this.replace(s.span, logged.length ? ['{ ', ...logged, '; }'] : [NOTHING]);
      return;
    }
    for (const d of s.declarators ?? []) {
      if (d.init === null) continue;
      if (!this.slice.poison(d.init)) this.wrapSites(d.init);
      else this.replace(this.view.expr(d.init).span, ['void (', ...orZero(this.compose(d.init)), ')']);
    }
  }

  /** Sites inside of what P evaluates anyway. */
  private wrapSites(id: ExprId): void {
    const e = this.view.expr(id);
    const column = this.columnOf.get(e);
    if (column === undefined) for (const kid of e.kids) this.wrapSites(kid);
    else
      this.replace(e.span, [
        ...(e.op === 'shorthand' ? [`${this.slice.textOf(e.span)}: `] : []),
        ...this.put(e, column),
      ]);
  }

  private put(e: ExprRecord, column: number): Piece[] {
    const put = `$c${column}.put(`;
    // A member is called without its object, as by the method.
    if (e.applied !== undefined) return [`${put}(0, `, e.span, `)${e.applied})`];
    return [put, e.span, ')'];
  }

  /** Evaluates and logs the sites below an expression that is itself not in P, as one comma expression. */
  private compose(id: ExprId): Piece[] {
    const e = this.view.expr(id);
    const column = this.columnOf.get(e);
    if (column !== undefined) return this.put(e, column);
    if (!isBranch(e)) return sequence(e.kids.map((k) => this.compose(k)));
    const [guard, ...rest] = e.kids.map((k) => this.compose(k));
    if (rest.every((r) => r.length === 0)) return guard!;
    const test: Piece[] = guard!.length ? guard! : [this.view.expr(e.kids[0]!).span];
    const tail = rest.map((r) => ['(', ...orZero(r), ')']);
    if (e.op === 'conditional') return ['((', ...test, ') ? ', ...tail[0]!, ' : ', ...tail[1]!, ')'];
    return ['((', ...test, `) ${OPERATOR[e.op] ?? '&&'} `, ...tail[0]!, ')'];
  }

  private replace(span: Span, pieces: readonly Piece[]): void {
    this.replacements.push({ span, pieces });
  }

  // ---------------------------------------------------------------- R

  private replay(s: StmtRecord, demand: Demand): void {
    if (!demand.replayed.has(s)) {
      this.passBy(s);
      return;
    }
    for (const e of s.exprs) {
      if (demand.isOmitted(s, e)) this.edits.push({ kind: 'omit', span: this.view.expr(e).span });
      else this.takeSites(e);
    }
    const header = s.op === 'loop' ? (s.header ?? 0) : 0;
    for (const [i, k] of s.kids.entries()) if (i >= header) this.replay(this.view.stmt(k), demand);
  }

  private passBy(s: StmtRecord): void {
    if (s.op === 'declaration') {
      for (const d of s.declarators ?? [])
        if (d.init !== null && !d.rest) this.edits.push({ kind: 'omit', span: this.view.expr(d.init).span });
    } else if (s.op !== 'function' && s.op !== 'empty') {
      const parent = this.view.parent(s);
      // The blocks of `try` keep their braces.
      if (parent?.op === 'try' && s.op === 'block') {
        for (const k of s.kids) this.passBy(this.view.stmt(k));
        return;
      }
      // `if (a) b; else c`: an `if` of ours in place of b would take the `else`.
      const braced = parent !== undefined && !LISTS.has(parent.op);
      this.edits.push({ kind: 'skip', span: s.span, braced });
    }
  }

  private takeSites(id: ExprId): void {
    const e = this.view.expr(id);
    const column = this.columnOf.get(e);
    if (column === undefined) {
      for (const kid of e.kids) this.takeSites(kid);
      return;
    }
    if (e.applied !== undefined) {
      this.edits.push({ kind: 'callback', span: e.span, column });
      return;
    }
    const owner = this.view.owner(e);
    const leading = owner?.op === 'expression' && owner.span.start === e.span.start;
    const site: Site = { span: e.span, column, shorthand: e.op === 'shorthand', leading };
    this.edits.push({ kind: 'site', site });
  }
}

/** Statements whose kids stand one behind the other. */
const LISTS: ReadonlySet<string> = new Set(['block', 'sections', 'switch', 'try']);

const OPERATOR: Readonly<Record<string, string>> = { and: '&&', or: '||', nullish: '??' };

const orZero = (pieces: readonly Piece[]): readonly Piece[] => (pieces.length ? pieces : ['0']);

function sequence(parts: readonly (readonly Piece[])[]): Piece[] {
  const some = parts.filter((p) => p.length > 0);
  return some.flatMap((p, i) => (i === 0 ? [...p] : [', ', ...p]));
}
