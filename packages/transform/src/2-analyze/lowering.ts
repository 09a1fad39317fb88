/** Lowers the expressions and statements of one body to records, each construct of the language once. */
import type {
  Access,
  ExprId,
  ExprOp,
  ExprRecord,
  Fault,
  LoopRange,
  Root,
  Segment,
  StmtId,
  StmtRecord,
  SymbolId,
  VariableWrite,
} from '../records/graph.ts';
import { enclosingFunction, isAsync, spanOf } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { type Context, contains, declaredIn } from './context.ts';
import { depthOfSymbol } from './freshness.ts';
import { extend, type Path, pathOf } from './paths.ts';

/** How often a loop is taken to run, and a nest of loops at most. */
const LOOP_RUNS = 20;
const MAX_WEIGHT = 8000;

/** A record under construction. */
export interface Draft {
  op: ExprOp;
  kids: ExprId[];
  conditionalFrom: number;
  reads: SymbolId[];
  writes: VariableWrite[];
  accesses: Access[];
  externals: ExprRecord['externals'][number][];
  faults: Fault[];
  primitive: boolean;
  replaceable: boolean;
  cost: number;
  lazy: boolean;
  reference: boolean;
  method: string;
  dispatches: readonly string[];
  applied: string;
  path: NonNullable<ExprRecord['path']>;
  own: NonNullable<ExprRecord['own']>;
  owns: NonNullable<ExprRecord['owns']>;
  inner: NonNullable<ExprRecord['inner']>;
  mentions: NonNullable<ExprRecord['mentions']>;
  suspends: boolean;
}

export class Lowering {
  readonly ctx: Context;
  /** The function or construct whose body this is: what is declared inside is private. */
  readonly boundary: ts.Node;
  /** Whose iteration a jump may end: the boundary, or the innermost loop of a nest. */
  loop: ts.Node;
  readonly expressions: ExprRecord[] = [];
  readonly statements: StmtRecord[] = [];
  readonly ranges: LoopRange[] = [];
  /** Runs of the code that is being lowered per run of the body: summaries have no statements to tell from. */
  private weight = 1;
  private readonly weighs: boolean;

  /** @param weighs costs inside of loops count as often as the loops are taken to run */
  constructor(ctx: Context, boundary: ts.Node, weighs = false) {
    this.ctx = ctx;
    this.weighs = weighs;
    this.boundary = boundary;
    this.loop = boundary;
  }

  /** Adds an expression record; fields that are left out have their neutral value. */
  add(node: ts.Node, draft: Partial<Draft>): ExprId {
    const id = this.expressions.length;
    this.expressions.push({
      id,
      span: spanOf(node),
      op: 'other',
      kids: [],
      conditionalFrom: Number.MAX_SAFE_INTEGER,
      reads: [],
      writes: [],
      accesses: [],
      externals: [],
      faults: [],
      primitive: false,
      replaceable: true,
      reference: false,
      ...draft,
      cost: (draft.cost ?? 0) * this.weight,
    });
    return id;
  }

  /** Expressions that are evaluated only sometimes, and therefore never replaced by a logged value. */
  sometimes(node: ts.Node, kids: ExprId[]): ExprId {
    for (const kid of kids) this.fix(kid);
    return this.add(node, { kids, conditionalFrom: 0, replaceable: false });
  }

  /** Neither the expression nor a part of it is ever replaced by a logged value. */
  fix(id: ExprId): ExprId {
    const record = this.expressions[id]!;
    this.expressions[id] = { ...record, replaceable: false };
    for (const kid of record.kids) this.fix(kid);
    return id;
  }

  addStatement(
    node: ts.Node,
    record: Omit<StmtRecord, 'id' | 'span' | 'declares'> & { declares?: readonly SymbolId[] },
  ): StmtId {
    const id = this.statements.length;
    this.statements.push({ id, span: spanOf(node), declares: [], ...record });
    return id;
  }

  /** Lowers the body of a loop. */
  inLoop<T>(lower: () => T): T {
    const before = this.weight;
    if (this.weighs) this.weight = Math.min(MAX_WEIGHT, before * LOOP_RUNS);
    const result = lower();
    this.weight = before;
    return result;
  }

  id(symbol: Sym): SymbolId {
    return this.ctx.ids.id(symbol);
  }

  isPrivate(symbol: Sym): boolean {
    return declaredIn(symbol, this.boundary);
  }

  access(node: ts.Node, path: Path, write: boolean, ...more: Segment[]): Access {
    const whole = extend(path, ...more);
    return { write, root: this.root(whole), path: whole.path, span: spanOf(node) };
  }

  accessTo(node: ts.Expression, write: boolean, ...more: Segment[]): Access {
    return this.access(node, pathOf(this.ctx, node), write, ...more);
  }

  /** A private variable is the root only of the levels that are certainly its own. */
  private root({ root, path }: Path): Root {
    const { length } = path;
    const [first] = path;
    const field = first && 'field' in first ? first.field : undefined;
    if (root.kind === 'fresh')
      return root.depth >= length ? { kind: 'fresh' } : { kind: 'unknown', text: 'a value made in the loop' };
    if (root.kind !== 'symbol') return root;
    const { symbol } = root;
    if (this.isPrivate(symbol) && !this.isParameter(symbol) && depthOfSymbol(this.ctx, symbol, field) < length)
      return { kind: 'unknown', text: symbol.name };
    return { kind: 'symbol', symbol: this.id(symbol) };
  }

  /** Parameters of the boundary itself stay roots: a summary speaks of them. */
  isParameter(symbol: Sym): boolean {
    const declaration = symbol.declarations[0];
    if (!declaration || !ts.isParameter(declaration) || declaration.parent !== this.boundary) return false;
    const { construct } = this.ctx;
    return !ts.isCallExpression(construct) || !construct.arguments.some((a) => contains(a, this.boundary));
  }

  /**
   * An `await` of an async callback, or of what it calls: a method that calls its callback goes on at once, so nothing
   * behind an `await` runs before the construct is done.
   */
  suspendsAlone(node: ts.Node): boolean {
    return this.ctx.suspends && isAsync(this.boundary) && enclosingFunction(node) === this.boundary;
  }

  fault(node: ts.Node, code: string, args: Fault['args'], options: { fatal?: boolean; variable?: string } = {}): Fault {
    return { code, args, span: spanOf(node), ...options };
  }
}
