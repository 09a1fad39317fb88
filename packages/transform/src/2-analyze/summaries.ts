/** What a call of a function may read, change and call, in terms of its parameters. Recursion by fixpoint. */
import type { External, Fault, VariableWrite } from '../records/graph.ts';
import { bare, type FunctionNode, hasModifier, isAsync, parametersOf } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { type Context, contains, symbolOf } from './context.ts';
import { type Frame, frameAround, inFrame, isEnclosed, keepsState } from './frames.ts';
import { depthOf, depthOfSymbol, isolated, primitiveGiven } from './freshness.ts';
import { gather, lowerFunctionBody } from './lower-function.ts';
import { Lowering } from './lowering.ts';
import { once } from './once.ts';
import {
  indexOfName,
  originOf,
  outward,
  type ParamAccess,
  parameterPaths,
  patternReads,
  REST,
  retainedParameters,
  unique,
} from './outward.ts';
import { placed } from './packages/refused.ts';

export interface Summary {
  /** Variables outside of the function that it reads or writes. */
  readonly reads: ReadonlySet<number>;
  readonly writes: readonly VariableWrite[];
  readonly accesses: readonly ParamAccess[];
  readonly externals: readonly External[];
  readonly faults: readonly Fault[];
  /** Parameters that are called. */
  readonly called: ReadonlySet<number>;
  /** Parameters into whose objects something unknown may be stored later. */
  readonly retained: ReadonlySet<number>;
  readonly unknown: boolean;
  /** What it returns may be an iterator, and read when it is asked. */
  readonly lazy: boolean;
  /** Names of members that it uses of objects whose class is not known from the text. */
  readonly dispatches: readonly string[];
  /** Returns a primitive if its arguments for these parameters are primitives: always if there are none; null: unknown. */
  readonly primitiveGiven: ReadonlySet<number> | null;
  /** Levels of the result that are certainly new; see freshness. */
  readonly depth: number;
  /** ns */
  readonly cost: number;
  /** The package that it is a part of. */
  readonly package?: string;
}

/** Start of the fixpoint: a function that does nothing and returns a primitive. */
const BOTTOM: Summary = {
  reads: new Set(),
  writes: [],
  accesses: [],
  externals: [],
  faults: [],
  called: new Set(),
  retained: new Set(),
  unknown: false,
  lazy: false,
  dispatches: [],
  primitiveGiven: new Set(),
  depth: Number.POSITIVE_INFINITY,
  cost: 0,
};

const MAX_ROUNDS = 6;
/** A recursive function's cost is unknown; it is taken to be worth a worker. */
const RECURSION_COST = 2000;

const recursive = new WeakSet<object>();

/** Functions whose summaries are being found, outermost first, and the outermost of them that was asked for since. */
const stack: object[] = [];
let lowest = Number.POSITIVE_INFINITY;

/**
 * The summary of a function. A result is kept unless it rests on the provisional summary of a function further out,
 * as in Tarjan's algorithm for strongly connected components.
 */
export function summaryOf(
  ctx: Context,
  node: FunctionNode,
  frame: Frame | undefined = frameAround(ctx, node),
): Summary {
  const key = keyOf(ctx, node, frame);
  const known = ctx.summaries.get(key);
  const index = stack.indexOf(key);
  if (index >= 0) {
    lowest = Math.min(lowest, index);
    recursive.add(key);
    return known ?? BOTTOM;
  }
  if (known && finalOf(ctx).has(key)) return known;
  const before = lowest;
  const own = stack.length;
  lowest = Number.POSITIVE_INFINITY;
  stack.push(key);
  try {
    const summary = isolated(() => inFrame(ctx, frame, () => iterate(ctx, node, key)));
    if (lowest >= own) finalOf(ctx).add(key);
    return summary;
  } finally {
    stack.length = own;
    lowest = Math.min(before, lowest >= own ? Number.POSITIVE_INFINITY : lowest);
  }
}

/** The function itself; in a frame, or where only making counts, what stands for it there. */
function keyOf(ctx: Context, node: FunctionNode, frame: Frame | undefined): object {
  if (!frame && !ctx.now.making) return node;
  const own = once(
    once(framed, ctx, () => new WeakMap<FunctionNode, Map<string, object>>()),
    node,
    () => new Map(),
  );
  return once(own, `${ctx.now.making}${frame?.key ?? ''}`, () => ({}));
}

