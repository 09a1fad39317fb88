/** Objects that stay as their literal made them: nobody writes into them, and nobody gets hold of them who might. */
import { bare, isAssignment, isFunctionLike, isPatternTarget } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { calleeOf, importsOf, receiverOfCallback } from './callees.ts';
import { type Context, constantDeclaration, symbolOf } from './context.ts';
import { handedOut } from './exports.ts';
import { frameAround, inFrame } from './frames.ts';
import { methodInfo } from './knowledge/methods.ts';
import { areLeaves, isLeaf } from './leaves.ts';
import { isTableLiteral, membersOf } from './members.ts';
import { once } from './once.ts';
import { afresh, isClosure, sourcesOf } from './sources.ts';

/** What may change an object: the place, and what is to be said of it where that is not that it is changed there. */
export type Change = { readonly node: ts.Node; readonly why?: string } | undefined;

const known = new WeakMap<Context, Map<string, Map<Sym, Change>>>();

/** The object in the variable is as it was made. */
export const isSettled = (ctx: Context, symbol: Sym): boolean => changeOf(ctx, symbol) === undefined;

/** The first place that may change the object in the variable, or a part of it. */
export function changeOf(ctx: Context, symbol: Sym): Change {
  const frame = symbol.kind === 'global' ? undefined : frameAround(ctx, symbol.declarations[0]!);
  const map = answers(ctx, frame?.key ?? '');
  if (map.has(symbol)) return map.get(symbol);
  // A variable that is looked at while it is looked at adds nothing; what rests on that is not kept.
  if (open.has(symbol)) {
    rested = true;
    return undefined;
  }
  if (open.size === 0) rested = false;
  open.add(symbol);
  try {
    const found = afresh(() => inFrame(ctx, frame, () => find(ctx, symbol)));
    if (found || !rested || open.size === 1) map.set(symbol, found);
    return found;
  } finally {
    open.delete(symbol);
  }
}

const answers = (ctx: Context, key: string): Map<Sym, Change> =>
  once(
    once(known, ctx, () => new Map<string, Map<Sym, Change>>()),
    key,
    () => new Map(),
  );

const open = new Set<Sym>();
let rested = false;

function find(ctx: Context, symbol: Sym): Change {
  const [written] = symbol.assignments;
  if (written) return { node: written.node };
  const init = constantDeclaration(symbol)?.initializer;
  const own = init ? inMethods(ctx, init, 0) : undefined;
  if (own) return own;
  for (const { node } of [symbol, ...importsOf(ctx, symbol)].flatMap((s) => s.references)) {
    const change = ofUse(ctx, node);
    if (change) return change;
  }
  const place = handedOut(ctx, symbol);
  return place && { node: place, why: 'is exported and not frozen, so other modules may change it' };
}

/** Follows a mention outwards, to what is done with the object or a part of it. */
function ofUse(ctx: Context, mention: ts.Expression): Change {
  let node: ts.Node = mention;
  for (;;) {
    const parent: ts.Node = node.parent;
    if (ts.isExpression(parent) && bare(parent) !== parent && bare(parent) === bare(node as ts.Expression))
      node = parent;
    else if (isAccess(parent) && parent.expression === node) node = parent;
    else break;
  }
  return atUse(ctx, node as ts.Expression);
}

const isAccess = (node: ts.Node): node is ts.PropertyAccessExpression | ts.ElementAccessExpression =>
  ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);

function atUse(ctx: Context, node: ts.Expression): Change {
  const { parent } = node;
  const change = { node };
  if (isAccess(bare(node)) && isTarget(node)) return change;
  if (ts.isCallExpression(parent) && parent.expression === node) return atCall(ctx, node, parent);
  if (isLooking(node) || isLeaf(ctx, node)) return undefined;
  if (ts.isForOfStatement(parent) && parent.expression === node) return atLoop(ctx, parent) ? undefined : change;
  if (ts.isVariableDeclaration(parent) && parent.initializer === node) return atAlias(ctx, parent.name) ?? undefined;
  if (ts.isCallExpression(parent)) return atArgument(ctx, node, parent) ? undefined : change;
  if (ts.isConditionalExpression(parent)) return parent.condition === node ? undefined : ofUse(ctx, parent);
  if (ts.isBinaryExpression(parent) && isChoice(parent)) return ofUse(ctx, parent);
  if (ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent)) return areLeaves(ctx, node) ? undefined : change;
  return change;
}

const isChoice = ({ operatorToken: { kind } }: ts.BinaryExpression): boolean =>
  kind === K.BarBarToken || kind === K.QuestionQuestionToken || kind === K.AmpersandAmpersandToken;

const isTarget = (node: ts.Node): boolean => {
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && parent.left === node && isAssignment(parent.operatorToken.kind)) return true;
  if (ts.isDeleteExpression(parent) || isPatternTarget(node)) return true;
  return (
    (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) &&
    (parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken)
  );
};

/** Contexts that look at a value and do not hand it on. */
function isLooking({ parent }: ts.Node): boolean {
  if (LOOKING.has(parent.kind)) return true;
  return ts.isBinaryExpression(parent) && !FLOWING.has(parent.operatorToken.kind);
}

