/** The values that the counter of an inner loop takes: `for (let j = lower; j < upper; j++)`. */
import type { LoopRange } from '../records/graph.ts';
import { bare } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { affineOf, isSteady } from './affine.ts';
import { type Context, contains, symbolOf } from './context.ts';

export function rangeOf(ctx: Context, node: ts.ForStatement): LoopRange | undefined {
  const { initializer, condition, incrementor } = node;
  if (!initializer || !ts.isVariableDeclarationList(initializer) || !condition || !incrementor) return undefined;
  // Behind its loop a `var` has another value.
  if ((initializer.flags & ts.NodeFlags.BlockScoped) === 0) return undefined;
  const [declaration] = initializer.declarations;
  const symbol = declaration && ts.isIdentifier(declaration.name) ? symbolOf(ctx, declaration.name) : undefined;
  const test = bare(condition);
  if (!symbol || !declaration?.initializer || !ts.isBinaryExpression(test)) return undefined;
  if (test.operatorToken.kind !== ts.SyntaxKind.LessThanToken || !isName(ctx, test.left, symbol)) return undefined;
  const counts = isIncrement(incrementor) && symbol.assignments.every((r) => contains(incrementor, r.node));
  const lower = affineOf(ctx, declaration.initializer);
  const upper = affineOf(ctx, test.right);
  if (!counts || !lower || !upper || !isSteady(symbol)) return undefined;
  return { symbol: ctx.ids.id(symbol), lower, upper };
}

function isIncrement(node: ts.Expression): boolean {
  const update = bare(node);
  const unary = ts.isPrefixUnaryExpression(update) || ts.isPostfixUnaryExpression(update);
  return unary && update.operator === ts.SyntaxKind.PlusPlusToken;
}

function isName(ctx: Context, node: ts.Expression, symbol: ReturnType<typeof symbolOf>): boolean {
  const inner = bare(node);
  return ts.isIdentifier(inner) && symbolOf(ctx, inner) === symbol;
}
