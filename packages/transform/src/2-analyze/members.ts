/** Members of the literals that tables are written as: `{ add: f }`, `[f, g]`, `new Map([['add', f]])`. */
import { bare } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { type Context, symbolOf } from './context.ts';
import { givenTo, inFrame } from './frames.ts';
import { each, joined, type Sources, sourcesOf } from './sources.ts';

/** A named member, an element at a place, one under a key that is computed, or what a Map gives. */
export type Key =
  | { readonly name: string }
  | { readonly at: number }
  | { readonly index: ts.Expression }
  | { readonly content: true };

type Value = ts.Expression | ts.MethodDeclaration;

/** An object, array or Map literal, or the array of a rest parameter. */
export function isTableLiteral(node: ts.Node): boolean {
  if (ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node)) return true;
  if (ts.isIdentifier(node)) return ts.isParameter(node.parent) && node.parent.dotDotDotToken !== undefined;
  return isMap(node) && (node.arguments ?? []).length > 0;
}

const isMap = (node: ts.Node): node is ts.NewExpression =>
  ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Map';

/** The values that the key may lead to, or all of them; undefined when they are not all seen. */
export function membersOf(ctx: Context, node: ts.Expression, key?: Key): readonly Value[] | undefined {
  if (ts.isObjectLiteralExpression(node)) return ofObject(ctx, node, key);
  if (isMap(node)) return key && !('content' in key) ? undefined : ofMap(ctx, node);
  const list = listed(ctx, node);
  if (!list || (key && ('name' in key || 'content' in key))) return undefined;
  if (key && 'at' in key) return list[key.at] ? [list[key.at]!] : undefined;
  if (key && !isPosition(key.index)) return undefined;
  return list;
}

function listed(ctx: Context, node: ts.Expression): readonly ts.Expression[] | undefined {
  if (ts.isIdentifier(node)) {
    const symbol = symbolOf(ctx, node);
    return symbol && givenTo(ctx, symbol)?.values;
  }
  if (!ts.isArrayLiteralExpression(node)) return undefined;
  return node.elements.some((e) => ts.isSpreadElement(e) || ts.isOmittedExpression(e)) ? undefined : node.elements;
}

function ofObject(ctx: Context, node: ts.ObjectLiteralExpression, key: Key | undefined): readonly Value[] | undefined {
  const named = node.properties.map(memberOf);
  if (named.some((m) => m === undefined)) return undefined;
  const all = named as { name: string; value: Value }[];
  if (key === undefined) return all.map((m) => m.value);
  const names = 'name' in key ? [key.name] : 'index' in key ? namesOf(ctx, key.index) : undefined;
  if (names === undefined) return 'index' in key ? all.map((m) => m.value) : undefined;
  if (names.some((name) => name in Object.prototype)) return undefined;
  const found = names.map((name) => all.filter((m) => m.name === name));
  return found.every((f) => f.length < 2) ? found.flat().map((m) => m.value) : undefined;
}

/** All texts that the key may be. */
function namesOf(ctx: Context, key: ts.Expression): readonly string[] | undefined {
  const found = sourcesOf(ctx, key)?.map((s) =>
    ts.isFunctionLike(s.node) ? undefined : literalText(s.node as ts.Expression),
  );
  return found?.every((t) => t !== undefined) ? (found as string[]) : undefined;
}

/** A key that is computed may also name what every object has: `OPS['constructor']`. */
export const isOpen = (ctx: Context, node: ts.Node, key: Key): boolean =>
  ts.isObjectLiteralExpression(node) && 'index' in key && namesOf(ctx, key.index) === undefined;

function memberOf(p: ts.ObjectLiteralElementLike): { name: string; value: Value } | undefined {
  const name = p.name && (ts.isIdentifier(p.name) || ts.isStringLiteralLike(p.name)) ? p.name.text : undefined;
  if (name === undefined || name === '__proto__') return undefined;
  if (ts.isMethodDeclaration(p)) return { name, value: p };
  if (ts.isPropertyAssignment(p)) return { name, value: p.initializer };
  return ts.isShorthandPropertyAssignment(p) ? { name, value: p.name } : undefined;
}

const literalText = (node: ts.Expression): string | undefined => {
  const key = bare(node);
  return ts.isStringLiteralLike(key) ? key.text : undefined;
};