const K = ts.SyntaxKind;
const LOOKING: ReadonlySet<ts.SyntaxKind> = new Set([
  K.ExportSpecifier,
  K.ExportAssignment,
  K.ExpressionStatement,
  K.TypeOfExpression,
  K.TypeQuery,
  K.PrefixUnaryExpression,
  K.TemplateSpan,
  K.IfStatement,
  K.ForInStatement,
]);
/** Operators whose value may be an operand. Others compare or convert. */
const FLOWING: ReadonlySet<ts.SyntaxKind> = new Set([
  K.EqualsToken,
  K.CommaToken,
  K.BarBarToken,
  K.AmpersandAmpersandToken,
  K.QuestionQuestionToken,
  K.BarBarEqualsToken,
  K.AmpersandAmpersandEqualsToken,
  K.QuestionQuestionEqualsToken,
]);

/** `OPS.add(…)`, `STAGES.map(…)`: a function of the table, or a method of a built-in container. */
function atCall(ctx: Context, target: ts.Expression, call: ts.CallExpression): Change {
  const access = bare(target);
  if (!isAccess(access)) return undefined;
  const base = sourcesOf(ctx, access.expression, true);
  const isOwn = base?.every((s) => isClosure(s) || ts.isObjectLiteralExpression(s.node));
  if (isOwn) return undefined;
  const name = ts.isPropertyAccessExpression(access) ? access.name.text : undefined;
  if (name === undefined) return base?.every((s) => isTableLiteral(s.node)) ? undefined : { node: call };
  const info = methodInfo(name);
  if (!info || info.mutates) return { node: call };
  const callback = info.callback === undefined ? undefined : call.arguments[info.callback];
  if (callback && !callbackLooks(ctx, callback)) return { node: callback };
  if (info.returns === 'primitive' || isLeaf(ctx, call)) return undefined;
  const isFlat = name === 'map' || name === 'flatMap' || name === 'reduce';
  return isFlat && callback ? undefined : ofUse(ctx, call);
}

/** The callback's parameters only look at what they are given. */
function callbackLooks(ctx: Context, callback: ts.Expression): boolean {
  const literal = bare(callback);
  if (!ts.isArrowFunction(literal) && !ts.isFunctionExpression(literal)) return false;
  const info = receiverOfCallback(ctx, literal);
  const isOther = (i: number): boolean =>
    info?.method === 'reduce' && info.call.arguments.length > 1 ? i === 0 || i === 2 : info !== undefined && i === 1;
  return literal.parameters.every((p, i) => isOther(i) || atAlias(ctx, p.name) === undefined);
}

/** Other names of the object or of its parts. */
function atAlias(ctx: Context, name: ts.BindingName): Change {
  if (!ts.isIdentifier(name)) {
    for (const e of name.elements) {
      const change = ts.isBindingElement(e) ? (e.dotDotDotToken ? { node: e } : atAlias(ctx, e.name)) : undefined;
      if (change) return change;
    }
    return undefined;
  }
  const symbol = symbolOf(ctx, name);
  return symbol ? changeOf(ctx, symbol) : { node: name };
}

function atLoop(ctx: Context, { initializer }: ts.ForOfStatement): boolean {
  if (!ts.isVariableDeclarationList(initializer)) return false;
  return atAlias(ctx, initializer.declarations[0]!.name) === undefined;
}

/** An argument of what only looks at it, or of a function of the program whose parameter is settled itself. */
function atArgument(ctx: Context, node: ts.Expression, call: ts.CallExpression): boolean {
  const callee = calleeOf(ctx, call);
  const position = call.arguments.indexOf(node);
  if (callee.kind === 'builtin') {
    if (callee.info.mutates || callee.info.external || callee.info.callback !== undefined) return false;
    return callee.info.returns === 'primitive' || ofUse(ctx, call) === undefined;
  }
  if (callee.kind !== 'function' || call.arguments.some(ts.isSpreadElement)) return false;
  const parameter = callee.node.parameters[position];
  return parameter !== undefined && !parameter.dotDotDotToken && atAlias(ctx, parameter.name) === undefined;
}

/** Methods that do more with `this` than to read its members and call them. */
function inMethods(ctx: Context, value: ts.Expression, depth: number): Change {
  for (const { node, frame } of (depth < 4 && sourcesOf(ctx, value, true)) || []) {
    const change = ts.isFunctionLike(node)
      ? inMethod(node)
      : isTableLiteral(node) &&
        inFrame(ctx, frame, () =>
          (membersOf(ctx, node as ts.Expression) ?? [])
            .map((m) => (ts.isMethodDeclaration(m) ? inMethod(m) : inMethods(ctx, m, depth + 1)))
            .find((c) => c !== undefined),
        );
    if (change) return change;
  }
  return undefined;
}

function inMethod(method: ts.Node): Change {
  const visit = (n: ts.Node): Change => {
    if (n !== method && !ts.isArrowFunction(n) && (isFunctionLike(n) || ts.isClassLike(n))) return undefined;
    if (n.kind === K.ThisKeyword) return looksIntoThis(n) ? undefined : { node: n };
    return ts.forEachChild(n, visit);
  };
  return isFunctionLike(method) ? visit(method) : undefined;
}

/** `this.k` that is no target, and of which no part is changed or called but itself. */
function looksIntoThis(node: ts.Node): boolean {
  const access = node.parent;
  if (!isAccess(access) || access.expression !== node || isTarget(access)) return false;
  const outer = access.parent;
  return !(isAccess(outer) && outer.expression === access);
}
