/** How many levels of what is stored are new objects, to which no name leads but the place where it is stored. */
import type { Affine, Segment } from '../records/graph.ts';
import { bare } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { type Context, symbolOf } from './context.ts';
import { definitionsOf, depthOf, isPrimitive } from './freshness.ts';
import { type Path, pathOf } from './paths.ts';

/** Deeper than any access path. */
const DEEP = 99;

/** @returns 0 when the value may be an object of the program, or have another name */
export function madeFor(ctx: Context, value: ts.Expression, place: Path): number {
  const node = bare(value);
  if (isPrimitive(ctx, node)) return DEEP;
  const makes =
    ts.isArrayLiteralExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isCallExpression(node);
  if (makes) return Math.min(depthOf(ctx, node), DEEP);
  const name = isAssignment(node) ? bare(node.left) : node;
  return ts.isIdentifier(name) ? keptInPlace(ctx, name, place) : 0;
}

const isAssignment = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;

/**
 * `let list = index.get(k); if (!list) index.set(k, (list = []));`: what comes from the place goes back there, and
 * anything else is new. The variable is another name of the place then, see `pathOf`.
 */
function keptInPlace(ctx: Context, name: ts.Identifier, place: Path): number {
  const symbol = symbolOf(ctx, name);
  const definitions = (symbol && definitionsOf(symbol))?.filter((d) => d !== 'primitive') ?? [];
  const [source, more] = definitions.filter((d) => depthOf(ctx, d) === 0);
  if (!source || more || !isSamePlace(ctx, pathOf(ctx, source), place)) return 0;
  const { root, path, certain } = pathOf(ctx, name);
  const isName = root.kind === place.root.kind && path.length === place.path.length;
  return isName ? Math.min(DEEP, (certain ?? DEEP) - path.length) : 0;
}

function isSamePlace(ctx: Context, a: Path, b: Path): boolean {
  const sameRoot =
    a.root.kind === 'symbol' && b.root.kind === 'symbol'
      ? a.root.symbol === b.root.symbol
      : a.root.kind === 'this' && b.root.kind === 'this';
  return sameRoot && a.path.length === b.path.length && a.path.every((s, i) => isSameStep(ctx, s, b.path[i]!));
}

function isSameStep(ctx: Context, a: Segment, b: Segment): boolean {
  if ('field' in a || 'field' in b) return 'field' in a && 'field' in b && a.field === b.field;
  if ('content' in a || 'content' in b) return 'content' in a && 'content' in b;
  if (!('index' in a && 'index' in b) || !a.index || !b.index) return false;
  return isSteady(ctx, a.index) && JSON.stringify(a.index) === JSON.stringify(b.index);
}

/** Of variables that are never assigned again. */
const isSteady = ({ ids }: Context, { terms }: Affine): boolean =>
  terms.every(({ symbols }) => symbols.every((id) => id < 0 || ids.get(id).assignments.length === 0));
