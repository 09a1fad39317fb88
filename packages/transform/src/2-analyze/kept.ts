/** What functions keep of the calls that made them: constants, or objects that may have changed since. */
import { bare, enclosingFunction, type FunctionNode, isFunctionLike } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { type Context, symbolOf } from './context.ts';
import { type Frame, givenTo, inFrame, isOwn, keepsState } from './frames.ts';
import { isPrimitive } from './freshness.ts';
import { isTableLiteral, membersOf } from './members.ts';
import { isSealed } from './sealed.ts';
import { closuresOf, type Source, sourcesOf } from './sources.ts';

/** Why a worker cannot make a value again. */
export interface Obstacle {
  readonly why: string;
  readonly node: ts.Node;
}

/** Functions that keep something from call to call, or objects of the function that made them. */
export function stateOf(ctx: Context, value: ts.Expression, depth: number): Obstacle | undefined {
  for (const source of (depth < 4 && sourcesOf(ctx, value, true)) || []) {
    const obstacle = ofFrames(ctx, source) ?? inMembers(ctx, source, depth);
    if (obstacle) return obstacle;
  }
  return undefined;
}

function inMembers(ctx: Context, { node, frame }: Source, depth: number): Obstacle | undefined {
  if (ts.isFunctionLike(node) || !isTableLiteral(node)) return undefined;
  return inFrame(ctx, frame, () => {
    for (const m of membersOf(ctx, node as ts.Expression) ?? []) {
      const obstacle = ts.isMethodDeclaration(m) ? undefined : stateOf(ctx, m, depth + 1);
      if (obstacle) return obstacle;
    }
    return undefined;
  });
}

function ofFrames(ctx: Context, source: Source): Obstacle | undefined {
  for (let frame: Frame | undefined = source.frame; frame; frame = frame.outer) {
    const own = frame;
    const obstacle = inFrame(ctx, own, () => ofMaker(ctx, own.maker)) ?? ofGiven(ctx, own);
    if (obstacle) return obstacle;
  }
  return undefined;
}

/** The functions that were passed in may keep something as well. */
function ofGiven(ctx: Context, { given }: Frame): Obstacle | undefined {
  for (const { values, frame } of given.values())
    for (const v of values) {
      const closures = inFrame(ctx, frame, () => closuresOf(ctx, v));
      const obstacle = closures?.map((c) => ofFrames(ctx, c)).find((o) => o !== undefined);
      if (obstacle) return obstacle;
    }
  return undefined;
}

/** Variables of the maker that its inner functions mention. */
function ofMaker(ctx: Context, maker: FunctionNode): Obstacle | undefined {
  const seen = new Set<Sym>();
  const visit = (n: ts.Node): Obstacle | undefined => {
    const symbol = ts.isIdentifier(n) ? symbolOf(ctx, n) : undefined;
    const isKept = symbol && symbol.kind !== 'global' && !seen.has(symbol) && isOwn(maker, symbol);
    if (isKept && enclosingFunction(n) !== maker && isFunctionLike(enclosingFunction(n))) {
      seen.add(symbol);
      const obstacle = ofEnclosed(ctx, symbol);
      if (obstacle) return obstacle;
    }
    return ts.forEachChild(n, visit);
  };
  return ts.forEachChild(maker, visit);
}

function ofEnclosed(ctx: Context, symbol: Sym): Obstacle | undefined {
  const { name } = symbol;
  const declaration = symbol.declarations[0]!;
  if (keepsState(symbol)) {
    const written = symbol.assignments.find((a) => enclosingFunction(a.node) !== enclosingFunction(declaration));
    return { why: `it keeps '${name}' from one call to the next`, node: written?.node ?? declaration };
  }
  const mention = symbol.references.find((r) => !r.write)?.node;
  if (!mention || isOrdinary(ctx, symbol, mention, declaration)) return undefined;
  return { why: `the object '${name}', which only it knows, may have been changed`, node: declaration };
}

function isOrdinary(ctx: Context, symbol: Sym, mention: ts.Identifier, declaration: ts.Node): boolean {
  if (ts.isFunctionDeclaration(declaration)) return true;
  if (isPrimitive(ctx, mention) || closuresOf(ctx, mention)) return true;
  const given = givenTo(ctx, symbol);
  if (given && !given.rest && given.values.every((v) => isPath(bare(v)))) return true;
  if (given?.rest && given.values.every((v) => isCallable(ctx, v, given.frame))) return true;
  const init = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  if (init && symbol.assignments.length === 0 && isPath(bare(init)) && isGivenPath(ctx, bare(init))) return true;
  return isSealed(ctx, symbol);
}

const isCallable = (ctx: Context, value: ts.Expression, frame: Frame | undefined): boolean =>
  inFrame(ctx, frame, () => closuresOf(ctx, value) !== undefined || isPrimitive(ctx, value));

/** `cfg.weights`: what is in it is sent as it is when the construct starts. */
const isPath = (node: ts.Expression): boolean =>
  ts.isIdentifier(node) || (ts.isPropertyAccessExpression(node) && isPath(bare(node.expression)));

/** A part of what was passed in from outside, or of a constant around the maker. */
function isGivenPath(ctx: Context, node: ts.Expression): boolean {
  let at = node;
  while (ts.isPropertyAccessExpression(at)) at = bare(at.expression);
  const symbol = ts.isIdentifier(at) ? symbolOf(ctx, at) : undefined;
  const given = symbol && givenTo(ctx, symbol);
  return given !== undefined && !given.rest && given.values.every((v) => isPath(bare(v)));
}
