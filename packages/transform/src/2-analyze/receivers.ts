/** What the receiver of a built-in method is, where the effect of the method depends on it. */
import { bare } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { type Context, constantDeclaration, symbolOf } from './context.ts';
import { advances } from './knowledge/methods.ts';

/**
 * The method goes on where an earlier call has stopped: `test` and `exec` of a pattern with the flag g or y, and what
 * consumes an iterator.
 */
export function keepsState(ctx: Context, base: ts.Expression, name: string): boolean {
  if (!advances(name)) return false;
  return name === 'test' || name === 'exec' ? mayBeSticky(ctx, base) : isIterator(ctx, base);
}

/** Methods of text that move the pattern that they are given, or set it back to the start. */
const MOVING: ReadonlySet<string> = new Set(['replace', 'replaceAll', 'match']);
/** Where a pattern with the flag g may be named if its position is nowhere asked for. */
const SEARCHING: ReadonlySet<string> = new Set([...MOVING, 'matchAll', 'split', 'search']);

/**
 * `text.replace(pattern, …)` goes on where a pattern with the flag y has stopped. One with the flag g is set back, which
 * nobody sees if it is only used to search from the start.
 */
export function movesPattern(ctx: Context, argument: ts.Expression, name: string): boolean {
  const node = bare(argument);
  if (!MOVING.has(name) || !ts.isIdentifier(node) || !mayBeSticky(ctx, node)) return false;
  const symbol = symbolOf(ctx, node);
  const made = symbol && constantDeclaration(symbol)?.initializer;
  const isGlobal = made && ts.isRegularExpressionLiteral(bare(made)) && !YIELDING.test(bare(made).getText());
  return !isGlobal || !symbol.references.every((r) => isSearched(r.node));
}

const YIELDING = /\/[a-z]*y[a-z]*$/;

function isSearched(node: ts.Node): boolean {
  const call = node.parent;
  if (ts.isVariableDeclaration(call)) return call.name === node;
  const target = ts.isCallExpression(call) && call.arguments[0] === node ? bare(call.expression) : undefined;
  return target !== undefined && ts.isPropertyAccessExpression(target) && SEARCHING.has(target.name.text);
}

const ITERATOR_METHODS: ReadonlySet<string> = new Set(['entries', 'keys', 'values', 'matchAll', 'drop', 'take']);

/** Some value of the expression is made by a call that gives an iterator, as far as its definitions are seen. */
export function isIterator(ctx: Context, expression: ts.Expression, seen: Set<Sym> = new Set()): boolean {
  const node = bare(expression);
  if (ts.isCallExpression(node)) return givesIterator(ctx, node, seen);
  if (ts.isConditionalExpression(node))
    return isIterator(ctx, node.whenTrue, seen) || isIterator(ctx, node.whenFalse, seen);
  const symbol = ts.isIdentifier(node) ? symbolOf(ctx, node) : undefined;
  if (!symbol || seen.has(symbol)) return false;
  seen.add(symbol);
  return symbol.declarations.some(
    (d) => ts.isVariableDeclaration(d) && d.initializer !== undefined && isIterator(ctx, d.initializer, seen),
  );
}

function givesIterator(ctx: Context, call: ts.CallExpression, seen: Set<Sym>): boolean {
  const target = bare(call.expression);
  if (ts.isElementAccessExpression(target)) return true;
  if (!ts.isPropertyAccessExpression(target)) return false;
  const isStatic = ts.isIdentifier(target.expression) && target.expression.text === 'Object';
  if (ITERATOR_METHODS.has(target.name.text)) return !isStatic;
  return ['map', 'filter', 'flatMap'].includes(target.name.text) && isIterator(ctx, target.expression, seen);
}

/** A pattern that certainly or possibly has the flag g or y. One that is sent to workers has neither. */
function mayBeSticky(ctx: Context, expression: ts.Expression): boolean {
  const node = bare(expression);
  const symbol = ts.isIdentifier(node) ? symbolOf(ctx, node) : undefined;
  const pattern = symbol ? constantDeclaration(symbol)?.initializer : node;
  const made = pattern && bare(pattern);
  if (!made) return false;
  if (ts.isRegularExpressionLiteral(made)) return STICKY.test(made.text);
  if ((!ts.isNewExpression(made) && !ts.isCallExpression(made)) || made.expression.getText() !== 'RegExp') return false;
  const [source, flags] = made.arguments ?? [];
  if (flags) return !ts.isStringLiteralLike(flags) || STICKY.test(`/${flags.text}`);
  return source !== undefined && !ts.isStringLiteralLike(source) && !ts.isTemplateExpression(source);
}

const STICKY = /\/[a-z]*[gy][a-z]*$/;
