/** Every place that may put something into the object that a variable holds, followed through constant aliases. */
import { enclosingFunction, type FunctionNode, isAssignment } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { BIND, type Callee, calleeOf, functionsOf, receiverOfCallback } from './callees.ts';
import { type Context, constantDeclaration, contains, declaredInside, literalFunction, symbolOf } from './context.ts';
import { depthOf, isPrimitive } from './freshness.ts';
import { bringsNothing } from './instance-depth.ts';
import type { MethodInfo } from './knowledge/methods.ts';
import { type Summary, summaryOf } from './summaries.ts';

/** Something is stored `level` levels below the variable's object: 1 is a direct element. No value: unknown. */
export interface Store {
  readonly level: number;
  /** Name of the field on the way, when the first step is a named one. */
  readonly field?: string;
  readonly value?: ts.Expression;
}

const active = new Set<Sym>();

export function storesInto(ctx: Context, symbol: Sym): Store[] {
  if (active.has(symbol)) return [];
  active.add(symbol);
  try {
    return symbol.references.flatMap(({ node, read, write }) => (write && !read ? [] : storesAt(ctx, node)));
  } finally {
    active.delete(symbol);
  }
}

/** Follows one mention of the variable outwards: `v`, `v[i]`, `v[i].x`, … until something is done with it. */
function storesAt(ctx: Context, mention: ts.Node): Store[] {
  let node = mention;
  let level = 0;
  let field: string | undefined;
  for (;;) {
    const { parent } = node;
    if (isTransparent(parent)) node = parent;
    else if (isMember(parent) && parent.expression === node) {
      if (level === 0 && ts.isPropertyAccessExpression(parent)) field = parent.name.text;
      node = parent;
      level += 1;
    } else break;
  }
  const method = ts.isCallExpression(node.parent) && node.parent.expression === node && level === 1;
  const stores = atUse(ctx, node, level);
  return field === undefined || method ? stores : stores.map((s) => ({ ...s, field }));
}

const isMember = (node: ts.Node): node is ts.PropertyAccessExpression | ts.ElementAccessExpression =>
  ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);

const isTransparent = (node: ts.Node): boolean =>
  ts.isParenthesizedExpression(node) ||
  ts.isNonNullExpression(node) ||
  ts.isAsExpression(node) ||
  ts.isSatisfiesExpression(node);

function atUse(ctx: Context, node: ts.Node, level: number): Store[] {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return atOperator(ctx, node, parent, level);
  if (ts.isCallExpression(parent))
    return parent.expression === node ? atMethod(ctx, parent, level) : atArgument(ctx, node, parent, level);
  if (ts.isNewExpression(parent)) return isView(ctx, parent) ? [] : escaping(level);
  if (ts.isVariableDeclaration(parent) && parent.initializer === node) return atAlias(ctx, parent, level);
  if (ts.isForOfStatement(parent) && parent.expression === node) return atLoop(ctx, parent, level);
  if (TARGETS.has(parent.kind)) return [{ level: Math.max(1, level) }];
  return HARMLESS.has(parent.kind) ? [] : escaping(level);
}

/** Views hold numbers. */
const isView = (ctx: Context, node: ts.NewExpression): boolean => {
  const callee = calleeOf(ctx, node);
  return callee.kind === 'builtin' && callee.info.returns === 'view';
};

/** Contexts that only look at a value or hand it out of the function. */
const HARMLESS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.ReturnStatement,
  ts.SyntaxKind.ExpressionStatement,
  ts.SyntaxKind.PrefixUnaryExpression,
  ts.SyntaxKind.PostfixUnaryExpression,
  ts.SyntaxKind.TemplateSpan,
  ts.SyntaxKind.TypeOfExpression,
  ts.SyntaxKind.IfStatement,
  ts.SyntaxKind.WhileStatement,
  ts.SyntaxKind.DoStatement,
  ts.SyntaxKind.ForStatement,
  ts.SyntaxKind.SpreadElement,
  ts.SyntaxKind.SpreadAssignment,
  ts.SyntaxKind.ElementAccessExpression,
  ts.SyntaxKind.DeleteExpression,
]);

