/** What the parameters of a function were given where it was called: what a closure that it returned knows. */
import { bare, enclosingFunction, type FunctionNode, parametersOf } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { type Context, contains, functionOf, literalFunction, symbolOf } from './context.ts';
import { isLiteralValue } from './namespaces.ts';

/** One call of a function that made something. Frames of the functions around it are `outer`. */
export interface Frame {
  readonly maker: FunctionNode;
  readonly given: ReadonlyMap<Sym, Given>;
  readonly outer: Frame | undefined;
  /** Equal for calls with the same arguments at the same place. */
  readonly key: string;
  readonly depth: number;
}

/** Expressions with the frame in which they stand. */
export interface Given {
  readonly values: readonly ts.Expression[];
  /** A rest parameter: an array of the values. */
  readonly rest: boolean;
  readonly frame: Frame | undefined;
}

/** Runs with the frame as the one in which names are looked up. */
export function inFrame<T>(ctx: Context, frame: Frame | undefined, run: () => T): T {
  const { now } = ctx;
  const before = now.frame;
  now.frame = frame;
  try {
    return run();
  } finally {
    now.frame = before;
  }
}

/** The frames of those calls around which the node stands; of the current ones unless others are named. */
export function frameAround(ctx: Context, node: ts.Node, from: Frame | undefined = ctx.now.frame): Frame | undefined {
  let frame = from;
  while (frame && (node === frame.maker || !contains(frame.maker, node))) frame = frame.outer;
  return frame;
}

/** What a parameter was given; nothing if it may hold something else by now. */
export function givenTo(ctx: Context, symbol: Sym): Given | undefined {
  for (let frame = ctx.now.frame; frame; frame = frame.outer) {
    const given = frame.given.get(symbol);
    if (given) return given;
  }
  return undefined;
}

/** A variable of a function whose frame is known, around the closure that is looked at. */
export function isEnclosed(ctx: Context, symbol: Sym): boolean {
  if (symbol.kind === 'global') return false;
  for (let frame = ctx.now.frame; frame; frame = frame.outer) if (isOwn(frame.maker, symbol)) return true;
  return false;
}

/** Declared by the function itself, not by one inside of it. */
export const isOwn = (maker: ts.Node, { declarations }: Sym): boolean =>
  declarations.every((d) => d !== maker && (enclosingFunction(d) === maker || d.parent === maker));

/** A function other than the one that declares the variable assigns it: it may change from call to call. */
export const keepsState = (symbol: Sym): boolean =>
  symbol.assignments.some(({ node }) =>
    symbol.declarations.some((d) => enclosingFunction(node) !== enclosingFunction(d)),
  );

const MAX_DEPTH = 5;

/** The frame of a call of `node`, a function that stands in `outer`; undefined where calls are nested too deeply. */
export function frameOf(
  ctx: Context,
  node: FunctionNode,
  outer: Frame | undefined,
  values: readonly ts.Expression[],
): Frame | undefined {
  const caller = ctx.now.frame;
  const depth = 1 + Math.max(outer?.depth ?? 0, caller?.depth ?? 0);
  if (depth > MAX_DEPTH) return undefined;
  const given = new Map<Sym, Given>();
  const places = values.map(placeOf).join(',');
  const key = `${placeOf(node)}(${places})[${caller?.key ?? ''}]${outer?.key ?? ''}`;
  const frame: Frame = { maker: node, given, outer, key, depth };
  const spread = values.findIndex(ts.isSpreadElement);
  for (const [i, parameter] of parametersOf(node).entries()) {
    if (spread >= 0 && spread <= i) break;
    bind(ctx, given, parameter, values, i, frame);
  }
  return frame;
}

const placeOf = (node: ts.Node): string => `${node.getSourceFile().fileName}:${node.pos}-${node.end}`;

function bind(
  ctx: Context,
  given: Map<Sym, Given>,
  parameter: ts.ParameterDeclaration,
  values: readonly ts.Expression[],
  index: number,
  own: Frame,
): void {
  const { name, initializer, dotDotDotToken } = parameter;
  const frame = ctx.now.frame;
  const value = values[index];
  if (dotDotDotToken) {
    const rest = values.slice(index);
    if (!rest.some(ts.isSpreadElement)) put(ctx, given, name, { values: rest, rest: true, frame });
  } else if (value === undefined) {
    if (initializer) put(ctx, given, name, { values: [initializer], rest: false, frame: own });
  } else if (!initializer || isDefined(ctx, value)) put(ctx, given, name, { values: [value], rest: false, frame });
}

function put(ctx: Context, given: Map<Sym, Given>, name: ts.BindingName, value: Given): void {
  if (ts.isIdentifier(name)) {
    const symbol = symbolOf(ctx, name);
    if (symbol && symbol.assignments.length === 0 && symbol.declarations.length === 1) given.set(symbol, value);
    return;
  }
  const [literal] = value.values.map(bare);
  if (!ts.isObjectBindingPattern(name) || !literal || !ts.isObjectLiteralExpression(literal)) return;
  for (const element of name.elements) {
    const key = element.propertyName ?? element.name;
    if (element.initializer || element.dotDotDotToken || !ts.isIdentifier(key)) continue;
    const member = onlyMember(literal, key.text);
    if (member) put(ctx, given, element.name, { ...value, values: [member] });
  }
}

/** The value under a name in a literal that has neither methods, computed names nor spreads. */
function onlyMember(literal: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const values = literal.properties.map((p) => {
    if (ts.isShorthandPropertyAssignment(p)) return { name: p.name.text, value: p.name };
    return ts.isPropertyAssignment(p) && ts.isIdentifier(p.name)
      ? { name: p.name.text, value: p.initializer }
      : undefined;
  });
  const named = values.filter((v) => v?.name === name);
  return values.every((v) => v !== undefined) && named.length === 1 ? named[0]!.value : undefined;
}

/** Certainly not undefined, so that no default value takes its place. */
function isDefined(ctx: Context, value: ts.Expression): boolean {
  const node = bare(value);
  if (isLiteralValue(node) || literalFunction(node)) return true;
  if (ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node) || ts.isNewExpression(node)) return true;
  const symbol = ts.isIdentifier(node) ? symbolOf(ctx, node) : undefined;
  return symbol !== undefined && symbol.kind !== 'global' && functionOf(symbol) !== undefined;
}
