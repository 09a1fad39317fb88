/** The first parameter of the callback of `reduce`: the initial value, or what the callback has returned before. */
import { bare, type FunctionNode, parametersOf } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { receiverOfCallback } from './callees.ts';
import type { Context } from './context.ts';
import { returnedBy } from './summaries.ts';

/** All expressions that give it its value; undefined when it is no accumulator, or they cannot be seen. */
export function accumulatorValues(ctx: Context, symbol: Sym): ts.Expression[] | undefined {
  const [declaration] = symbol.declarations;
  if (!declaration || !ts.isParameter(declaration) || !ts.isIdentifier(declaration.name)) return undefined;
  if (symbol.assignments.length > 0 || declaration.initializer || declaration.dotDotDotToken) return undefined;
  const callback = declaration.parent;
  if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback)) return undefined;
  if (parametersOf(callback)[0] !== declaration) return undefined;
  const found = receiverOfCallback(ctx, callback);
  if (!found?.method.startsWith('reduce')) return undefined;
  const [first, initial] = found.call.arguments;
  if (!first || bare(first) !== callback || !initial || ts.isSpreadElement(initial)) return undefined;
  return [initial, ...returnedBy(callback as FunctionNode)];
}
