/** Questions about a graph that every part of the plan asks. */
import type { Span } from '../diagnostics/diagnostic.ts';
import { Budget } from '../records/budget.ts';
import type {
  Access,
  Counted,
  Counter,
  ExprId,
  ExprRecord,
  Graph,
  Header,
  StmtId,
  StmtRecord,
  SymbolId,
  SymbolRecord,
  VariableWrite,
} from '../records/graph.ts';

import { remembered } from './memory.ts';

/** How often the body of an inner loop is taken to run, for estimates. */
const INNER_RUNS = 20;

export class View {
  readonly graph: Graph;
  readonly budget = new Budget();
  /** Statement that owns an expression; undefined for header expressions of the construct. */
  private readonly ownerOf: (StmtRecord | undefined)[] = [];
  private readonly parentOf: (StmtRecord | undefined)[] = [];
  private readonly trees = new Map<ExprId, readonly ExprRecord[]>();
  private readonly writes = new Map<StmtRecord, readonly VariableWrite[]>();
  private readonly accesses = new Map<StmtRecord, readonly Access[]>();
  /** Statements of the body in order, the body itself first. */
  readonly order: readonly StmtRecord[];
  /** All expressions of the body in order of evaluation. */
  readonly expressions: readonly ExprRecord[];

  /** The body of a loop suspends itself, or a stream gives the items: other code runs between its iterations. */
  readonly interleaved: boolean;

  constructor(graph: Graph) {
    this.graph = graph;
    const order: StmtRecord[] = [];
    const visit = (id: StmtId, parent: StmtRecord | undefined): void => {
      const s = graph.statements[id]!;
      order.push(s);
      this.parentOf[id] = parent;
      for (const e of s.exprs) this.eachExpr(e, (x) => (this.ownerOf[x.id] = s));
      for (const kid of s.kids) visit(kid, s);
    };
    visit(graph.body, undefined);
    this.order = order;
    this.expressions = order.flatMap((s) => s.exprs.flatMap((e) => this.subtree(e)));
    const isLoop = graph.kind !== 'call' && graph.kind !== 'sections';
    this.interleaved = isLoop && (isStream(graph) || this.expressions.some((e) => e.suspends));
  }

  expr(id: ExprId): ExprRecord {
    return this.graph.expressions[id]!;
  }

  stmt(id: StmtId): StmtRecord {
    return this.graph.statements[id]!;
  }

  symbol(id: SymbolId): SymbolRecord {
    return this.graph.symbols[id]!;
  }

  owner(e: ExprRecord): StmtRecord | undefined {
    return this.ownerOf[e.id];
  }

  parent(s: StmtRecord): StmtRecord | undefined {
    return this.parentOf[s.id];
  }

  /** Expression and operands, operands first. */
  eachExpr(id: ExprId, visit: (e: ExprRecord) => void): void {
    const e = this.expr(id);
    for (const kid of e.kids) this.eachExpr(kid, visit);
    visit(e);
  }

  subtree(id: ExprId): readonly ExprRecord[] {
    return remembered(this.trees, id, () => {
      const all: ExprRecord[] = [];
      this.eachExpr(id, (e) => all.push(e));
      return all;
    });
  }

  /** The statement and everything below it. */
  below(s: StmtRecord): StmtRecord[] {
    return [s, ...s.kids.flatMap((k) => this.below(this.stmt(k)))];
  }

  /** The statements around one, innermost first. */
  ancestors(s: StmtRecord | undefined): StmtRecord[] {
    const around: StmtRecord[] = [];
    for (let p = s && this.parent(s); p; p = this.parent(p)) around.push(p);
    return around;
  }

  /** The call of a built-in method that calls the function literal, and is done with it when it returns. */
  invoker(e: ExprRecord): ExprRecord | undefined {
    return this.expressions.find((x) => x.invokes === e.id);
  }

  /** Inner loops around a statement, innermost first. */
  loopsAround(s: StmtRecord | undefined): StmtRecord[] {
    const loops: StmtRecord[] = [];
    for (let p = s; p; p = this.parent(p)) if (p.op === 'loop') loops.push(p);
    return loops;
  }

  writesIn(s: StmtRecord): readonly VariableWrite[] {
    return remembered(this.writes, s, () => s.exprs.flatMap((e) => this.subtree(e).flatMap((x) => x.writes)));
  }

  accessesIn(s: StmtRecord): readonly Access[] {
    return remembered(this.accesses, s, () => s.exprs.flatMap((e) => this.subtree(e).flatMap((x) => x.accesses)));
  }

  /** What an access begins with, as people call it. */
  nameOf({ root }: Access): string {
    if (root.kind === 'symbol') return this.symbol(root.symbol).name;
    return root.kind === 'unknown' ? root.text : 'this';
  }

  /** Source text on one line, not too much of it. */
  textOf({ start, end }: Span): string {
    return this.graph.files[0]!.text.slice(start, end).replace(/\s+/g, ' ').slice(0, 60);
  }

  /** What a call calls, as it is written. */
  calleeOf({ span }: ExprRecord): string {
    const text = this.textOf(span);
    if (!text.startsWith('(')) return text.replace(/\(.*/s, '');
    for (let i = text.length - 1, depth = 0; i > 0; i--) {
      if (text[i] === ')') depth++;
      else if (text[i] === '(' && --depth === 0) return text.slice(0, i);
    }
    return text;
  }

  /** Name of the package that a variable is a part of. */
  packageOf(id: SymbolId): string | undefined {
    return this.graph.files[this.symbol(id).file]!.package;
  }

  /** The expression is all that its statement does. */
  isStatement(e: ExprRecord): boolean {
    const owner = this.owner(e);
    return owner?.op === 'expression' && owner.exprs[0] === e.id;
  }

  isPrivate(id: SymbolId): boolean {
    return this.symbol(id).place === 'private';
  }

  /** The access concerns only objects that the iteration itself has made. */
  isOwn(a: Access): boolean {
    return (
      a.root.kind === 'fresh' ||
      (a.root.kind === 'symbol' && this.isPrivate(a.root.symbol) && !this.isElement(a.root.symbol))
    );
  }

  /** The variable holds the current element (or the whole array) of the construct. */
  isElement(id: SymbolId): boolean {
    return this.graph.elements.includes(id);
  }

  cost(id: ExprId): number {
    return this.subtree(id).reduce((sum, e) => sum + e.cost, 0);
  }

  /** Estimated runs per iteration of the construct. */
  runs(s: StmtRecord | undefined): number {
    return INNER_RUNS ** Math.min(3, this.loopsAround(s).length);
  }
}

/** The counted loops that are one iteration space, from the outside in: several by the clause `collapse`. */
export const levelsOf = (header: Header): readonly Counted[] => (header.kind === 'for' ? [header, ...header.nest] : []);
/** Its items come from something that runs between the iterations. */
export const isStream = ({ header }: Graph): boolean => header.kind === 'for-of' && header.elements.kind === 'streamed';

/** The variables that the header of a counted loop moves, the one that the condition tests first. */
export const countersAt = (level: Counted): readonly Counter[] => [level, ...level.more];

export const countersOf = (header: Header): readonly Counter[] => levelsOf(header).flatMap(countersAt);

export const isCounter = ({ header, induction }: Graph, id: SymbolId): boolean =>
  id === induction || countersOf(header).some((c) => c.variable === id);
