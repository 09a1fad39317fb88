/**
 * Constants that hold functions, or objects with functions: a worker makes them again from their text. What the text
 * reads when it runs must be what it read in the program, and what the functions keep must be as it was made.
 */
import type { Access, ExprRecord } from '../records/graph.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { type Context, constantDeclaration, contains } from './context.ts';
import { inFrame } from './frames.ts';
import { definitionsOf } from './freshness.ts';
import { type Obstacle, stateOf } from './kept.ts';
import { lowerExpr } from './lower-expr.ts';
import { Lowering } from './lowering.ts';
import { isTableLiteral } from './members.ts';
import { stateOf as packageState } from './packages/state.ts';
import { isQuietSince } from './quiet.ts';
import { changeOf } from './settled.ts';
import { holdsFunctions, isClosure, sourcesOf } from './sources.ts';

export interface Rebuilt {
  readonly obstacle?: Obstacle;
  /** Variables that must hold primitives when the construct starts. */
  readonly scalars: readonly Sym[];
}

/** Undefined when the variable is no constant that holds functions. */
export function rebuilt(ctx: Context, symbol: Sym): Rebuilt | undefined {
  const assigned = assignedFunction(ctx, symbol);
  if (assigned) return { obstacle: { why: `'${symbol.name}' is assigned`, node: assigned }, scalars: [] };
  const declaration = constantDeclaration(symbol);
  const init = declaration?.initializer;
  if (!init || !holdsFunctions(ctx, init)) return undefined;
  const change = ts.isIdentifier(declaration.name) ? tableChange(ctx, symbol, init) : undefined;
  if (change) return { obstacle: change, scalars: [] };
  const scalars = new Set<Sym>();
  const obstacle = atMaking(ctx, declaration, init, scalars) ?? stateOf(ctx, init, 0);
  return { ...(obstacle ? { obstacle } : {}), scalars: [...scalars] };
}

/** `let f = fast; f = slow;` */
function assignedFunction(ctx: Context, symbol: Sym): ts.Node | undefined {
  const [first] = symbol.assignments;
  if (!first || symbol.kind === 'param') return undefined;
  const values = definitionsOf(symbol)?.filter((v) => v !== 'primitive') ?? [];
  return values.some((v) => holdsFunctions(ctx, v)) ? first.node : undefined;
}

function tableChange(ctx: Context, symbol: Sym, init: ts.Expression): Obstacle | undefined {
  const isTable = sourcesOf(ctx, init, true)?.some((s) => !ts.isFunctionLike(s.node) && isTableLiteral(s.node));
  const change = isTable ? changeOf(ctx, symbol) : undefined;
  return change && { why: `'${symbol.name}' ${change.why ?? 'may be changed'}`, node: change.node };
}

// ------------------------------------------------------------------ when it is made

/** Why evaluating the initialiser in a worker could give something else. */
export function makingObstacle(ctx: Context, declaration: ts.VariableDeclaration): Obstacle | undefined {
  const scalars = new Set<Sym>();
  const obstacle = declaration.initializer && atMaking(ctx, declaration, declaration.initializer, scalars);
  if (obstacle || scalars.size === 0) return obstacle;
  return { why: 'it was made from what may be an object', node: declaration };
}

function atMaking(
  ctx: Context,
  declaration: ts.VariableDeclaration,
  init: ts.Expression,
  scalars: Set<Sym>,
): Obstacle | undefined {
  const records = lowered(ctx, init);
  let quiet: boolean | undefined;
  const isQuiet = (): boolean => (quiet ??= isQuietSince(ctx, declaration));
  for (const e of records) {
    const obstacle = ofRecord(ctx, init, e, { isQuiet, scalars });
    if (obstacle) return obstacle;
  }
  return undefined;
}

function lowered(ctx: Context, init: ts.Expression): readonly ExprRecord[] {
  const { now } = ctx;
  now.making = true;
  try {
    const l = new Lowering(ctx, init);
    inFrame(ctx, undefined, () => lowerExpr(l, init));
    return l.expressions;
  } finally {
    now.making = false;
  }
}

interface Circumstances {
  /** Nothing has changed any object since the value was made. */
  readonly isQuiet: () => boolean;
  readonly scalars: Set<Sym>;
}

function ofRecord(ctx: Context, init: ts.Expression, e: ExprRecord, at: Circumstances): Obstacle | undefined {
  const place = nodeAt(init, e.span.start, e.span.end);
  if (e.faults.length > 0 || e.externals.length > 0)
    return { why: 'making it calls something that may not give the same again', node: place };
  if (e.writes.length > 0) return { why: 'making it changes a variable', node: place };
  for (const id of e.reads) {
    const symbol = ctx.ids.get(id);
    const state = isPackaged(ctx, symbol) ? packageState(ctx, symbol) : undefined;
    if (state) return { why: `it was made with '${symbol.name}', state of a package`, node: state };
    const [assignment] = symbol.kind === 'global' || contains(init, symbol.declarations[0]!) ? [] : symbol.assignments;
    if (assignment)
      return { why: `it was made with '${symbol.name}', which is assigned elsewhere`, node: assignment.node };
  }
  for (const a of e.accesses) {
    const obstacle = ofAccess(ctx, init, place, a, at);
    if (obstacle) return obstacle;
  }
  return undefined;
}

function ofAccess(
  ctx: Context,
  init: ts.Node,
  place: ts.Node,
  a: Access,
  { isQuiet, scalars }: Circumstances,
): Obstacle | undefined {
  if (a.root.kind === 'fresh') return undefined;
  const symbol = a.root.kind === 'symbol' ? ctx.ids.get(a.root.symbol) : undefined;
  if (a.write) return { why: 'making it changes an object', node: place };
  if (symbol && (symbol.kind === 'global' || contains(init, symbol.declarations[0]!))) return undefined;
  if (symbol && a.operand && a.path.length === 1 && symbol.assignments.length === 0 && symbol.kind !== 'import') {
    scalars.add(symbol);
    return undefined;
  }
  if (symbol && isConstantTable(ctx, symbol)) return undefined;
  if (isQuiet()) return undefined;
  const name = symbol ? `'${symbol.name}'` : 'an object';
  const change = symbol && isLocalConstant(symbol) ? changeOf(ctx, symbol) : undefined;
  return {
    why: `it was made from what was in ${name} then, which may have changed since`,
    node: change?.node ?? place,
  };
}

const isPackaged = (ctx: Context, symbol: Sym): boolean =>
  symbol.kind !== 'global' && ctx.project.moduleOf(symbol.declarations[0]!).package !== undefined;

const isLocalConstant = (symbol: Sym): boolean => constantDeclaration(symbol)?.initializer !== undefined;

/** A constant literal that nobody writes into. */
function isConstantTable(ctx: Context, symbol: Sym): boolean {
  const init = constantDeclaration(symbol)?.initializer;
  const sources = init && sourcesOf(ctx, init);
  const isLiteral = sources?.every((s) => isClosure(s) || isTableLiteral(s.node) || isNewView(s.node));
  return isLiteral === true && changeOf(ctx, symbol) === undefined;
}

const isNewView = (node: ts.Node): boolean => ts.isNewExpression(node);

function nodeAt(root: ts.Node, start: number, end: number): ts.Node {
  let found = root;
  const visit = (n: ts.Node): void => {
    if (n.getStart() > start || n.end < end) return;
    found = n;
    ts.forEachChild(n, visit);
  };
  visit(root);
  return found;
}
