/** The values that the counter of an inner loop takes: `for (let j = lower; j < upper; j += step)`, or downwards. */
import { constant, plus } from '../records/affine.ts';
import type { Affine, LoopRange } from '../records/graph.ts';
import { bare } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { affineOf, isSteady } from './affine.ts';
import { type Context, contains, symbolOf } from './context.ts';

const K = ts.SyntaxKind;

/** Which way the counter must move, and what the condition allows beyond the bound. */
const TESTS = new Map<ts.SyntaxKind, { readonly up: boolean; readonly extra: number }>([
  [K.LessThanToken, { up: true, extra: 0 }],
  [K.LessThanEqualsToken, { up: true, extra: 1 }],
  [K.GreaterThanToken, { up: false, extra: 1 }],
  [K.GreaterThanEqualsToken, { up: false, extra: 0 }],
]);

export function rangeOf(ctx: Context, node: ts.ForStatement): LoopRange | undefined {
  const { initializer, condition, incrementor } = node;
  if (!initializer || !ts.isVariableDeclarationList(initializer) || !condition || !incrementor) return undefined;
  // Behind its loop a `var` has another value.
  if ((initializer.flags & ts.NodeFlags.BlockScoped) === 0) return undefined;
  const [declaration] = initializer.declarations;
  const symbol = declaration && ts.isIdentifier(declaration.name) ? symbolOf(ctx, declaration.name) : undefined;
  const test = bare(condition);
  if (!symbol || !declaration?.initializer || !ts.isBinaryExpression(test)) return undefined;
  const way = TESTS.get(test.operatorToken.kind);
  if (!way || !isName(ctx, test.left, symbol) || !moves(incrementor, way.up)) return undefined;
  const steady = isSteady(symbol) && symbol.assignments.every((r) => contains(incrementor, r.node));
  const start = affineOf(ctx, declaration.initializer);
  const end = affineOf(ctx, test.right);
  if (!steady || !start || !end) return undefined;
  return { symbol: ctx.ids.id(symbol), ...between(start, end, way) };
}

const between = (
  start: Affine,
  end: Affine,
  { up, extra }: { up: boolean; extra: number },
): Omit<LoopRange, 'symbol'> =>
  up
    ? { lower: start, upper: plus(end, constant(extra)) }
    : { lower: plus(end, constant(extra)), upper: plus(start, constant(1)) };

/** By a whole number, in the right direction. */
function moves(node: ts.Expression, up: boolean): boolean {
  const update = bare(node);
  if (ts.isPrefixUnaryExpression(update) || ts.isPostfixUnaryExpression(update))
    return update.operator === (up ? K.PlusPlusToken : K.MinusMinusToken);
  if (!ts.isBinaryExpression(update)) return false;
  const step = bare(update.right);
  const way = update.operatorToken.kind === (up ? K.PlusEqualsToken : K.MinusEqualsToken);
  return way && ts.isNumericLiteral(step) && Number.isInteger(Number(step.text)) && Number(step.text) > 0;
}

function isName(ctx: Context, node: ts.Expression, symbol: Sym): boolean {
  const inner = bare(node);
  return ts.isIdentifier(inner) && symbolOf(ctx, inner) === symbol;
}