const framed = new WeakMap<Context, WeakMap<FunctionNode, Map<string, object>>>();

const final = new WeakMap<Context, Set<object>>();

function finalOf(ctx: Context): Set<object> {
  let set = final.get(ctx);
  if (!set) {
    set = new Set();
    final.set(ctx, set);
  }
  return set;
}

function iterate(ctx: Context, node: FunctionNode, key: object): Summary {
  let before = '';
  let summary = BOTTOM;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    summary = summarise(ctx, node, recursive.has(key));
    ctx.summaries.set(key, summary);
    const now = fingerprint(summary);
    if (now === before || !recursive.has(key)) return summary;
    before = now;
  }
  return { ...summary, unknown: true, depth: 0, primitiveGiven: null };
}

const fingerprint = (s: Summary): string =>
  JSON.stringify([
    [...s.reads],
    s.writes.length,
    s.accesses,
    s.externals,
    s.faults.length,
    [...s.called],
    [...s.retained],
    s.lazy,
    s.dispatches,
    s.primitiveGiven && [...s.primitiveGiven],
    s.depth,
  ]);

function summarise(ctx: Context, node: FunctionNode, isRecursive: boolean): Summary {
  const l = new Lowering(ctx, node, true);
  lowerFunctionBody(l, node);
  const all = gather(l, node);
  const parameters = parameterPaths(ctx, node);
  const isCallback = (f: Fault): boolean => f.code === 'PAR4008' && indexOfName(node, f.variable) >= 0;
  const owner = ctx.project.moduleOf(node).package?.name;
  const fatal = all.faults.find((f) => f.fatal === true && !isCallback(f));
  if (owner !== undefined && fatal) return hopeless(ctx, node, owner, fatal);
  const { primitiveGiven, depth } = resultOf(ctx, node);
  return {
    ...(owner === undefined ? {} : { package: owner }),
    reads: new Set(all.reads.filter((id) => isMet(ctx, ctx.ids.get(id)))),
    writes: distinct(
      all.writes.map((w) => ({ ...w, origin: w.origin ?? originOf(ctx, node, w.span) })),
      ({ span: _, ...w }) => w,
    ),
    accesses: unique([
      ...patternReads(ctx, node),
      ...l.expressions.flatMap((e) => e.accesses).flatMap((a) => outward(ctx, node, parameters, a)),
    ]),
    externals: distinct(
      l.expressions.flatMap((e) => e.externals.map((x) => ({ ...x, origin: x.origin ?? originOf(ctx, node, e.span) }))),
      ({ span: _, ...x }) => x,
    ),
    faults: distinct(
      [
        ...all.faults.filter((f) => !isCallback(f) && !(hasOwnThis(node) && f.code === 'PAR6007')),
        ...shapeFaults(l, node),
        ...stateFaults(l, node),
      ].map((f) => (owner === undefined ? f : placed(ctx, node, f))),
      ({ code, args, variable, fatal }) => [code, args, variable, fatal],
    ),
    called: new Set(all.faults.filter(isCallback).map((f) => indexOfName(node, f.variable))),
    retained: retainedParameters(ctx, node),
    unknown: stateFaults(l, node).length > 0 || all.faults.some((f) => f.fatal === true && !isCallback(f)),
    lazy: isGenerator(node) || l.expressions.some((e) => e.lazy === true),
    dispatches: [...new Set(l.expressions.flatMap((e) => e.dispatches ?? []))],
    primitiveGiven,
    depth,
    cost: Math.min(1e6, all.cost + (isRecursive ? RECURSION_COST : 0)),
  };
}

/** What a closure has enclosed comes with it, unless it may change. */
const isMet = (ctx: Context, symbol: Sym): boolean => !isEnclosed(ctx, symbol) || keepsState(symbol);

/** One reason is enough not to call a function of a package. Whoever calls it all the same lets it look at its arguments. */
function hopeless(ctx: Context, node: FunctionNode, owner: string, fault: Fault): Summary {
  const origin = originOf(ctx, node, { start: node.getStart(), end: node.end });
  const accesses = parametersOf(node).map((_, index) => ({
    write: false,
    root: { kind: 'param' as const, index },
    path: REST,
    origin,
  }));
  return {
    ...BOTTOM,
    package: owner,
    accesses,
    faults: [placed(ctx, node, fault)],
    unknown: true,
    primitiveGiven: null,
    depth: 0,
  };
}

