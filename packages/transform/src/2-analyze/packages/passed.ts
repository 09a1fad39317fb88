/** Functions that an argument hands on by name: literals are charged where they stand. */
import { ts } from '../../syntax/ts.ts';
import { calleeOfValue } from '../callees.ts';
import { type Context, literalFunction } from '../context.ts';

export function functionsIn(ctx: Context, argument: ts.Expression): ts.Expression[] {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (isNamed(ctx, node)) found.push(node);
    else if (ts.isCallExpression(node) || ts.isNewExpression(node)) for (const a of node.arguments ?? []) visit(a);
    else ts.forEachChild(node, visit);
  };
  visit(argument);
  return found;
}

function isNamed(ctx: Context, node: ts.Node): node is ts.Expression {
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return false;
  const isName = ts.isPropertyAssignment(node.parent) && node.parent.name === node;
  if (isName || literalFunction(node)) return false;
  const { kind } = calleeOfValue(ctx, node);
  return kind === 'function' || kind === 'builtin' || kind === 'closures';
}
