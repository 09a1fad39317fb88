/** Paths of named fields that begin outside of the construct: the plan may send what they lead to, and nothing else. */
import { type FieldPath, THIS } from '../records/graph.ts';
import { bare, isFunctionLike } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { type Context, contains, symbolOf } from './context.ts';
import { guardedText } from './entry-text.ts';
import { isAccessorName } from './named-members.ts';

type Member = ts.PropertyAccessExpression | ts.ElementAccessExpression;

/** @returns undefined when the expression is no such path, or its text at the construct means something else */
export function fieldPath(ctx: Context, node: Member): FieldPath | undefined {
  if (!contains(ctx.construct, node)) return undefined;
  const fields: string[] = [];
  const owners: string[] = [];
  let at: ts.Expression = node;
  while (ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at)) {
    const field = fieldOf(at);
    const owner = guardedText(ctx, at.expression);
    if (field === undefined || owner === undefined || ts.isOptionalChain(at)) return undefined;
    if (isAccessorName(ctx, field)) return undefined;
    fields.unshift(field);
    owners.unshift(owner);
    at = bare(at.expression);
  }
  const root = rootOf(ctx, at);
  const entry = guardedText(ctx, node);
  return root === undefined || entry === undefined ? undefined : { root, fields, entry, owners };
}

function fieldOf(node: Member): string | undefined {
  if (ts.isElementAccessExpression(node)) {
    const key = bare(node.argumentExpression);
    return ts.isStringLiteral(key) ? key.text : undefined;
  }
  const name = node.name.text;
  if (ts.isPrivateIdentifier(node.name)) return isPrivateField(node, name) ? name : undefined;
  return name;
}

/** A private method or accessor is no field. */
function isPrivateField(node: ts.Node, name: string): boolean {
  for (let n: ts.Node = node; n; n = n.parent) {
    const member = ts.isClassLike(n) ? n.members.find((m) => m.name?.getText() === name) : undefined;
    if (member) return ts.isPropertyDeclaration(member);
  }
  return false;
}

function rootOf(ctx: Context, node: ts.Expression): number | undefined {
  if (node.kind === ts.SyntaxKind.ThisKeyword) return thisOwner(node) === thisOwner(ctx.construct) ? THIS : undefined;
  const symbol = ts.isIdentifier(node) ? symbolOf(ctx, node) : undefined;
  if (!symbol || !ROOTS.has(symbol.kind) || symbol.declarations.some((d) => contains(ctx.construct, d)))
    return undefined;
  if (symbol.kind === 'import' && ctx.project.follow(symbol).kind !== 'symbol') return undefined;
  return ctx.ids.id(symbol);
}

const ROOTS: ReadonlySet<string> = new Set(['var', 'let', 'const', 'param', 'import']);

/** What decides the meaning of `this`: the nearest function that is no arrow function, or initialiser of a property. */
export function thisOwner(node: ts.Node): ts.Node {
  let n = node.parent;
  while (n.parent && (ts.isArrowFunction(n) || !(isFunctionLike(n) || ts.isPropertyDeclaration(n)))) n = n.parent;
  return n;
}
