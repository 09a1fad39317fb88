/**
 * Where a value comes from: the function literals, object literals, calls and constants that an expression may stand
 * for, followed through constants, parameters of known calls, members of literals and what functions return.
 */
import { bare, type FunctionNode, isAsync, parametersOf } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { receiverOfCallback } from './callees.ts';
import { type Context, constantDeclaration, functionOf, resolved, symbolOf } from './context.ts';
import { type Frame, frameAround, frameOf, givenTo, inFrame } from './frames.ts';
import { definitionsOf } from './freshness.ts';
import { elementsOf, entryValuesOf, isOpen, isTableLiteral, type Key, membersOf } from './members.ts';
import { isSettled } from './settled.ts';
import { returnedBy } from './summaries.ts';

export interface Source {
  readonly node: ts.Expression | FunctionNode;
  readonly frame: Frame | undefined;
  /** Arguments that `bind` has fixed, the object for `this` first. */
  readonly bound?: readonly ts.Expression[];
  /** Or else something that every object has: the key was computed. */
  readonly open?: true;
}

/** Undefined: not known. */
export type Sources = readonly Source[] | undefined;

/** A function, and what is known of the variables around it. */
export interface Closure extends Source {
  readonly node: FunctionNode;
}

const MAX_SOURCES = 60;
let active = new Set<ts.Node>();

/** Runs as a question of its own, whatever is being looked for. */
export function afresh<T>(run: () => T): T {
  const before = active;
  active = new Set();
  try {
    return run();
  } finally {
    active = before;
  }
}

/** The functions that the expression may stand for, and nothing else that could be called. */
export function closuresOf(ctx: Context, expression: ts.Expression): readonly Closure[] | undefined {
  const found = sourcesOf(ctx, expression)?.filter((s) => !isNothing(s));
  return found && found.length > 0 && found.every(isClosure) ? found : undefined;
}

/** Some value of the expression is a function, or an object with functions in it. */
export const holdsFunctions = (ctx: Context, expression: ts.Expression): boolean =>
  sourcesOf(ctx, expression, true)?.some((s) => isFunctional(ctx, s, 0)) ?? false;

/** Every value of the expression is. */
export function isFunctions(ctx: Context, expression: ts.Expression): boolean {
  const found = sourcesOf(ctx, expression, true);
  return found !== undefined && found.length > 0 && found.every((s) => isFunctional(ctx, s, 0));
}

function isFunctional(ctx: Context, source: Source, depth: number): boolean {
  const { node, frame } = source;
  if (ts.isFunctionLike(node)) return isClosure(source);
  if (depth > 3 || !isTableLiteral(node)) return false;
  const isOne = (e: ts.Expression): boolean =>
    sourcesOf(ctx, e, true)?.some((s) => isFunctional(ctx, s, depth + 1)) ?? false;
  return inFrame(ctx, frame, () => (membersOf(ctx, node) ?? []).some((m) => ts.isMethodDeclaration(m) || isOne(m)));
}

/** The arguments of a call: what `bind` has fixed, then those of the call itself. */
export const valuesFor = (
  { bound }: Closure,
  values: readonly ts.Expression[] | null,
): readonly ts.Expression[] | null => values && (bound ? [...bound.slice(1), ...values] : values);

export const isClosure = (source: Source): source is Closure =>
  ts.isFunctionLike(source.node) && (source.node as FunctionNode).body !== undefined;

/** `undefined`, `null`: calling it throws, here and there. */
export const isNothing = ({ node }: Source): boolean =>
  node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === 'undefined');

/** @param trusts objects that names stand for are taken to be as they were made, whatever has been done to them */
export function sourcesOf(ctx: Context, expression: ts.Expression, trusts = false): Sources {
  const node = bare(expression);
  if (active.has(node) || active.size > 40) return undefined;
  active.add(node);
  try {
    const found = look(ctx, node, trusts);
    return found && found.length <= MAX_SOURCES ? found : undefined;
  } finally {
    active.delete(node);
  }
}

function look(ctx: Context, node: ts.Expression, trusts: boolean): Sources {
  if (ts.isIdentifier(node)) return ofName(ctx, node, trusts);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return ofFunction(ctx, node);
  if (ts.isConditionalExpression(node)) return union(ctx, [node.whenTrue, node.whenFalse], trusts);
  if (ts.isBinaryExpression(node)) {
    const kind = node.operatorToken.kind;
    if (kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken)
      return union(ctx, [node.left, node.right], trusts);
    return [{ node, frame: ctx.now.frame }];
  }
  if (ts.isPropertyAccessExpression(node))
    return ofMember(ctx, node.expression, { name: node.name.text }, node, trusts);
  if (ts.isElementAccessExpression(node))
    return ofMember(ctx, node.expression, { index: node.argumentExpression }, node, trusts);
  if (ts.isCallExpression(node)) return ofCall(ctx, node, trusts);
  return [{ node, frame: ctx.now.frame }];
}

