/** Where it is decided what an unknown function is: the place that its diagnostic shows. */
import type { Fault } from '../records/graph.ts';
import { bare, spanOf } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { type Context, constantDeclaration, resolved, symbolOf } from './context.ts';
import { isTableLiteral } from './members.ts';
import { changeOf } from './settled.ts';
import { sourcesOf } from './sources.ts';

interface Reason {
  readonly message: string;
  readonly node: ts.Node;
}

/** @returns undefined where the call itself says all that can be said */
export function placeOfUnknown(ctx: Context, target: ts.Expression): Fault['related'] {
  const reason = reasonOf(ctx, target, 0);
  if (!reason) return undefined;
  return { message: reason.message, span: spanOf(reason.node), file: ctx.project.moduleOf(reason.node).index };
}

function reasonOf(ctx: Context, expression: ts.Expression, depth: number): Reason | undefined {
  const node = bare(expression);
  if (depth > 8) return undefined;
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node))
    return reasonOf(ctx, node.expression, depth + 1);
  if (ts.isCallExpression(node)) return reasonOf(ctx, node.expression, depth + 1);
  return ts.isIdentifier(node) ? ofName(ctx, node, depth) : undefined;
}

function ofName(ctx: Context, node: ts.Identifier, depth: number): Reason | undefined {
  const named = symbolOf(ctx, node);
  const symbol = named && named.kind !== 'global' ? resolved(ctx, named)?.symbol : undefined;
  if (!symbol || symbol.kind === 'import') return undefined;
  const { name } = symbol;
  const isTable = sourcesOf(ctx, node, true)?.some((s) => !ts.isFunctionLike(s.node) && isTableLiteral(s.node));
  const change = isTable ? changeOf(ctx, symbol) : undefined;
  if (change) return { message: `'${name}' ${change.why ?? 'may be changed here'}`, node: change.node };
  const [assignment] = symbol.kind === 'param' ? [] : symbol.assignments;
  if (assignment) return { message: `'${name}' is assigned here`, node: assignment.node };
  const declaration = constantDeclaration(symbol);
  const init = declaration?.initializer;
  if (!init || isTable) return undefined;
  return reasonOf(ctx, init, depth + 1) ?? { message: `'${name}' gets its value here`, node: init };
}
