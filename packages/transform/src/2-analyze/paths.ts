/** Access paths: from which variable, and through which fields and elements, an expression reaches its object. */
import { symbolForm } from '../records/affine.ts';
import { ITERATION, type Segment } from '../records/graph.ts';
import { bare, enclosingFunction, parametersOf } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { affineOf } from './affine.ts';
import { builtinCallee, calleeOf, receiverOfCallback } from './callees.ts';
import { type Context, contains, declaredInside, symbolOf } from './context.ts';
import { givenTo, inFrame, isEnclosed } from './frames.ts';
import { definitionsOf, depthOf } from './freshness.ts';
import { containerOf, givesPairs } from './iterables.ts';
import { viewedBy } from './memory.ts';
import { gettersNamed, isIterableFamily } from './named-members.ts';

/** A root with symbols instead of numbers. `depth`: levels of a `fresh` root that are certainly new. */
export type PathRoot =
  | { readonly kind: 'symbol'; readonly symbol: Sym }
  | { readonly kind: 'fresh'; readonly depth: number }
  | { readonly kind: 'this' }
  | { readonly kind: 'unknown'; readonly text: string };

export interface Path {
  readonly root: PathRoot;
  readonly path: readonly Segment[];
  /** Longest path of which this holds: what lies deeper may belong to anything. Default: any length. */
  readonly certain?: number;
}

export function extend(base: Path, ...segments: Segment[]): Path {
  const path = [...base.path, ...segments];
  return base.certain !== undefined && path.length > base.certain
    ? { root: { kind: 'unknown', text: 'a part of a new object' }, path }
    : { ...base, path };
}

/** `x.list ??= []`: what stands in `x.list` from then on. */
const DEFAULTING: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
]);

const unknown = (node: ts.Node): Path => ({
  root: { kind: 'unknown', text: node.getText().replace(/\s+/g, ' ').slice(0, 40) },
  path: [],
});

/** The object that an expression evaluates to, as a path. Calls and branches give `fresh` or `unknown` roots. */
export function pathOf(ctx: Context, expression: ts.Expression, guard = 0): Path {
  const node = bare(expression);
  if (guard > 20) return unknown(node);
  if (ts.isIdentifier(node)) {
    const symbol = symbolOf(ctx, node);
    const given = symbol && givenPath(ctx, symbol, guard);
    if (given) return given;
    return symbol ? (aliasOf(ctx, symbol, guard + 1) ?? { root: { kind: 'symbol', symbol }, path: [] }) : unknown(node);
  }
  if (ts.isPropertyAccessExpression(node) && isComputed(ctx, node.name.text)) return unknown(node);
  if (ts.isPropertyAccessExpression(node))
    return extend(pathOf(ctx, node.expression, guard + 1), { field: node.name.text });
  if (ts.isElementAccessExpression(node))
    return extend(pathOf(ctx, node.expression, guard + 1), elementSegment(ctx, node.argumentExpression));
  if (node.kind === ts.SyntaxKind.ThisKeyword) return { root: { kind: 'this' }, path: [] };
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken)
    return pathOf(ctx, node.right, guard + 1);
  if (ts.isBinaryExpression(node) && DEFAULTING.has(node.operatorToken.kind) && depthOf(ctx, node.right) > 0)
    return pathOf(ctx, node.left, guard + 1);
  if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
    const source = viewedBy(ctx, node, calleeOf(ctx, node));
    if (source) return extend(pathOf(ctx, source, guard + 1), { any: true });
  }
  if (ts.isCallExpression(node)) {
    const inside = resultPath(ctx, node, guard);
    if (inside) return inside;
  }
  const depth = depthOf(ctx, node);
  return depth > 0 ? { root: { kind: 'fresh', depth }, path: [] } : unknown(node);
}

/** A parameter that was given a variable which keeps its value. */
function givenPath(ctx: Context, symbol: Sym, guard: number): Path | undefined {
  const given = givenTo(ctx, symbol);
  const [value, more] = given?.values ?? [];
  if (!given || given.rest || !value || more) return undefined;
  return inFrame(ctx, given.frame, () => {
    const name = bare(value);
    const source = ts.isIdentifier(name) ? symbolOf(ctx, name) : undefined;
    if (!source || source.kind === 'global' || source.assignments.length > 0) return undefined;
    return pathOf(ctx, name, guard + 1);
  });
}

