/** What the text of a table of functions shows, for a guard: who imports an exported table can write into it. */
import type { TableText } from '@parloop/runtime/contract';
import { bare, type FunctionNode, parametersOf } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { type Context, functionOf, literalFunction, resolved, symbolOf } from './context.ts';
import { frozen } from './exports.ts';
import { isLiteralValue } from './namespaces.ts';

/** Null: nothing that could be compared. */
export function tableText(ctx: Context, expression: ts.Expression, name = ''): TableText {
  const node = bare(expression);
  const literal = literalFunction(node);
  if (literal) return described(literal, literal.name?.text ?? name);
  if (isLiteralValue(node)) return literalText(node);
  if (ts.isIdentifier(node)) return ofName(ctx, node);
  if (ts.isObjectLiteralExpression(node)) return ofObject(ctx, node);
  if (ts.isArrayLiteralExpression(node)) return ofList(ctx, node);
  const inner = frozen(node);
  if (inner) return tableText(ctx, inner);
  return ts.isNewExpression(node) && node.arguments?.[0] ? ofEntries(ctx, node.arguments[0]) : null;
}

/** Parameters from the first default value on do not count. */
function described(node: FunctionNode, name: string): string {
  const parameters = parametersOf(node);
  const first = parameters.findIndex((p) => p.initializer || p.dotDotDotToken);
  return `${name}/${first < 0 ? parameters.length : first}`;
}

function ofName(ctx: Context, node: ts.Identifier): TableText {
  const symbol = symbolOf(ctx, node);
  const local = symbol && symbol.kind !== 'global' ? resolved(ctx, symbol)?.symbol : undefined;
  const found = local && functionOf(local);
  if (!found) return null;
  const isDefault = ts.isFunctionDeclaration(found) && !found.name;
  return isDefault ? null : described(found, (found as ts.FunctionExpression).name?.text ?? local.name);
}

function ofObject(ctx: Context, { properties }: ts.ObjectLiteralExpression): TableText {
  const members: Record<string, TableText> = {};
  for (const p of properties) {
    if (!p.name || !(ts.isIdentifier(p.name) || ts.isStringLiteralLike(p.name))) return null;
    const { text } = p.name;
    if (ts.isMethodDeclaration(p)) members[text] = described(p, text);
    else if (ts.isPropertyAssignment(p)) members[text] = tableText(ctx, p.initializer, text);
    else if (ts.isShorthandPropertyAssignment(p)) members[text] = ofName(ctx, p.name);
    else return null;
  }
  return { object: members };
}

const ofList = (ctx: Context, { elements }: ts.ArrayLiteralExpression): TableText =>
  elements.some((e) => ts.isSpreadElement(e) || ts.isOmittedExpression(e))
    ? null
    : { list: elements.map((e) => tableText(ctx, e)) };

function ofEntries(ctx: Context, entries: ts.Expression): TableText {
  const list = bare(entries);
  if (!ts.isArrayLiteralExpression(list)) return null;
  const map = list.elements.map((e): readonly [unknown, TableText] | undefined => {
    const pair = bare(e);
    const [key, value] = ts.isArrayLiteralExpression(pair) ? pair.elements : [];
    const text = key && isLiteralValue(key) ? literalText(bare(key)) : null;
    return value && text ? [text.value, tableText(ctx, value)] : undefined;
  });
  return map.every((m) => m !== undefined) ? { map: map as (readonly [unknown, TableText])[] } : null;
}

function literalText(node: ts.Expression): { readonly value: unknown } | null {
  if (ts.isStringLiteralLike(node)) return { value: node.text };
  if (ts.isNumericLiteral(node)) return { value: Number(node.text) };
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { value: true };
  return node.kind === ts.SyntaxKind.FalseKeyword ? { value: false } : null;
}
