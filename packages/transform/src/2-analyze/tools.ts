/** Encoders and formatters: objects that cannot be sent, which a worker makes again from the text of their declaration. */
import { bare } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { type Context, constantDeclaration, symbolOf } from './context.ts';
import { namespaceConstructor } from './knowledge/globals.ts';

/** `const encoder = new TextEncoder();`, `const money = new Intl.NumberFormat('de', { … })`, of which only methods are called. */
export function isTool(ctx: Context, symbol: Sym): boolean {
  const declaration = constantDeclaration(symbol);
  const made = declaration?.initializer && bare(declaration.initializer);
  if (!declaration || !made || !ts.isIdentifier(declaration.name)) return false;
  if (!ts.isNewExpression(made) || !isToolClass(ctx, made.expression)) return false;
  if (!(made.arguments ?? []).every(isLiteral)) return false;
  return symbol.references.every(({ node }) => node === declaration.name || isCalledOn(node));
}

/** A decoder remembers the rest of a character only if it is told to, by a second argument. */
export function isDecoding(ctx: Context, receiver: ts.Expression, name: string): boolean {
  const node = bare(receiver);
  const symbol = name === 'decode' && ts.isIdentifier(node) ? symbolOf(ctx, node) : undefined;
  return symbol !== undefined && symbol.kind !== 'global' && isTool(ctx, symbol);
}

function isToolClass(ctx: Context, expression: ts.Expression): boolean {
  const target = bare(expression);
  const base = ts.isPropertyAccessExpression(target) ? bare(target.expression) : target;
  if (!ts.isIdentifier(base) || symbolOf(ctx, base)?.kind !== 'global') return false;
  if (!ts.isPropertyAccessExpression(target)) return base.text === 'TextEncoder' || base.text === 'TextDecoder';
  return namespaceConstructor(base.text, target.name.text) !== undefined;
}

function isLiteral(expression: ts.Expression): boolean {
  const node = bare(expression);
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isLiteral);
  if (ts.isObjectLiteralExpression(node))
    return node.properties.every(
      (p) => ts.isPropertyAssignment(p) && ts.isIdentifier(p.name) && isLiteral(p.initializer),
    );
  return ts.isLiteralExpression(node) || LITERALS.has(node.kind);
}

const LITERALS: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword]);

/** `x.format(v)`, `x.decode(bytes)` */
function isCalledOn(node: ts.Node): boolean {
  const access = node.parent;
  const call = access?.parent;
  if (!access || !ts.isPropertyAccessExpression(access) || access.expression !== node) return false;
  if (!call || !ts.isCallExpression(call) || call.expression !== access || !METHODS.has(access.name.text)) return false;
  const [first, more] = call.arguments;
  return access.name.text !== 'decode' || (!more && !(first && ts.isSpreadElement(first)));
}

const METHODS: ReadonlySet<string> = new Set(
  'encode decode format formatRange formatToParts formatRangeToParts compare select selectRange resolvedOptions of'.split(
    ' ',
  ),
);