function union(ctx: Context, list: readonly ts.Expression[], trusts: boolean): Sources {
  return joined(list.map((e) => sourcesOf(ctx, e, trusts)));
}

export const joined = (parts: readonly Sources[]): Sources =>
  parts.some((p) => p === undefined) ? undefined : parts.flatMap((p) => p!);

/** A function that looks at itself by its name may have been given properties. */
function ofFunction(ctx: Context, node: ts.ArrowFunction | ts.FunctionExpression): Sources {
  const own = node.name && symbolOf(ctx, node.name);
  if (own && !functionOf(own)) return undefined;
  return [{ node, frame: frameAround(ctx, node) }];
}

// ------------------------------------------------------------------ names

function ofName(ctx: Context, name: ts.Identifier, trusts: boolean): Sources {
  const symbol = symbolOf(ctx, name);
  if (!symbol) return undefined;
  if (symbol.kind === 'global') return [{ node: name, frame: undefined }];
  const found = ofSymbol(ctx, symbol, trusts);
  const isTable = found?.some((s) => !ts.isFunctionLike(s.node) && isTableLiteral(s.node));
  return isTable && !trusts && !isSettled(ctx, symbol) ? undefined : found;
}

function ofSymbol(ctx: Context, symbol: Sym, trusts: boolean): Sources {
  const given = givenTo(ctx, symbol);
  if (given) {
    if (given.rest) return [{ node: restOf(symbol), frame: ctx.now.frame }];
    return inFrame(ctx, given.frame, () => union(ctx, given.values, trusts));
  }
  const local = resolved(ctx, symbol)?.symbol;
  const declaration = local?.declarations[0];
  if (!local || !declaration) return undefined;
  return inFrame(ctx, frameAround(ctx, declaration), () => ofDeclaration(ctx, local, declaration, trusts));
}

/** Stands for the array in a rest parameter. */
const restOf = (symbol: Sym): ts.Expression =>
  (symbol.declarations[0] as ts.ParameterDeclaration).name as ts.Expression;

function ofDeclaration(ctx: Context, symbol: Sym, declaration: ts.Node, trusts: boolean): Sources {
  const node = functionOf(symbol);
  if (node)
    return ts.isFunctionDeclaration(node)
      ? [{ node, frame: ctx.now.frame }]
      : ofFunction(ctx, node as ts.ArrowFunction);
  if (symbol.kind === 'function') return undefined;
  if (ts.isParameter(declaration)) return ofParameter(ctx, symbol, declaration, trusts);
  const constant = constantDeclaration(symbol);
  if (!constant) return ofReassigned(ctx, symbol, trusts);
  const loop = constant.parent.parent;
  if (ts.isForOfStatement(loop))
    return (
      ofEntry(ctx, constant.name, symbol, loop.expression, trusts) ??
      ofPattern(ctx, constant.name, symbol, elementsOf(ctx, loop.expression, trusts), trusts)
    );
  if (!constant.initializer || ts.isForInStatement(loop)) return undefined;
  if (ts.isIdentifier(constant.name)) return sourcesOf(ctx, constant.initializer, trusts);
  return ofPattern(ctx, constant.name, symbol, sourcesOf(ctx, constant.initializer, trusts), trusts);
}

/** `for (const [name, f] of Object.entries(OPS))` */
function ofEntry(ctx: Context, name: ts.BindingName, symbol: Sym, entries: ts.Expression, trusts: boolean): Sources {
  const second = ts.isArrayBindingPattern(name) ? name.elements[1] : undefined;
  if (!second || !ts.isBindingElement(second) || second.initializer || second.dotDotDotToken) return undefined;
  const isIt = ts.isIdentifier(second.name) && symbolOf(ctx, second.name) === symbol;
  return isIt ? entryValuesOf(ctx, entries, trusts) : undefined;
}

/** `const { add } = OPS`, `const [first] = STAGES`. */
function ofPattern(ctx: Context, name: ts.BindingName, symbol: Sym, whole: Sources, trusts: boolean): Sources {
  if (ts.isIdentifier(name)) return whole;
  for (const [i, e] of name.elements.entries()) {
    if (!ts.isBindingElement(e) || !ts.isIdentifier(e.name) || symbolOf(ctx, e.name) !== symbol) continue;
    if (e.initializer || e.dotDotDotToken) return undefined;
    const key = e.propertyName ?? e.name;
    if (ts.isArrayBindingPattern(name)) return pick(ctx, whole, { at: i }, trusts);
    return ts.isIdentifier(key) ? pick(ctx, whole, { name: key.text }, trusts) : undefined;
  }
  return undefined;
}

