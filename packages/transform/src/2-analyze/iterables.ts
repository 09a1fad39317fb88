/** What `for…of` goes through: an array, another built-in container, an iterator – or nobody knows. */
import { bare, type FunctionNode } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { calleeOf } from './callees.ts';
import { type Context, constantDeclaration, symbolOf } from './context.ts';

/** `custom`: with an iterator of the program's own. What an annotation says is a hint, which a guard tests. */
export type IterableKind = 'array' | 'map' | 'collection' | 'iterator' | 'custom' | 'unknown';

export type View = 'entries' | 'keys' | 'values';

const VIEWS: ReadonlySet<string> = new Set(['entries', 'keys', 'values']);
const MAP = /^(Readonly)?Map$/;
const SET = /^(Readonly)?Set$/;
const ITERATOR = /^(Async)?(Iterator|IterableIterator|Generator)$|^AsyncIterable$/;
const ARRAY = /^(Readonly)?Array$|^(Big)?(Ui|I)nt\d+(Clamped)?Array$|^Float\d+Array$/;

export function iterableKind(ctx: Context, expression: ts.Expression): IterableKind {
  const node = bare(expression);
  if (ts.isObjectLiteralExpression(node)) return 'custom';
  if (ts.isArrayLiteralExpression(node)) return 'array';
  if (ts.isNewExpression(node)) return ofName(node.expression.getText());
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return 'collection';
  if (ts.isCallExpression(node)) return ofCall(ctx, node);
  if (!ts.isIdentifier(node)) return 'unknown';
  const symbol = symbolOf(ctx, node);
  if (!symbol) return 'unknown';
  const declaration = symbol.declarations[0];
  if (declaration && (ts.isParameter(declaration) || ts.isVariableDeclaration(declaration)) && declaration.type)
    return ofType(declaration.type);
  const constant = constantDeclaration(symbol);
  return constant?.initializer && ts.isIdentifier(constant.name) ? iterableKind(ctx, constant.initializer) : 'unknown';
}

function ofType(type: ts.TypeNode): IterableKind {
  if (ts.isArrayTypeNode(type) || ts.isTupleTypeNode(type) || ts.isTypeOperatorNode(type)) return 'array';
  if (type.kind === ts.SyntaxKind.StringKeyword) return 'collection';
  return ts.isTypeReferenceNode(type) ? ofName(type.typeName.getText()) : 'unknown';
}

function ofName(name: string): IterableKind {
  if (MAP.test(name)) return 'map';
  if (SET.test(name)) return 'collection';
  if (ITERATOR.test(name)) return 'iterator';
  return ARRAY.test(name) ? 'array' : 'unknown';
}

function ofCall(ctx: Context, node: ts.CallExpression): IterableKind {
  if (generatorOf(ctx, node)) return 'iterator';
  const callee = calleeOf(ctx, node);
  if (callee.kind === 'method') {
    if (VIEWS.has(callee.name) || callee.name === 'matchAll') return 'iterator';
    return callee.name === 'split' || callee.name === 'match' ? 'array' : 'unknown';
  }
  return /^(Array\.(from|of)|Object\.(keys|values|entries))$/.test(node.expression.getText()) ? 'array' : 'unknown';
}

/** The generator function that a call certainly calls. */
export function generatorOf(ctx: Context, expression: ts.Expression): FunctionNode | undefined {
  const node = bare(expression);
  if (!ts.isCallExpression(node)) return undefined;
  const callee = calleeOf(ctx, node);
  if (callee.kind !== 'function') return undefined;
  return 'asteriskToken' in callee.node && callee.node.asteriskToken !== undefined ? callee.node : undefined;
}

/** `xs.entries()`, `map.keys()`: the container, and which view of it. */
export function viewOf(ctx: Context, expression: ts.Expression): { receiver: ts.Expression; view: View } | undefined {
  const node = bare(expression);
  if (!ts.isCallExpression(node) || node.arguments.length > 0 || ts.isOptionalChain(node)) return undefined;
  const callee = calleeOf(ctx, node);
  if (callee.kind !== 'method' || !VIEWS.has(callee.name)) return undefined;
  return { receiver: callee.receiver, view: callee.name as View };
}

/** `text.matchAll(/x/g)`: a pattern that is written in place has no state that the body could change. */
export function matchesOf(
  ctx: Context,
  expression: ts.Expression,
): { text: ts.Expression; pattern: string } | undefined {
  const node = bare(expression);
  if (!ts.isCallExpression(node) || node.arguments.length !== 1 || ts.isOptionalChain(node)) return undefined;
  const callee = calleeOf(ctx, node);
  const pattern = bare(node.arguments[0]!);
  if (callee.kind !== 'method' || callee.name !== 'matchAll' || !ts.isRegularExpressionLiteral(pattern))
    return undefined;
  // The plan's texts have words of ours that begin so.
  if (/\$[a-z]/.test(pattern.text)) return undefined;
  return { text: callee.receiver, pattern: pattern.text };
}

/** What the elements of a loop are taken from. */
export const containerOf = (ctx: Context, loop: ts.ForOfStatement | ts.ForInStatement): ts.Expression =>
  ts.isForInStatement(loop) ? loop.expression : (viewOf(ctx, loop.expression)?.receiver ?? loop.expression);

/** Each element is a pair that is made for the iteration. */
export const givesPairs = (ctx: Context, loop: ts.ForOfStatement): boolean => {
  const view = viewOf(ctx, loop.expression);
  return view ? view.view === 'entries' : iterableKind(ctx, loop.expression) === 'map';
};
