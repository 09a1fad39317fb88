/** Whether any object may have changed between a declaration and the construct behind it. */
import { bare, enclosingFunction } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { type Context, contains } from './context.ts';
import { depthOfSymbol } from './freshness.ts';
import { lowerExpr } from './lower-expr.ts';
import { lowerStatement } from './lower-stmt.ts';
import { Lowering } from './lowering.ts';

/** Everything that runs between the two is seen, and changes only what was made in between. */
export function isQuietSince(ctx: Context, declaration: ts.VariableDeclaration): boolean {
  const list = declaration.parent;
  if (!ts.isVariableDeclarationList(list)) return false;
  const statement = list.parent;
  const { construct } = ctx;
  if (!ts.isVariableStatement(statement) || !contains(statement.parent, construct)) return false;
  if (enclosingFunction(statement) !== enclosingFunction(construct)) return false;
  const behind = list.declarations.slice(list.declarations.indexOf(declaration) + 1);
  if (!behind.every((d) => !d.initializer || isQuiet(ctx, statement, (l) => lowerExpr(l, d.initializer!))))
    return false;
  const way = wayTo(construct, statement.parent);
  return way?.every((s) => runsQuietly(ctx, statement, s)) === true && startsQuietly(ctx, statement);
}

/** Statements and conditions on the way from the block to the construct; undefined when there is a loop on the way. */
function wayTo(construct: ts.Node, block: ts.Node): ts.Node[] | undefined {
  const way: ts.Node[] = [];
  for (let n = construct; n !== block; n = n.parent) {
    const { parent } = n;
    if (n !== construct && (ts.isIterationStatement(n, false) || ts.isTryStatement(n) || ts.isLabeledStatement(n)))
      return undefined;
    if (ts.isIfStatement(parent) && n !== parent.expression) way.push(parent.expression);
    if (ts.isBlock(parent) || ts.isSourceFile(parent)) way.push(...parent.statements.filter((s) => s.end <= n.pos));
    if (ts.isCaseOrDefaultClause(parent)) return undefined;
  }
  return way;
}

function runsQuietly(ctx: Context, from: ts.Node, node: ts.Node): boolean {
  if (contains(node, from) || node.end <= from.pos) return true;
  return isQuiet(ctx, from, (l) =>
    ts.isStatement(node) ? lowerStatement(l, node) : lowerExpr(l, node as ts.Expression),
  );
}

/** What the construct evaluates before its first iteration. */
function startsQuietly(ctx: Context, from: ts.Node): boolean {
  const { construct } = ctx;
  const target = ts.isCallExpression(construct) ? bare(construct.expression) : undefined;
  const parts: ts.Expression[] = [];
  if (ts.isForOfStatement(construct) || ts.isForInStatement(construct)) parts.push(construct.expression);
  if (target && ts.isPropertyAccessExpression(target)) parts.push(target.expression);
  return parts.every((p) => isQuiet(ctx, from, (l) => lowerExpr(l, p)));
}

function isQuiet(ctx: Context, from: ts.Node, lower: (l: Lowering) => void): boolean {
  const l = new Lowering(ctx, ctx.project.main.source);
  lower(l);
  return l.expressions.every(
    (e) =>
      e.faults.length === 0 &&
      e.accesses.every((a) => {
        if (!a.write || a.root.kind === 'fresh') return true;
        if (a.root.kind !== 'symbol') return false;
        const symbol = ctx.ids.get(a.root.symbol);
        const own = symbol.kind !== 'global' && symbol.declarations.every((d) => d.pos > from.end);
        return own && depthOfSymbol(ctx, symbol) >= a.path.length;
      }),
  );
}