/** Where a member may be the target of a pattern or of a loop: what is stored there is not seen. */
const TARGETS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.ArrayLiteralExpression,
  ts.SyntaxKind.PropertyAssignment,
  ts.SyntaxKind.ForOfStatement,
  ts.SyntaxKind.ForInStatement,
]);

/** Somebody unknown may store anything into the object found there, and below. */
const escaping = (level: number): Store[] => [{ level: level + 1 }];

function atOperator(ctx: Context, node: ts.Node, parent: ts.BinaryExpression, level: number): Store[] {
  const kind = parent.operatorToken.kind;
  if (parent.left !== node) {
    if (kind === ts.SyntaxKind.EqualsToken && isMember(parent.left) && onlyReceives(ctx, parent.left.expression))
      return [];
    return isAssignment(kind) || isLogical(kind) ? escaping(level) : [];
  }
  if (!isAssignment(kind)) return isLogical(kind) ? escaping(level) : [];
  if (level === 0) return [];
  const stores = kind === ts.SyntaxKind.EqualsToken || kind >= ts.SyntaxKind.BarBarEqualsToken;
  // The value of the assignment is what stands in the member from then on.
  return stores ? [{ level, value: parent.right }, ...storesAtResult(ctx, parent, level)] : [];
}

/**
 * A container from outside of the construct which the construct only hands things to: nobody reaches back into them
 * through it while the construct runs.
 */
function onlyReceives(ctx: Context, receiver: ts.Expression): boolean {
  const symbol = ts.isIdentifier(receiver) ? symbolOf(ctx, receiver) : undefined;
  const declaration = symbol?.declarations[0];
  if (!symbol || !declaration || symbol.kind === 'import' || declaredInside(ctx, declaration)) return false;
  if (!contains(enclosingFunction(declaration), ctx.construct)) return false;
  return symbol.references.every(({ node }) => {
    if (!contains(ctx.construct, node)) return isOwnMention(node, declaration);
    const access = node.parent;
    if (!isMember(access) || access.expression !== node) return false;
    const outer = access.parent;
    if (ts.isBinaryExpression(outer))
      return outer.left === access && outer.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    if (!ts.isCallExpression(outer) || outer.expression !== access || !ts.isPropertyAccessExpression(access))
      return false;
    return ['push', 'add', 'set'].includes(access.name.text) && ts.isExpressionStatement(outer.parent);
  });
}

/** Mentioned by the function that declares it, which does not run while the construct does, and by no closure. */
const isOwnMention = (node: ts.Node, declaration: ts.Node): boolean =>
  enclosingFunction(node) === enclosingFunction(declaration);

const isLogical = (kind: ts.SyntaxKind): boolean =>
  kind === ts.SyntaxKind.AmpersandAmpersandToken ||
  kind === ts.SyntaxKind.BarBarToken ||
  kind === ts.SyntaxKind.QuestionQuestionToken ||
  kind === ts.SyntaxKind.CommaToken;

function atMethod(ctx: Context, call: ts.CallExpression, level: number): Store[] {
  const callee = calleeOf(ctx, call);
  const functions = functionsOf(callee);
  if (functions.length > 0 && storesNothing(ctx, call, callee, functions)) return [];
  const own = functions.flatMap((f) => throughThis(ctx, f, level - 1));
  if (functions.length > 0) own.push(...givenBack(ctx, call));
  if (callee.kind === 'method' || (callee.kind === 'members' && callee.info))
    return [...own, ...atBuiltin(ctx, call, { info: callee.info!, name: callee.name }, level)];
  return functions.length > 0 ? own : escaping(0);
}

function atBuiltin(
  ctx: Context,
  call: ts.CallExpression,
  { info, name }: { readonly info: MethodInfo; readonly name: string },
  level: number,
): Store[] {
  const stores: Store[] = info.retains ? retained(ctx, call, name).map((v) => storeOf(v, level)) : [];
  const callback = info.callback === undefined ? undefined : call.arguments[info.callback];
  if (callback) stores.push(...throughCallback(ctx, callback, level));
  if (info.returns === 'self') stores.push(...storesAtResult(ctx, call, level - 1));
  if (info.returns === 'element') stores.push(...storesAtResult(ctx, call, level));
  return stores;
}

