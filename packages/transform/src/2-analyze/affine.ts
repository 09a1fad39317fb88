/** Subscripts as Σ c·Π symbols + constant. Symbols are variables that keep one value, or loop variables. */
import { constant, plus, scale } from '../records/affine.ts';
import type { Affine } from '../records/graph.ts';
import { bare } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { type Context, constantDeclaration, symbolOf } from './context.ts';

/** What goes beyond 2^53 on the way is rounded: `i + 1e17` has one value for many iterations. */
const LARGEST = 2 ** 32;

/** The affine form of a subscript, or null when it has none. Number literals must be integers of ordinary size. */
export function affineOf(ctx: Context, expression: ts.Expression, depth = 0): Affine | null {
  const node = bare(expression);
  if (ts.isNumericLiteral(node)) {
    const value = Number(node.text);
    return Number.isInteger(value) && value <= LARGEST ? constant(value) : null;
  }
  if (ts.isIdentifier(node)) return ofName(ctx, node, depth);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
    const inner = affineOf(ctx, node.operand, depth);
    return inner && scale(inner, constant(-1));
  }
  return ts.isBinaryExpression(node) ? ofBinary(ctx, node, depth) : null;
}

function ofBinary(ctx: Context, node: ts.BinaryExpression, depth: number): Affine | null {
  const left = affineOf(ctx, node.left, depth);
  const right = left && affineOf(ctx, node.right, depth);
  const result = left && right && combined(node.operatorToken.kind, left, right);
  return result && namesAll(result, left, right) ? result : null;
}

function combined(operator: ts.SyntaxKind, left: Affine, right: Affine): Affine | null {
  if (operator === ts.SyntaxKind.PlusToken) return plus(left, right);
  if (operator === ts.SyntaxKind.MinusToken) return plus(left, scale(right, constant(-1))!);
  return operator === ts.SyntaxKind.AsteriskToken ? scale(left, right) : null;
}

const symbolsOf = (form: Affine): number[] => form.terms.flatMap((t) => t.symbols);

/** `i + a - a` is `i` for integers only, and what has vanished is tested by no guard. */
function namesAll(result: Affine, ...parts: readonly Affine[]): boolean {
  const left = new Set(symbolsOf(result));
  return parts.flatMap(symbolsOf).every((id) => left.has(id)) && Math.abs(result.constant) <= LARGEST;
}

function ofName(ctx: Context, node: ts.Identifier, depth: number): Affine | null {
  const symbol = symbolOf(ctx, node);
  if (!symbol || symbol.kind === 'global') return null;
  const init = constantDeclaration(symbol);
  // In the header of a loop it is evaluated once, although what it is made of may count on.
  if (init?.initializer && ts.isIdentifier(init.name) && depth < 4 && !headerOf(init)) {
    const inner = affineOf(ctx, init.initializer, depth + 1);
    if (inner?.terms.every((t) => t.symbols.every((id) => isSteady(ctx.ids.get(id))))) return inner;
  }
  return { constant: 0, terms: [{ coefficient: 1, symbols: [ctx.ids.id(symbol)] }] };
}

/** Keeps its value from its declaration to the end of its scope's iteration: never assigned, or only in a `for` header. */
export function isSteady(symbol: Sym): boolean {
  return symbol.assignments.every((r) => {
    const loop = headerOf(r.node);
    return loop !== undefined && loop === headerOf(symbol.declarations[0]!);
  });
}

/** The `for` statement in whose header (not body) a node stands. */
export function headerOf(node: ts.Node): ts.ForStatement | undefined {
  let child = node;
  for (let n = node.parent; n; child = n, n = n.parent)
    if (ts.isForStatement(n)) return child === n.statement ? undefined : n;
    else if (ts.isStatement(n) && !ts.isVariableStatement(n)) return undefined;
  return undefined;
}