/** In a method or constructor `this` is what the call says it is. */
const hasOwnThis = (node: FunctionNode): boolean =>
  ts.isMethodDeclaration(node) ||
  ts.isConstructorDeclaration(node) ||
  ts.isAccessor(node) ||
  node.parameters[0]?.name.getText() === 'this';

/** Stands for the callee in a fault, until the call is known. */
export const KEEPER = '';

function shapeFaults(l: Lowering, node: FunctionNode): Fault[] {
  const name = node.name?.getText() ?? 'the function';
  if (isAsync(node)) {
    const fatal = !l.ctx.suspends || ('asteriskToken' in node && node.asteriskToken !== undefined);
    return [l.fault(node, 'PAR2010', { what: `the async function '${name}'` }, { fatal, variable: name })];
  }
  return hasModifier(node, ts.SyntaxKind.DeclareKeyword) || !node.body
    ? [l.fault(node, 'PAR4001', { callee: name }, { fatal: true, variable: name })]
    : [];
}

/** Objects that only the maker of the closure knows: a change is seen by the next call. */
function stateFaults(l: Lowering, node: FunctionNode): Fault[] {
  const { ctx } = l;
  const changed = l.expressions
    .flatMap((e) => e.accesses)
    .find((a) => a.write && a.root.kind === 'symbol' && isEnclosed(ctx, ctx.ids.get(a.root.symbol)));
  if (changed?.root.kind !== 'symbol') return [];
  const { name } = ctx.ids.get(changed.root.symbol);
  const at = originOf(ctx, node, changed.span);
  const related = { message: `'${name}' is changed here`, ...at };
  return [{ ...l.fault(node, 'PAR4005', { name, callee: KEEPER }, { fatal: true, variable: name }), related }];
}

/** The first of each kind: functions that call each other would otherwise hand on their callees' effects again and again. */
const distinct = <T>(list: readonly T[], kind: (one: T) => unknown): T[] =>
  [...new Map(list.toReversed().map((one) => [JSON.stringify(kind(one)), one])).values()].reverse();

export const isYield = (f: Fault): boolean => f.code === 'PAR2010' && f.args.what === 'yield';

const isGenerator = (node: FunctionNode): boolean => 'asteriskToken' in node && node.asteriskToken !== undefined;

// ------------------------------------------------------------------ results

function resultOf(ctx: Context, node: FunctionNode): Pick<Summary, 'primitiveGiven' | 'depth'> {
  if (isAsync(node) || isGenerator(node)) return { primitiveGiven: null, depth: 0 };
  const returned = returnedBy(node);
  const depths = returned.map((e) => returnedDepth(ctx, node, e));
  return {
    primitiveGiven: primitiveGiven(ctx, node, returned),
    depth: Math.min(Number.POSITIVE_INFINITY, ...depths),
  };
}

/** A local variable that is returned is nobody else's any more. */
function returnedDepth(ctx: Context, node: FunctionNode, expression: ts.Expression): number {
  const inner = bare(expression);
  if (ts.isIdentifier(inner)) {
    const symbol = symbolOf(ctx, inner);
    const local = symbol && symbol.kind !== 'global' && symbol.declarations.every((d) => contains(node, d));
    if (local && symbol.references.every((r) => ownFunction(r.node) === node)) return depthOfSymbol(ctx, symbol);
  }
  return depthOf(ctx, inner);
}

function ownFunction(node: ts.Node): ts.Node {
  let n = node.parent;
  while (n && !ts.isFunctionLike(n) && !ts.isSourceFile(n)) n = n.parent;
  return n;
}

/** The expressions that a function may return. */
export function returnedBy(node: FunctionNode): ts.Expression[] {
  if (!node.body) return [];
  if (!ts.isBlock(node.body)) return [node.body];
  const found: ts.Expression[] = [];
  const visit = (n: ts.Node): void => {
    if (ts.isReturnStatement(n) && n.expression) found.push(n.expression);
    if (!ts.isFunctionLike(n) && !ts.isClassLike(n)) ts.forEachChild(n, visit);
  };
  visit(node.body);
  return found;
}