/** `new Map([[k, f], …])` */
function ofMap(ctx: Context, node: ts.NewExpression): readonly ts.Expression[] | undefined {
  if (symbolOf(ctx, node.expression as ts.Identifier)?.kind !== 'global') return undefined;
  const [entries] = (node.arguments ?? []).map(bare);
  if (!entries || !ts.isArrayLiteralExpression(entries)) return undefined;
  const values = entries.elements.map((e) => {
    const pair = bare(e);
    return ts.isArrayLiteralExpression(pair) && pair.elements.length === 2 ? pair.elements[1] : undefined;
  });
  return values.every((v) => v !== undefined && !ts.isSpreadElement(v)) ? (values as ts.Expression[]) : undefined;
}

/** Certainly a number, so it can name no method of arrays. */
function isPosition(index: ts.Expression): boolean {
  const node = bare(index);
  if (ts.isNumericLiteral(node)) return true;
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return true;
  return ts.isBinaryExpression(node) && NUMERIC.has(node.operatorToken.kind);
}

const NUMERIC: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.PercentToken,
  ts.SyntaxKind.AmpersandToken,
  ts.SyntaxKind.BarToken,
  ts.SyntaxKind.CaretToken,
  ts.SyntaxKind.LessThanLessThanToken,
  ts.SyntaxKind.GreaterThanGreaterThanToken,
  ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken,
]);

/** What going through the value gives: the elements of an array, or the values of `Object.values(T)`, `map.values()`. */
export function elementsOf(ctx: Context, expression: ts.Expression, trusts: boolean): Sources {
  const node = bare(expression);
  if (ts.isCallExpression(node)) {
    const target = bare(node.expression);
    if (!ts.isPropertyAccessExpression(target)) return undefined;
    const { text } = target.name;
    const base = bare(target.expression);
    const isObject = ts.isIdentifier(base) && base.text === 'Object' && symbolOf(ctx, base)?.kind === 'global';
    if (isObject) return text === 'values' && node.arguments[0] ? allOf(ctx, node.arguments[0], trusts) : undefined;
    if (text === 'values' && node.arguments.length === 0)
      return isListed(ctx, base) ? allOf(ctx, base, trusts) : undefined;
    return text === 'filter' || text === 'slice' ? elementsOf(ctx, base, trusts) : undefined;
  }
  const from = sourcesOf(ctx, node, trusts);
  return from?.every((s) => ts.isArrayLiteralExpression(s.node) || ts.isIdentifier(s.node))
    ? allOf(ctx, node, trusts)
    : undefined;
}

/** An array or Map, whose `values` are its elements. */
const isListed = (ctx: Context, table: ts.Expression): boolean =>
  sourcesOf(ctx, table, true)?.every((s) => !ts.isObjectLiteralExpression(s.node)) ?? false;

/** What stands behind the keys in `Object.entries(T)`, `map.entries()` and a Map; undefined: it is something else. */
export function entryValuesOf(ctx: Context, expression: ts.Expression, trusts: boolean): Sources {
  const node = bare(expression);
  const target = ts.isCallExpression(node) ? bare(node.expression) : undefined;
  if (!ts.isCallExpression(node) || !target) return isMapOf(ctx, node) ? allOf(ctx, node, trusts) : undefined;
  if (!ts.isPropertyAccessExpression(target) || target.name.text !== 'entries') return undefined;
  const base = bare(target.expression);
  const isObject = ts.isIdentifier(base) && base.text === 'Object' && symbolOf(ctx, base)?.kind === 'global';
  const [first] = node.arguments;
  if (isObject) return first && allOf(ctx, first, trusts);
  return isListed(ctx, base) ? allOf(ctx, base, trusts) : undefined;
}

const isMapOf = (ctx: Context, table: ts.Expression): boolean =>
  sourcesOf(ctx, table, true)?.every((s) => isMap(s.node)) ?? false;

function allOf(ctx: Context, table: ts.Expression, trusts: boolean): Sources {
  const from = sourcesOf(ctx, table, trusts);
  return from && joined(from.map(({ node, frame }) => ofTable(ctx, node, frame, trusts)));
}

const ofTable = (ctx: Context, node: ts.Node, frame: Parameters<typeof inFrame>[1], trusts: boolean): Sources =>
  isTableLiteral(node)
    ? inFrame(ctx, frame, () => each(ctx, membersOf(ctx, node as ts.Expression), trusts))
    : undefined;
