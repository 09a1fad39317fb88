/** What is certainly no array, although `for…of` takes it: iterators, generators, collections, objects with their own. */
import { bare } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { calleeOf } from './callees.ts';
import { type Context, constantDeclaration, symbolOf } from './context.ts';

const ITERATOR_METHODS: ReadonlySet<string> = new Set(['entries', 'keys', 'values', 'matchAll']);
const COLLECTIONS = /^(Readonly)?(Map|Set)$|^(Async)?(Iterable|Iterator|IterableIterator|Generator)$/;

export function notAnArray(ctx: Context, expression: ts.Expression): boolean {
  const node = bare(expression);
  if (ts.isObjectLiteralExpression(node)) return true;
  if (ts.isNewExpression(node)) return COLLECTIONS.test(node.expression.getText());
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return true;
  if (ts.isCallExpression(node)) return givesIterator(ctx, node);
  if (!ts.isIdentifier(node)) return false;
  const symbol = symbolOf(ctx, node);
  if (!symbol) return false;
  const declaration = symbol.declarations[0];
  if (declaration && (ts.isParameter(declaration) || ts.isVariableDeclaration(declaration)) && declaration.type)
    return ts.isTypeReferenceNode(declaration.type) && COLLECTIONS.test(declaration.type.typeName.getText());
  const init = constantDeclaration(symbol)?.initializer;
  return init !== undefined && notAnArray(ctx, init);
}

function givesIterator(ctx: Context, node: ts.CallExpression): boolean {
  const callee = calleeOf(ctx, node);
  if (callee.kind === 'function') return 'asteriskToken' in callee.node && callee.node.asteriskToken !== undefined;
  return callee.kind === 'method' && ITERATOR_METHODS.has(callee.name);
}