/** An accessor may give any object. */
const isComputed = (ctx: Context, name: string): boolean => gettersNamed(ctx, name).length > 0;

/** `a["x"]` is the field x; other subscripts are elements. */
export function elementSegment(ctx: Context, argument: ts.Expression): Segment {
  const node = bare(argument);
  if (ts.isStringLiteralLike(node)) return { field: node.text };
  return { index: affineOf(ctx, node) };
}

/** Methods that give back the receiver or one of its elements. */
function resultPath(ctx: Context, node: ts.CallExpression, guard: number): Path | undefined {
  const method = builtinCallee(ctx, node);
  if (method?.kind !== 'method') return undefined;
  if (method.info.returns === 'self') return pathOf(ctx, method.receiver, guard + 1);
  if (method.info.returns !== 'element') return undefined;
  const inside: Segment = method.name === 'get' ? { content: true } : { index: null };
  return extend(pathOf(ctx, method.receiver, guard + 1), inside);
}

/** What a variable certainly stands for when it is only another name of a part of something else. */
function aliasOf(ctx: Context, symbol: Sym, guard: number): Path | undefined {
  if (symbol.declarations.length !== 1) return undefined;
  if (symbol.assignments.length > 0) return ofReassigned(ctx, symbol, guard);
  const declaration = symbol.declarations[0]!;
  if (isOuter(ctx, declaration)) return sameObject(ctx, declaration, guard);
  if (ts.isParameter(declaration)) return ofParameter(ctx, symbol, declaration, guard);
  if (!ts.isVariableDeclaration(declaration)) return undefined;
  // What it was a part of when the closure was made, it need not be when the closure is called.
  const isKept =
    isEnclosed(ctx, symbol) && !(declaration.initializer && ts.isIdentifier(bare(declaration.initializer)));
  if (isKept) return undefined;
  const whole = ofDeclaration(ctx, declaration, guard);
  if (!whole) return undefined;
  const loop = declaration.parent.parent;
  const path =
    loop === ctx.construct && ts.isForOfStatement(loop) && givesPairs(ctx, loop)
      ? ofPair(ctx, declaration.name, symbol, whole)
      : throughPattern(ctx, declaration.name, symbol, whole);
  return path?.root.kind === 'fresh' ? undefined : path;
}

/**
 * Declared around the construct: what it was a part of then need not be so any more when the construct runs. Such
 * variables are roots of their own, which guards keep apart at entry.
 */
const isOuter = (ctx: Context, declaration: ts.Node): boolean =>
  !declaredInside(ctx, declaration) && contains(enclosingFunction(declaration), ctx.construct);

/**
 * `let list = index.get(k); if (!list) list = [];`: if it holds an object that is not quite new, then the one among its
 * definitions. Whatever is done to a new one is done to that one as well, as far as the dependences know.
 */
function ofReassigned(ctx: Context, symbol: Sym, guard: number): Path | undefined {
  const [declaration] = symbol.declarations;
  if (!declaration || isOuter(ctx, declaration) || guard > 10) return undefined;
  const definitions = definitionsOf(symbol)?.filter((d) => d !== 'primitive') ?? [];
  const depths = definitions.map((d) => depthOf(ctx, d));
  const [only, more] = definitions.filter((_, n) => depths[n] === 0);
  if (!only || more) return undefined;
  const { root, path, certain } = pathOf(ctx, only, guard + 1);
  if (root.kind !== 'this' && (root.kind !== 'symbol' || root.symbol === symbol)) return undefined;
  const made = Math.min(...depths.filter((depth) => depth > 0)) + path.length;
  const reach = Math.min(made, certain ?? made);
  // Subscripts may have other values by the time the variable is used.
  const steps = path.map((s) => ('index' in s ? { index: null } : s));
  return { root, path: steps, ...(reach === Number.POSITIVE_INFINITY ? {} : { certain: reach }) };
}

