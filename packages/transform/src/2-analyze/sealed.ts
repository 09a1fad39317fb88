/** Objects that only a function and the closures which it makes know, and that no closure changes or gives away. */
import { bare, enclosingFunction } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { calleeOf } from './callees.ts';
import type { Context } from './context.ts';
import { givenTo, keepsState } from './frames.ts';
import { depthOf, isPrimitive } from './freshness.ts';
import { methodInfo } from './knowledge/methods.ts';
import { storesInto } from './stores.ts';

/**
 * What the variable of a maker holds is as it was when the closures were made: it is new and flat, the maker has not
 * given it away, and closures only look into it.
 */
export function isSealed(ctx: Context, symbol: Sym): boolean {
  if (keepsState(symbol) || !isFlat(ctx, symbol)) return false;
  const home = enclosingFunction(symbol.declarations[0]!);
  const owner = ts.isParameter(symbol.declarations[0]!) ? symbol.declarations[0]!.parent : home;
  return symbol.references.every(({ node, write }) => {
    if (enclosingFunction(node) === owner) return write || staysHome(ctx, node);
    return looksInto(node);
  });
}

/** New, and everything in it is a primitive. */
function isFlat(ctx: Context, symbol: Sym): boolean {
  const given = givenTo(ctx, symbol);
  const values = given ? given.values : madeOf(symbol);
  if (!values || given?.rest || values.length === 0) return false;
  if (!values.every((v) => isFlatValue(ctx, v))) return false;
  if (values.every((v) => isView(ctx, v))) return true;
  return storesInto(ctx, symbol).every((s) => s.value !== undefined && isPrimitive(ctx, s.value));
}

function madeOf({ declarations, assignments }: Sym): readonly ts.Expression[] | undefined {
  const [declaration, more] = declarations;
  if (!declaration || more || assignments.length > 0 || !ts.isVariableDeclaration(declaration)) return undefined;
  return ts.isIdentifier(declaration.name) && declaration.initializer ? [declaration.initializer] : undefined;
}

function isFlatValue(ctx: Context, value: ts.Expression): boolean {
  const node = bare(value);
  if (ts.isArrayLiteralExpression(node)) return node.elements.every((e) => isPrimitive(ctx, e));
  if (ts.isObjectLiteralExpression(node))
    return node.properties.every((p) => ts.isPropertyAssignment(p) && isPrimitive(ctx, p.initializer));
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return false;
  const callee = calleeOf(ctx, node);
  if (callee.kind === 'builtin') {
    if (callee.info.returns === 'view') return isView(ctx, node);
    return EMPTY.has(callee.name) && (node.arguments ?? []).every((a) => isPrimitive(ctx, a));
  }
  const isMapped = callee.kind === 'method' && callee.name === 'map' && node.arguments?.[0];
  return isMapped ? primitiveCallback(ctx, isMapped) : false;
}

/** A typed array with memory of its own, which holds numbers whatever is stored. */
function isView(ctx: Context, value: ts.Expression): boolean {
  const node = bare(value);
  if (!ts.isNewExpression(node)) return false;
  const callee = calleeOf(ctx, node);
  const isTyped = callee.kind === 'builtin' && callee.info.returns === 'view';
  return isTyped && depthOf(ctx, node) === Number.POSITIVE_INFINITY;
}

const EMPTY: ReadonlySet<string> = new Set(['Map', 'Set', 'Array']);

/** A callback that gives primitives, so that the array of its results is flat. */
function primitiveCallback(ctx: Context, callback: ts.Expression): boolean {
  const node = bare(callback);
  const isFunction = ts.isArrowFunction(node) || ts.isFunctionExpression(node);
  return isFunction && !ts.isBlock(node.body) && isPrimitive(ctx, node.body);
}

/** The maker looks into it, fills it, or names it; it passes it on to nobody. */
function staysHome(ctx: Context, node: ts.Node): boolean {
  if (looksInto(node)) return true;
  const { parent } = node;
  if (ts.isElementAccessExpression(parent) || ts.isPropertyAccessExpression(parent)) {
    if (parent.expression !== node) return false;
    const outer = parent.parent;
    if (isMemory(parent)) return false;
    if (!ts.isCallExpression(outer) || outer.expression !== parent) return true;
    // `m.set(k, v)` gives the map itself back.
    return ts.isExpressionStatement(outer.parent);
  }
  const callee = ts.isCallExpression(parent) ? calleeOf(ctx, parent) : undefined;
  return callee?.kind === 'builtin' && !callee.info.mutates && callee.info.returns === 'primitive';
}

/** Reads something out of it, which is a primitive. */
function looksInto(node: ts.Node): boolean {
  let access: ts.Node = node;
  while (ts.isNonNullExpression(access.parent) || ts.isParenthesizedExpression(access.parent)) access = access.parent;
  const { parent } = access;
  if (ts.isForOfStatement(parent)) return parent.expression === access;
  if (!ts.isElementAccessExpression(parent) && !ts.isPropertyAccessExpression(parent)) return false;
  if (parent.expression !== access || isChanged(parent) || isMemory(parent)) return false;
  const call = parent.parent;
  if (!ts.isCallExpression(call) || call.expression !== parent) return true;
  const info = ts.isPropertyAccessExpression(parent) ? methodInfo(parent.name.text) : undefined;
  if (!info || info.mutates || info.retains || !NEW.has(info.returns)) return false;
  const callback = info.callback === undefined ? undefined : call.arguments[info.callback];
  return callback === undefined || ((callback as ts.ArrowFunction).parameters?.length ?? 9) < 3;
}

const NEW: ReadonlySet<string> = new Set(['primitive', 'fresh', 'element']);

/** `view.buffer` */
const isMemory = (access: ts.ElementAccessExpression | ts.PropertyAccessExpression): boolean =>
  ts.isPropertyAccessExpression(access) && access.name.text === 'buffer';

function isChanged(access: ts.Expression): boolean {
  const { parent } = access;
  if (ts.isBinaryExpression(parent) && parent.left === access)
    return (
      parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment
    );
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent))
    return parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken;
  return ts.isDeleteExpression(parent) || ts.isArrayLiteralExpression(parent) || ts.isPropertyAssignment(parent);
}