/**
 * A method of the program on an object of the function's own: it can put nothing into it but what it is given and what
 * stands around it, and nobody goes on with what it gives back.
 */
function storesNothing(
  ctx: Context,
  call: ts.CallExpression,
  callee: Callee,
  functions: readonly FunctionNode[],
): boolean {
  if (callee.kind === 'members' && callee.info?.mutates) return false;
  const isNew = call.arguments.every((a) => !ts.isSpreadElement(a) && depthOf(ctx, a) === Number.POSITIVE_INFINITY);
  const quiet = functions.every((f) => !summaryOf(ctx, f).unknown && keepsThis(f) && bringsNothing(ctx, f));
  return isNew && quiet && (isPrimitive(ctx, call) || storesAt(ctx, call).length === 0);
}

/** What a method of the program puts into its object, which is `offset` levels below the variable's. */
function throughThis(ctx: Context, node: FunctionNode, offset: number): Store[] {
  if (entered.has(node)) return [];
  entered.add(node);
  try {
    if (summaryOf(ctx, node).unknown) return escaping(0);
    return mentionsOfThis(node).flatMap((mention) => {
      if (mention.kind === ts.SyntaxKind.SuperKeyword) return escaping(0);
      return storesAt(ctx, mention).flatMap(({ level, field, value }) => {
        const whole = level + (value ? depthOf(ctx, value) : 0);
        return whole === Number.POSITIVE_INFINITY ? [] : below([{ level: whole, ...(field ? { field } : {}) }], offset);
      });
    });
  } finally {
    entered.delete(node);
  }
}

let entered = new Set<FunctionNode>();

/** Runs without what is left out at the moment, so that the result may be kept. */
export function withAllStores<T>(run: () => T): T {
  const before = entered;
  entered = new Set();
  try {
    return run();
  } finally {
    entered = before;
  }
}

/** Stores into a part of an object, as stores into the object: the name of a field is one of the part. */
const below = (stores: readonly Store[], steps: number): Store[] =>
  stores.map((s) =>
    steps === 0 ? s : { level: s.level + steps, ...(s.value === undefined ? {} : { value: s.value }) },
  );

function mentionsOfThis(node: FunctionNode): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (n: ts.Node): void => {
    if (n.kind === ts.SyntaxKind.ThisKeyword || n.kind === ts.SyntaxKind.SuperKeyword) found.push(n);
    ts.forEachChild(n, visit);
  };
  visit(node);
  return found;
}

/** What is done with the result of a method, which may be any part of its object. */
const givenBack = (ctx: Context, call: ts.CallExpression): Store[] =>
  isPrimitive(ctx, call) || storesAt(ctx, call).every((s) => s.value !== undefined && isPrimitive(ctx, s.value))
    ? []
    : escaping(0);

/** `this` is looked into and changed, but handed to nobody. */
function keepsThis(node: FunctionNode): boolean {
  const visit = (n: ts.Node): boolean => {
    if (n.kind === ts.SyntaxKind.ThisKeyword) {
      let { parent } = n;
      while (isTransparent(parent)) ({ parent } = parent);
      return isMember(parent) || ts.isReturnStatement(parent);
    }
    return !ts.forEachChild(n, (child) => !visit(child));
  };
  return visit(node);
}

/** The keys of a map that nobody asks for its keys are reachable from it, but nothing reaches them. */
const retained = (ctx: Context, call: ts.CallExpression, name: string): readonly ts.Expression[] =>
  name === 'set' && call.arguments.length === 2 && keepsKeys(ctx, call.expression)
    ? call.arguments.slice(1)
    : call.arguments;

const KEYLESS: ReadonlySet<string> = new Set(['get', 'set', 'has', 'delete', 'clear', 'values', 'size']);

function keepsKeys(ctx: Context, target: ts.Expression): boolean {
  const base = ts.isPropertyAccessExpression(target) ? target.expression : undefined;
  const symbol = base && ts.isIdentifier(base) ? symbolOf(ctx, base) : undefined;
  if (!symbol || !constantDeclaration(symbol)) return false;
  return symbol.references.every(({ node, write }) => {
    const access = node.parent;
    return write || (ts.isPropertyAccessExpression(access) && access.expression === node && isKeyless(access));
  });
}