/** `const b = a;` with a constant `a`: two names of one object, for good. */
function sameObject(ctx: Context, declaration: ts.Node, guard: number): Path | undefined {
  if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name) || !declaration.initializer)
    return undefined;
  const source = bare(declaration.initializer);
  const symbol = ts.isIdentifier(source) ? symbolOf(ctx, source) : undefined;
  if (!symbol || symbol.kind === 'global' || symbol.kind === 'import' || symbol.assignments.length > 0)
    return undefined;
  return aliasOf(ctx, symbol, guard + 1) ?? { root: { kind: 'symbol', symbol }, path: [] };
}

function ofDeclaration(ctx: Context, node: ts.VariableDeclaration, guard: number): Path | undefined {
  const loop = node.parent.parent;
  if (ts.isForInStatement(loop)) return undefined;
  if (ts.isForOfStatement(loop) && loop.initializer === node.parent)
    return extend(pathOf(ctx, gone(ctx, loop), guard), elementOf(ctx, loop));
  if (!node.initializer) return undefined;
  return pathOf(ctx, node.initializer, guard);
}

/** What the elements of a loop are parts of. Entries are taken for pairs in the container itself. */
const gone = (ctx: Context, loop: ts.ForOfStatement): ts.Expression =>
  loop === ctx.construct ? containerOf(ctx, loop) : loop.expression;

/**
 * Which element a loop variable is: the current one of the construct itself, any one of an inner loop. An iterator of the
 * program gives whatever it finds in its object.
 */
const elementOf = (ctx: Context, loop: ts.Node): Segment =>
  loop === ctx.construct ? { index: symbolForm(ITERATION) } : isIterableFamily(ctx) ? { any: true } : { index: null };

/** First parameter of a callback that a built-in method calls: an element of the receiver. */
function ofParameter(ctx: Context, symbol: Sym, node: ts.ParameterDeclaration, guard: number): Path | undefined {
  const call = receiverOfCallback(ctx, node.parent);
  if (!call) return undefined;
  const position = parametersOf(node.parent).indexOf(node);
  if (position === call.elementParameter + 2)
    return throughPattern(ctx, node.name, symbol, pathOf(ctx, call.receiver, guard));
  if (position !== call.elementParameter || node.dotDotDotToken) return undefined;
  const element = extend(pathOf(ctx, call.receiver, guard), elementOf(ctx, call.call));
  return element.root.kind === 'fresh' ? undefined : throughPattern(ctx, node.name, symbol, element);
}

/**
 * `[key, value]` of entries: the pair is new, and what is in it stands for the element itself. A key that is an object
 * is an object other than the values, as a guard at entry finds out.
 */
function ofPair(ctx: Context, name: ts.BindingName, symbol: Sym, element: Path): Path | undefined {
  if (!ts.isArrayBindingPattern(name)) return undefined;
  for (const part of name.elements) {
    if (ts.isOmittedExpression(part)) continue;
    const whole = part.dotDotDotToken || part.initializer ? extend(element, { any: true }) : element;
    const inner = throughPattern(ctx, part.name, symbol, whole);
    if (inner) return inner;
  }
  return undefined;
}

function throughPattern(ctx: Context, name: ts.BindingName, symbol: Sym, base: Path): Path | undefined {
  if (ts.isIdentifier(name)) return symbolOf(ctx, name) === symbol ? base : undefined;
  for (const element of name.elements) {
    if (ts.isOmittedExpression(element)) continue;
    const key = element.propertyName ?? element.name;
    const part = ts.isIdentifier(key) && isComputed(ctx, key.text) ? unknown(key) : undefined;
    const inner = throughPattern(ctx, element.name, symbol, part ?? extend(base, patternSegment(name, element)));
    if (inner) return inner;
  }
  return undefined;
}

function patternSegment(pattern: ts.BindingPattern, element: ts.BindingElement): Segment {
  if (element.dotDotDotToken || element.initializer) return { any: true };
  if (ts.isArrayBindingPattern(pattern)) return { any: true };
  const key = element.propertyName ?? element.name;
  return ts.isIdentifier(key) || ts.isStringLiteral(key) ? { field: key.text } : { any: true };
}