function ofParameter(ctx: Context, symbol: Sym, declaration: ts.ParameterDeclaration, trusts: boolean): Sources {
  if (symbol.assignments.length > 0 || declaration.dotDotDotToken || declaration.initializer) return undefined;
  const info = receiverOfCallback(ctx, declaration.parent);
  if (!info || parametersOf(declaration.parent)[info.elementParameter] !== declaration) return undefined;
  if (info.method === 'reduce' && info.call.arguments.length < 2) return undefined;
  return ofPattern(ctx, declaration.name, symbol, elementsOf(ctx, info.receiver, trusts), trusts);
}

/** `let f = fast; if (exact) f = slow;` */
function ofReassigned(ctx: Context, symbol: Sym, trusts: boolean): Sources {
  if (symbol.kind === 'param' || symbol.references.some(({ node }) => ts.isPropertyAccessExpression(node.parent)))
    return undefined;
  const values = definitionsOf(symbol);
  return values && union(ctx, values.filter((v) => v !== 'primitive') as ts.Expression[], trusts);
}

// ------------------------------------------------------------------ members and calls

function ofMember(ctx: Context, base: ts.Expression, key: Key, node: ts.Expression, trusts: boolean): Sources {
  const from = sourcesOf(ctx, base, trusts);
  if (from && !from.some((s) => !ts.isFunctionLike(s.node) && isTableLiteral(s.node)))
    return [{ node, frame: ctx.now.frame }];
  return pick(ctx, from, key, trusts);
}

/** Members of what the sources are. */
export function pick(ctx: Context, from: Sources, key: Key, trusts: boolean): Sources {
  if (!from) return undefined;
  return joined(
    from.map(({ node, frame }) =>
      ts.isFunctionLike(node)
        ? undefined
        : inFrame(ctx, frame, () => {
            const found = each(ctx, membersOf(ctx, node as ts.Expression, key), trusts);
            return isOpen(ctx, node, key) ? found?.map((s) => ({ ...s, open: true })) : found;
          }),
    ),
  );
}

/** Sources of values that are written somewhere. */
export function each(
  ctx: Context,
  values: readonly (ts.Expression | ts.MethodDeclaration)[] | undefined,
  trusts: boolean,
): Sources {
  if (!values) return undefined;
  return joined(
    values.map((v) =>
      ts.isMethodDeclaration(v) ? [{ node: v, frame: frameAround(ctx, v) }] : sourcesOf(ctx, v, trusts),
    ),
  );
}

function ofCall(ctx: Context, node: ts.CallExpression, trusts: boolean): Sources {
  const target = bare(node.expression);
  if (ts.isPropertyAccessExpression(target)) {
    const special = ofMethod(ctx, node, target, trusts);
    if (special !== null) return special;
  }
  const makers = closuresOf(ctx, target);
  return makers
    ? joined(makers.map((m) => returned(ctx, m, node.arguments, trusts)))
    : [{ node, frame: ctx.now.frame }];
}

/** What a call of the function returns. */
function returned(ctx: Context, maker: Closure, values: readonly ts.Expression[], trusts: boolean): Sources {
  const { node } = maker;
  if (isAsync(node) || ('asteriskToken' in node && node.asteriskToken) || ts.isAccessor(node)) return undefined;
  const frame = frameOf(ctx, node, maker.frame, valuesFor(maker, values)!);
  const results = returnedBy(node);
  if (!frame || results.length === 0) return undefined;
  return inFrame(ctx, frame, () => union(ctx, results, trusts));
}

/** `Object.freeze(x)`, `map.get(k)`, `list.find(f)`, `f.bind(x)`; null: none of these. */
function ofMethod(
  ctx: Context,
  node: ts.CallExpression,
  target: ts.PropertyAccessExpression,
  trusts: boolean,
): Sources | null {
  const base = bare(target.expression);
  const name = target.name.text;
  const [first] = node.arguments;
  if (ts.isIdentifier(base) && symbolOf(ctx, base)?.kind === 'global')
    return base.text === 'Object' && name === 'freeze' && first ? sourcesOf(ctx, first, trusts) : null;
  if (name === 'bind') {
    const bound = closuresOf(ctx, base);
    if (!bound || node.arguments.some(ts.isSpreadElement)) return undefined;
    return bound.every((b) => b.bound === undefined) ? bound.map((b) => ({ ...b, bound: node.arguments })) : undefined;
  }
  if (name !== 'get' && name !== 'at' && name !== 'find') return null;
  const from = sourcesOf(ctx, base, trusts);
  if (!from || from.some((s) => ts.isFunctionLike(s.node) || !isTableLiteral(s.node))) return null;
  if (name === 'find' || name === 'at') return elementsOf(ctx, base, trusts) ?? null;
  return from.every((s) => ts.isNewExpression(s.node)) ? pick(ctx, from, { content: true }, trusts) : null;
}