const isKeyless = (access: ts.PropertyAccessExpression): boolean =>
  KEYLESS.has(access.name.text) &&
  (access.name.text === 'size' || (ts.isCallExpression(access.parent) && access.parent.expression === access));

const storeOf = (value: ts.Expression, level: number): Store =>
  ts.isSpreadElement(value) ? { level } : { level, value };

function storesAtResult(ctx: Context, call: ts.Expression, level: number): Store[] {
  return below(storesAt(ctx, call), level);
}

function throughCallback(ctx: Context, callback: ts.Expression, level: number): Store[] {
  const literal = literalFunction(callback);
  const info = literal && receiverOfCallback(ctx, literal);
  if (!literal || !info) return escaping(level - 1);
  return literal.parameters.flatMap((parameter, position) => {
    const offset = position === info.elementParameter ? level : level - 1;
    return ts.isIdentifier(parameter.name) ? through(ctx, parameter.name, offset) : escaping(level);
  });
}

const through = (ctx: Context, name: ts.Identifier, offset: number): Store[] => {
  const symbol = symbolOf(ctx, name);
  return symbol ? below(storesInto(ctx, symbol), offset) : escaping(offset);
};

function atArgument(ctx: Context, node: ts.Node, call: ts.CallExpression, level: number): Store[] {
  const callee = calleeOf(ctx, call);
  if (callee.kind === 'method')
    return callee.info.retains && !onlyReceives(ctx, callee.receiver) ? escaping(level) : [];
  if (callee.kind === 'builtin') {
    const isKept = callee.info === BIND || callee.info.mutates || callee.info.returns === 'argument';
    return isKept ? escaping(level) : [];
  }
  const position = call.arguments.indexOf(node as ts.Expression);
  if (callee.kind === 'closures' && callee.values === call.arguments && callee.builtins.length === 0)
    return callee.all.flatMap((c) =>
      c.bound ? escaping(level) : stored(summaryOf(ctx, c.node, c.frame), position, level),
    );
  const functions = functionsOf(callee);
  const isKnown = functions.length > 0 && !(callee.kind === 'members' && callee.info?.retains);
  return isKnown ? functions.flatMap((f) => stored(summaryOf(ctx, f), position, level)) : escaping(level);
}

/** What a function stores in its argument. */
function stored(summary: Summary, position: number, level: number): Store[] {
  if (summary.unknown || summary.retained.has(position)) return escaping(level);
  return summary.accesses
    .filter((a) => a.write && a.root.kind === 'param' && a.root.index === position)
    .map((a) => ({ level: level + (a.path.some((s) => 'any' in s) ? 1 : Math.max(1, a.path.length)) }));
}

function atAlias(ctx: Context, declaration: ts.VariableDeclaration, level: number): Store[] {
  if (!ts.isIdentifier(declaration.name)) return atPattern(ctx, declaration.name, level);
  const symbol = symbolOf(ctx, declaration.name);
  if (!symbol || !constantDeclaration(symbol)) return escaping(level);
  return through(ctx, declaration.name, level);
}

/** `const { a, b: [c] } = …`: what is stored into the parts. The object of a rest is new, and holds the same parts. */
function atPattern(ctx: Context, pattern: ts.BindingPattern, level: number): Store[] {
  return pattern.elements.flatMap((part) => {
    if (ts.isOmittedExpression(part)) return [];
    if (!ts.isIdentifier(part.name)) return atPattern(ctx, part.name, level + 1);
    const isKept = symbolOf(ctx, part.name)?.assignments.length === 0;
    if (!isKept) return escaping(level + 1);
    return below(through(ctx, part.name, 0), part.dotDotDotToken ? level : level + 1);
  });
}

function atLoop(ctx: Context, loop: ts.ForOfStatement, level: number): Store[] {
  const { initializer } = loop;
  if (!ts.isVariableDeclarationList(initializer)) return escaping(level);
  const { name } = initializer.declarations[0]!;
  return ts.isIdentifier(name) ? through(ctx, name, level + 1) : escaping(level);
}
