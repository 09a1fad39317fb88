/** Function literals: what the function may do is charged to the literal, as if it ran there any number of times. */
import type { ExprId, VariableWrite } from '../records/graph.ts';
import type { FunctionNode } from '../syntax/nodes.ts';
import { bare, isAsync } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { calleeOf } from './callees.ts';
import { constantDeclaration, contains, symbolOf } from './context.ts';
import { lowerExpr } from './lower-expr.ts';
import { lowerBlock } from './lower-stmt.ts';
import { type Draft, Lowering } from './lowering.ts';
import { summaryOf } from './summaries.ts';

/** How often a callback's body is taken to run, for the estimate of its cost. */
const CALLBACK_RUNS = 20;

export function lowerFunctionValue(l: Lowering, node: ts.ArrowFunction | ts.FunctionExpression): ExprId {
  if (l.ctx.now.making && !isCallback(l, node)) return l.add(node, { op: 'function', replaceable: false });
  const body = new Lowering(l.ctx, l.boundary, true);
  lowerFunctionBody(body, node);
  const all = gather(body, node);
  // What it reads, it reads where it is called, and that is charged to the calls.
  const effects = isOnlyCalled(l, node) ? { ...all, accesses: all.accesses.filter((a) => a.write) } : all;
  const faults = isAsync(node)
    ? [l.fault(node, 'PAR2010', { what: 'an async function' }, { fatal: true })]
    : effects.faults;
  return l.add(node, {
    op: 'function',
    ...effects,
    ...placesIn(body),
    faults,
    cost: effects.cost * CALLBACK_RUNS,
    replaceable: false,
  });
}

/** It is called where it is made: passed to what calls its argument. */
function isCallback(l: Lowering, node: ts.Expression): boolean {
  let value: ts.Expression = node;
  while (ts.isExpression(value.parent) && bare(value.parent) === node) value = value.parent;
  const { parent } = value;
  if (!ts.isCallExpression(parent) && !ts.isNewExpression(parent)) return false;
  const callee = calleeOf(l.ctx, parent);
  const position = parent.arguments?.indexOf(value) ?? -1;
  if (callee.kind === 'function' && position >= 0) return summaryOf(l.ctx, callee.node).called.has(position);
  return true;
}

/** Where in a function literal paths and variables are mentioned. */
function placesIn({ expressions }: Lowering): Pick<Draft, 'inner' | 'mentions' | 'owns'> {
  return {
    owns: expressions.flatMap((e) => [...(e.own ? [e.own] : []), ...(e.owns ?? [])]),
    inner: expressions.flatMap((e) => [...(e.path ? [{ path: e.path, span: e.span }] : []), ...(e.inner ?? [])]),
    mentions: expressions.flatMap((e) => e.mentions ?? e.reads.map((symbol) => ({ symbol, span: e.span }))),
  };
}

/** A constant that is mentioned only where it is called. */
function isOnlyCalled(l: Lowering, node: ts.Node): boolean {
  const { parent } = node;
  if (!ts.isVariableDeclaration(parent) || parent.initializer !== node || !ts.isIdentifier(parent.name)) return false;
  const symbol = symbolOf(l.ctx, parent.name);
  return (
    symbol !== undefined &&
    constantDeclaration(symbol) === parent &&
    symbol.references.every((r) => ts.isCallExpression(r.node.parent) && r.node.parent.expression === r.node)
  );
}

/** Lowers parameters' default values and the body of a function. */
export function lowerFunctionBody(l: Lowering, node: FunctionNode): void {
  for (const parameter of node.parameters) {
    if (parameter.initializer) lowerExpr(l, parameter.initializer);
    lowerPatternDefaults(l, parameter.name);
  }
  if (!node.body) return;
  if (ts.isBlock(node.body)) lowerBlock(l, node.body);
  else lowerExpr(l, node.body);
}

export function lowerPatternDefaults(l: Lowering, name: ts.BindingName): ExprId[] {
  if (ts.isIdentifier(name)) return [];
  return name.elements.flatMap((e) => {
    if (ts.isOmittedExpression(e)) return [];
    const key =
      e.propertyName && ts.isComputedPropertyName(e.propertyName) ? [lowerExpr(l, e.propertyName.expression)] : [];
    const value = e.initializer ? [l.sometimes(e.initializer, [lowerExpr(l, e.initializer)])] : [];
    return [...key, ...value, ...lowerPatternDefaults(l, e.name)];
  });
}

type Gathered = Pick<Draft, 'reads' | 'accesses' | 'externals' | 'faults' | 'cost'> &
  Partial<Pick<Draft, 'dispatches'>> & { writes: VariableWrite[] };

/** Everything in the records of `l` that is visible outside of `node`. */
export function gather(l: Lowering, node: ts.Node): Gathered {
  const inside = (id: number): boolean => {
    const symbol = l.ctx.ids.get(id);
    return symbol.kind !== 'global' && symbol.declarations.every((d) => contains(node, d));
  };
  const all = l.expressions;
  const dispatches = [...new Set(all.flatMap((e) => e.dispatches ?? []))];
  return {
    ...(dispatches.length === 0 ? {} : { dispatches }),
    reads: [...new Set(all.flatMap((e) => e.reads).filter((id) => !inside(id)))],
    writes: all.flatMap((e) => e.writes).filter((w) => !inside(w.symbol)),
    accesses: all
      .flatMap((e) => e.accesses)
      .filter((a) => a.root.kind !== 'fresh' && !(a.root.kind === 'symbol' && inside(a.root.symbol))),
    externals: all.flatMap((e) => e.externals),
    faults: all.flatMap((e) => e.faults),
    cost: all.reduce((sum, e) => sum + e.cost, 0),
  };
}
