/**
 * The object that an assignment, a mutating method or a callee changes. The replay needs that very object, so nothing
 * that gives it may be replaced by a logged value, which would be a copy.
 */
import type { ExprId } from '../records/graph.ts';
import { ts } from '../syntax/ts.ts';
import type { Lowering } from './lowering.ts';

const K = ts.SyntaxKind;

/** Their value is their operand, or a part of it. Subscripts may be logged. */
const LEADING: ReadonlySet<ts.SyntaxKind> = new Set([
  K.ParenthesizedExpression,
  K.NonNullExpression,
  K.AsExpression,
  K.SatisfiesExpression,
  K.TypeAssertionExpression,
  K.PropertyAccessExpression,
  K.ElementAccessExpression,
]);

/** Keeps the expression, and all that leads to its value, out of the log. */
export function itself(l: Lowering, id: ExprId, node: ts.Expression): ExprId {
  const record = l.expressions[id]!;
  l.expressions[id] = { ...record, replaceable: false };
  const [operand] = record.kids;
  if (operand !== undefined && LEADING.has(node.kind))
    itself(l, operand, (node as ts.ParenthesizedExpression).expression);
  return id;
}

/** The arguments that a callee writes to. */
export function keepChanged(
  l: Lowering,
  node: ts.CallExpression | ts.NewExpression,
  kids: readonly ExprId[],
  isChanged: (position: number) => boolean,
): void {
  const passed = node.arguments ?? [];
  const hasSpread = passed.some(ts.isSpreadElement);
  const head = kids.length - passed.length;
  for (const [i, argument] of passed.entries()) if (hasSpread || isChanged(i)) itself(l, kids[head + i]!, argument);
}
