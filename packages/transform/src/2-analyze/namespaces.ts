/** `import * as geo from './geo.ts'`: a member is the exported function or constant itself. */
import type { Supply, SymbolId } from '../records/graph.ts';
import { bare, enclosingFunction } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { type Context, constantDeclaration, contains, functionOf, symbolOf } from './context.ts';
import { spaceMember } from './spaces.ts';

/**
 * The symbol behind `geo.area` or `geo.K`, where the member is a function or a constant primitive literal: what a worker
 * can have under that name whatever else the module holds.
 */
export function namespaceSymbol(ctx: Context, node: ts.PropertyAccessExpression): Sym | undefined {
  const own = spaceMember(ctx, node);
  if (own) return own;
  const base = bare(node.expression);
  const symbol = ts.isIdentifier(base) ? symbolOf(ctx, base) : undefined;
  if (symbol?.kind !== 'import') return undefined;
  const member = memberOf(ctx, symbol, node.name.text);
  // Inside of a package all variables are there; which of them are state is another question.
  const isAny = ctx.project.moduleOf(node).package !== undefined;
  return member && (isAny || functionOf(member) || isLiteral(member)) ? member : undefined;
}

function memberOf(ctx: Context, namespace: Sym, name: string): Sym | undefined {
  const target = ctx.project.follow(namespace);
  if (target.kind !== 'module') return undefined;
  const member = ctx.project.exported(target.module, name);
  return member.kind === 'symbol' ? member.symbol : undefined;
}

/** `const K = 2`, which is a primitive whatever the module does. */
export function isLiteral(symbol: Sym): boolean {
  const init = constantDeclaration(symbol)?.initializer;
  return init !== undefined && isLiteralValue(init);
}

/** A number, a text or a truth value as it is written. */
export function isLiteralValue(expression: ts.Expression): boolean {
  const value = bare(expression);
  const operand = ts.isPrefixUnaryExpression(value) ? bare(value.operand) : value;
  return ts.isNumericLiteral(operand) || ts.isStringLiteralLike(operand) || operand.kind in BOOLEANS;
}

const BOOLEANS: Readonly<Record<number, true>> = {
  [ts.SyntaxKind.TrueKeyword]: true,
  [ts.SyntaxKind.FalseKeyword]: true,
};

/** Everything that could be moved to a worker mentions such members only. */
export function namespaceSupply(ctx: Context, namespace: Sym): Supply {
  const members = new Map<string, SymbolId>();
  for (const { node } of namespace.references) {
    const access = node.parent;
    const isMember = ts.isPropertyAccessExpression(access) && access.expression === node;
    const symbol = isMember ? namespaceSymbol(ctx, access) : undefined;
    if (symbol && isMember) members.set(access.name.text, ctx.ids.id(symbol));
    else if (isMovable(ctx, node)) return missing(namespace, isMember ? access : node);
  }
  return { kind: 'namespace', members: [...members].map(([name, target]) => ({ name, target })) };
}

const missing = ({ name }: Sym, node: ts.Node): Supply => ({
  kind: 'none',
  code: 'PAR2013',
  args: { what: `'${node.getText()}', of the namespace import '${name}' of a local module, in the parallel part` },
});

/** What the function around the construct does outside of it stays on the main thread. */
export const isMovable = (ctx: Context, node: ts.Node): boolean =>
  contains(ctx.construct, node) || enclosingFunction(node) !== enclosingFunction(ctx.construct);
