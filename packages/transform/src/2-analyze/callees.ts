/** What a call calls: a function of the program, a built-in, or nobody knows. */
import { bare, enclosingFunction, type FunctionNode } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { classNamed, inheritedMethod, instanceClass, methodOf, ownMethod, thisMethods } from './classes.ts';
import {
  type Context,
  constantDeclaration,
  contains,
  functionOf,
  literalFunction,
  resolved,
  symbolOf,
} from './context.ts';
import { iterableKind } from './iterables.ts';
import { CONSTRUCTORS, FUNCTIONS, NAMESPACES, namespaceConstructor, namespaceMember } from './knowledge/globals.ts';
import { type MethodInfo, methodInfo } from './knowledge/methods.ts';
import { moduleFunction } from './knowledge/modules.ts';
import type { Row } from './knowledge/rows.ts';
import { functionsNamed, gettersNamed, isBuiltinValue, isNoBuiltin, storedUnder } from './named-members.ts';
import { isBuiltinModule } from './packages/builtins.ts';
import { knownFunction } from './packages/known.ts';
import { keepsState } from './receivers.ts';
import { type Closure, closuresOf, holdsFunctions, isClosure, isNothing, type Source, sourcesOf } from './sources.ts';
import { spaceMember } from './spaces.ts';

export type Callee =
  /** `package`: from where it comes, if from a package. `vouched`: the user answers for it. */
  | { readonly kind: 'function'; readonly node: FunctionNode; readonly receiver?: ts.Expression }
  | {
      readonly kind: 'builtin';
      readonly info: Row;
      readonly name: string;
      readonly package?: string;
      readonly vouched?: string;
    }
  /** One of several, or one that was made by a call. */
  | {
      readonly kind: 'closures';
      readonly all: readonly Closure[];
      /** Built-in functions among them. */
      readonly builtins: readonly Row[];
      readonly values: readonly ts.Expression[] | null;
    }
  | { readonly kind: 'method'; readonly info: MethodInfo; readonly name: string; readonly receiver: ts.Expression }
  /** A method of an object whose class is not known: any of these functions, or the built-in method. */
  | {
      readonly kind: 'members';
      readonly nodes: readonly FunctionNode[];
      readonly info: MethodInfo | undefined;
      readonly name: string;
      readonly receiver: ts.Expression;
    }
  | { readonly kind: 'class'; readonly node: ts.ClassLikeDeclaration; readonly name: string }
  | { readonly kind: 'parameter'; readonly symbol: Sym }
  | { readonly kind: 'unknown'; readonly name: string };

type Builtin = Extract<Callee, { kind: 'builtin' }>;
type Call = ts.CallExpression | ts.NewExpression;

const textOf = (node: ts.Node): string => node.getText().replace(/\s+/g, ' ').slice(0, 60);

export function calleeOf(ctx: Context, call: Call): Callee {
  const target = calledBy(call);
  const literal = literalFunction(target);
  if (literal && ts.isCallExpression(call)) return { kind: 'function', node: literal };
  const known = limited(call, ts.isCallExpression(call) ? plainCallee(ctx, target) : constructed(ctx, target));
  if (!ts.isCallExpression(call) || !MAYBE_VALUES.has(known.kind)) return known;
  const found = byHand(ctx, call, target) ?? closures(ctx, target, call.arguments);
  if (found) return found;
  return known.kind === 'method' && isOwnMember(ctx, target) ? { kind: 'unknown', name: textOf(target) } : known;
}

function plainCallee(ctx: Context, target: ts.Expression): Callee {
  if (ts.isIdentifier(target)) return namedCallee(ctx, target, false);
  if (ts.isPropertyAccessExpression(target)) return memberCallee(ctx, target);
  return { kind: 'unknown', name: textOf(target) };
}

/** A row that does not speak of so many arguments is none. */
function limited(call: Call | undefined, callee: Callee): Callee {
  if (callee.kind !== 'builtin' || callee.info.most === undefined) return callee;
  const args = call?.arguments ?? [];
  const isFit = call !== undefined && args.length <= callee.info.most && !args.some(ts.isSpreadElement);
  return isFit ? callee : { kind: 'unknown', name: callee.name };
}

/** `f` in `f(x)`, and in `(0, f)(x)`, as compilers write it so that `this` is nothing. */
export function calledBy(call: Call): ts.Expression {
  const target = bare(call.expression);
  const isDetached =
    ts.isBinaryExpression(target) &&
    target.operatorToken.kind === ts.SyntaxKind.CommaToken &&
    ts.isNumericLiteral(target.left);
  return isDetached ? bare(target.right) : target;
}

function constructed(ctx: Context, target: ts.Expression): Callee {
  if (ts.isIdentifier(target)) return namedCallee(ctx, target, true);
  if (ts.isPropertyAccessExpression(target)) return memberConstructor(ctx, target);
  return { kind: 'unknown', name: textOf(target) };
}

/** A function that an object literal was made with, whatever has become of it: no built-in method. */
function isOwnMember(ctx: Context, target: ts.Expression): boolean {
  const base = ts.isPropertyAccessExpression(target) ? sourcesOf(ctx, target.expression, true) : undefined;
  return base?.some((s) => ts.isObjectLiteralExpression(s.node)) === true && holdsFunctions(ctx, target);
}

/** Functions that travel as values. */
function closures(ctx: Context, target: ts.Expression, values: readonly ts.Expression[] | null): Callee | undefined {
  const found = sourcesOf(ctx, target)?.filter((s) => !isNothing(s));
  const all = found?.filter(isClosure);
  if (!found || !all || all.length === 0) return undefined;
  const builtins = found.filter((s) => !isClosure(s)).map((s) => harmless(ctx, s));
  return builtins.every((b) => b !== undefined) ? { kind: 'closures', all, builtins, values } : undefined;
}

/** A built-in function as a value, which only looks at its arguments. */
function harmless(ctx: Context, { node }: Source): Row | undefined {
  if (ts.isFunctionLike(node)) return undefined;
  const callee = plainValue(ctx, node as ts.Expression);
  if (callee.kind !== 'builtin' || callee.package !== undefined) return undefined;
  const { mutates, external, callback, retains } = callee.info;
  return mutates || external || retains || callback !== undefined ? undefined : callee.info;
}

/** What may be a function that travels as a value after all. */
const MAYBE_VALUES: ReadonlySet<Callee['kind']> = new Set(['unknown', 'parameter', 'method', 'members']);

/** `f.call(self, x)`, `f.apply(self, [x])`; `f.bind(self, x)` only makes another function. */
function byHand(ctx: Context, call: ts.CallExpression, target: ts.Expression): Callee | undefined {
  if (!ts.isPropertyAccessExpression(target)) return undefined;
  const name = target.name.text;
  if (name !== 'call' && name !== 'apply' && name !== 'bind') return undefined;
  const all = closuresOf(ctx, target.expression);
  if (!all || call.arguments.some(ts.isSpreadElement)) return undefined;
  if (name === 'bind') return { kind: 'builtin', info: BIND, name: textOf(target) };
  const [self, ...others] = call.arguments;
  const list = name === 'apply' && others[0] ? bare(others[0]) : undefined;
  const values = name === 'call' ? others : !list ? [] : ts.isArrayLiteralExpression(list) ? list.elements : null;
  return { kind: 'closures', all: all.map((c) => withSelf(c, self)), builtins: [], values };
}

/** What `bind` has fixed stays. */
const withSelf = (closure: Closure, self: ts.Expression | undefined): Closure =>
  closure.bound || !self ? closure : { ...closure, bound: [self] };

/** The call of `bind`, which only makes another function. */
export const BIND: Row = { returns: 'unknown', unclonable: true };

/** What a value that is passed as a callback calls. */
export function calleeOfValue(ctx: Context, value: ts.Expression): Callee {
  const known = plainValue(ctx, value);
  return known.kind === 'unknown' || known.kind === 'parameter' ? (closures(ctx, value, []) ?? known) : known;
}

function plainValue(ctx: Context, value: ts.Expression): Callee {
  const literal = literalFunction(value);
  if (literal) return { kind: 'function', node: literal };
  if (ts.isIdentifier(value)) return limited(undefined, namedCallee(ctx, value, false));
  if (!ts.isPropertyAccessExpression(value)) return { kind: 'unknown', name: textOf(value) };
  const base = bare(value.expression);
  const member = ts.isIdentifier(base) ? memberOfName(ctx, base, value.name.text) : undefined;
  return member ? limited(undefined, member) : { kind: 'unknown', name: textOf(value) };
}

/** The functions of the program that a call may mean. */
export const functionsOf = (callee: Callee): readonly FunctionNode[] =>
  callee.kind === 'function' ? [callee.node] : callee.kind === 'members' ? callee.nodes : [];

/** Only the built-in ones among {@link calleeOf}: does not look at the program's functions, so it cannot recurse. */
export function builtinCallee(ctx: Context, call: ts.CallExpression): Callee | undefined {
  const callee = calleeOf(ctx, call);
  return callee.kind === 'method' || callee.kind === 'builtin' ? callee : undefined;
}

function namedCallee(ctx: Context, name: ts.Identifier, isNew: boolean): Callee {
  const symbol = symbolOf(ctx, name);
  const unknown: Callee = { kind: 'unknown', name: name.text };
  if (!symbol) return unknown;
  if (symbol.kind === 'global') {
    const info = (isNew ? CONSTRUCTORS : FUNCTIONS)[name.text];
    return info ? { kind: 'builtin', info, name: name.text } : unknown;
  }
  const known = symbol.kind === 'import' ? importedCallee(ctx, symbol) : undefined;
  // Tables of packages speak of calls.
  if (known && !(isNew && known.package !== undefined)) return known;
  const local = resolved(ctx, symbol);
  if (!local) return unknown;
  const declaration = local.symbol.declarations[0]!;
  if (isNew)
    return ts.isClassLike(declaration) && local.symbol.assignments.length === 0
      ? { kind: 'class', node: declaration, name: name.text }
      : unknown;
  const node = functionOf(local.symbol);
  if (node) return { kind: 'function', node };
  return local.symbol.kind === 'param' ? { kind: 'parameter', symbol: local.symbol } : unknown;
}

/** `new Intl.NumberFormat()` */
function memberConstructor(ctx: Context, target: ts.PropertyAccessExpression): Callee {
  const base = bare(target.expression);
  const global = ts.isIdentifier(base) && symbolOf(ctx, base)?.kind === 'global' ? base.text : '';
  const info = namespaceConstructor(global, target.name.text);
  const name = textOf(target);
  return info ? { kind: 'builtin', info, name } : { kind: 'unknown', name };
}

/** What is known of a function from outside of the program without its source. */
function importedCallee(ctx: Context, symbol: Sym, member?: string): Builtin | undefined {
  const target = ctx.project.leave(symbol);
  if (target.kind !== 'external') return undefined;
  const name = member === undefined ? symbol.name : `${symbol.name}.${member}`;
  const whole = target.imported === '*' || target.imported === 'default';
  const own =
    member === undefined
      ? moduleFunction(target.specifier, target.imported)
      : target.imported === 'Buffer' && isBuiltinModule(target.specifier)
        ? namespaceMember('Buffer', member)
        : whole && moduleFunction(target.specifier, member);
  const known = own ? { info: own } : knownFunction(ctx.project, target, member);
  return known && { kind: 'builtin', name, ...known };
}

function memberCallee(ctx: Context, target: ts.PropertyAccessExpression): Callee {
  const name = target.name.text;
  const base = bare(target.expression);
  const inner = spaceMember(ctx, target);
  const node = inner && functionOf(inner);
  if (node) return { kind: 'function', node };
  if (ts.isIdentifier(base)) {
    const found = memberOfName(ctx, base, name);
    if (found) return found;
  }
  const unknown: Callee = { kind: 'unknown', name: textOf(target) };
  if (base.kind === ts.SyntaxKind.SuperKeyword) {
    const node = inheritedMethod(ctx, base, name);
    return node ? { kind: 'function', node } : unknown;
  }
  if (base.kind === ts.SyntaxKind.ThisKeyword) {
    const node = ownMethod(ctx, base, name);
    if (node) return { kind: 'function', node };
    const nodes = thisMethods(ctx, base, name);
    return nodes.length > 0 ? { kind: 'members', nodes, info: undefined, name, receiver: target.expression } : unknown;
  }
  const instance = instanceClass(ctx, base);
  const method = instance && methodOf(ctx, instance, name, false);
  if (method) return { kind: 'function', node: method };
  return byName(ctx, target, base) ?? unknown;
}

/** A built-in method, a member of a class of the program, or either. */
function byName(ctx: Context, target: ts.PropertyAccessExpression, base: ts.Expression): Callee | undefined {
  const name = target.name.text;
  const receiver = target.expression;
  const info = keepsState(ctx, base, name) ? STATEFUL : methodInfo(name);
  const nodes = gettersNamed(ctx, name).length > 0 ? [] : functionsNamed(ctx, name);
  if (nodes.length === 0 && info && (isData(ctx, base) || !declaredByClass(ctx, name)))
    return { kind: 'method', info, name, receiver };
  if (nodes.length === 0) return undefined;
  if (info && (isUntouched(ctx, base, name) || isCheckedAtEntry(ctx, base, name)))
    return { kind: 'method', info, name, receiver };
  return { kind: 'members', nodes, info: info && isNoBuiltin(ctx, name) ? undefined : info, name, receiver };
}

/** An object of a built-in class, to which nobody gives a function of that name. */
const isUntouched = (ctx: Context, base: ts.Expression, name: string): boolean =>
  isBuiltinValue(ctx, base) && !(ts.isIdentifier(base) && storedUnder(ctx, name).length > 0);

/** The variable looks like one of a built-in class, which a guard at entry then tests. */
function isCheckedAtEntry(ctx: Context, base: ts.Expression, name: string): boolean {
  if (!ts.isIdentifier(base) || !isData(ctx, base)) return false;
  const symbol = symbolOf(ctx, base);
  const kind = iterableKind(ctx, base);
  if (!symbol || symbol.assignments.length > 0 || (kind !== 'array' && kind !== 'map' && kind !== 'collection'))
    return false;
  ctx.natives.set(`${ctx.ids.id(symbol)} ${name}`, { symbol: ctx.ids.id(symbol), method: name });
  return true;
}

/**
 * A receiver that comes from outside of the construct: what is sent to workers is checked to be plain data, and what
 * the replay writes to has a guard of its own. Literals need no check.
 */
function isData(ctx: Context, base: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(base) || ts.isStringLiteralLike(base) || ts.isTemplateExpression(base)) return true;
  const symbol = ts.isIdentifier(base) ? symbolOf(ctx, base) : undefined;
  if (!symbol || symbol.kind === 'global' || symbol.kind === 'import') return false;
  const declaration = symbol.declarations[0]!;
  return !contains(ctx.construct, declaration) && contains(enclosingFunction(declaration), ctx.construct);
}

const STATEFUL: MethodInfo = { returns: 'unknown', mutates: true, cost: 40 };

/** `Math.max`, `path.join` (namespace or default import), `helpers.f` (local namespace or constant object). */
function memberOfName(ctx: Context, base: ts.Identifier, name: string): Callee | undefined {
  const symbol = symbolOf(ctx, base);
  if (!symbol) return undefined;
  if (symbol.kind === 'global') {
    if (!Object.hasOwn(NAMESPACES, base.text)) return undefined;
    const info = namespaceMember(base.text, name);
    return info
      ? { kind: 'builtin', info, name: `${base.text}.${name}` }
      : { kind: 'unknown', name: `${base.text}.${name}` };
  }
  if (symbol.kind === 'import') return memberOfImport(ctx, symbol, name);
  const member = constantMember(ctx, symbol, name) ?? staticMethod(ctx, base, name);
  return member && { kind: 'function', node: member };
}

function staticMethod(ctx: Context, base: ts.Identifier, name: string): FunctionNode | undefined {
  const node = classNamed(ctx, base);
  return node && methodOf(ctx, node, name, true);
}

function memberOfImport(ctx: Context, symbol: Sym, name: string): Callee | undefined {
  const known = importedCallee(ctx, symbol, name);
  if (known) return known;
  const target = ctx.project.follow(symbol);
  if (target.kind === 'external') return { kind: 'unknown', name: `${symbol.name}.${name}` };
  if (target.kind === 'module') {
    const inner = ctx.project.exported(target.module, name);
    const node = inner.kind === 'symbol' ? functionOf(inner.symbol) : undefined;
    return node ? { kind: 'function', node } : { kind: 'unknown', name: `${symbol.name}.${name}` };
  }
  const member =
    target.kind === 'symbol'
      ? (constantMember(ctx, target.symbol, name) ?? memberOfClass(ctx, target.symbol, name))
      : undefined;
  return member && { kind: 'function', node: member };
}

const memberOfClass = (ctx: Context, symbol: Sym, name: string): FunctionNode | undefined => {
  const [declaration] = symbol.declarations;
  return declaration && ts.isClassLike(declaration) ? methodOf(ctx, declaration, name, true) : undefined;
};

/** The function under `name` in `const x = { name(…) {…} }`, when nothing in the module assigns members of x. */
function constantMember(ctx: Context, symbol: Sym, name: string): FunctionNode | undefined {
  const init = constantDeclaration(symbol)?.initializer;
  const literal = init && bare(init);
  if (!literal || !ts.isObjectLiteralExpression(literal) || !onlyCalled(ctx, symbol)) return undefined;
  for (const property of literal.properties) {
    if (!property.name || !ts.isIdentifier(property.name) || property.name.text !== name) continue;
    if (ts.isMethodDeclaration(property)) return property;
    if (ts.isPropertyAssignment(property)) return literalFunction(property.initializer);
  }
  return undefined;
}

/** Every mention of the object is a call of one of its members, or passes one on: nobody can have replaced one. */
const onlyCalled = (ctx: Context, symbol: Sym): boolean =>
  [symbol, ...importsOf(ctx, symbol)]
    .flatMap((s) => s.references)
    .every(({ node }) => {
      const access = node.parent;
      return (
        ts.isPropertyAccessExpression(access) &&
        ts.isCallExpression(access.parent) &&
        (access.parent.expression === access || access.parent.arguments.includes(access))
      );
    });

/** The names under which other modules that are known import a symbol. */
export const importsOf = (ctx: Context, symbol: Sym): Sym[] =>
  ctx.project.modules.flatMap((m) =>
    [...m.scopes.root.symbols.values()].filter((s) => {
      if (s.kind !== 'import' || s === symbol) return false;
      const target = ctx.project.leave(s);
      return target.kind === 'symbol' && target.symbol === symbol;
    }),
  );

/** Some class or object literal of the analysed modules has a method of that name, which a call could mean as well. */
export const declaredByClass = (ctx: Context, name: string): boolean =>
  ctx.project.modules.some((m) => methodNames(m.source).has(name));

/** Objects that a package makes may have a method of that name. */
export const declaredInPackage = (ctx: Context, name: string): boolean =>
  ctx.project.modules.some((m) => m.package !== undefined && methodNames(m.source).has(name));

const namesOfSource = new WeakMap<ts.SourceFile, Set<string>>();

function methodNames(source: ts.SourceFile): Set<string> {
  let names = namesOfSource.get(source);
  if (!names) {
    names = new Set();
    collectMethodNames(source, names);
    namesOfSource.set(source, names);
  }
  return names;
}

function collectMethodNames(node: ts.Node, names: Set<string>): void {
  if ((ts.isMethodDeclaration(node) || ts.isAccessor(node)) && ts.isIdentifier(node.name)) names.add(node.name.text);
  if (
    (ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) &&
    ts.isIdentifier(node.name) &&
    node.initializer
  )
    if (literalFunction(node.initializer)) names.add(node.name.text);
  ts.forEachChild(node, (child) => collectMethodNames(child, names));
}

/** When a function is the callback of a built-in method call: the receiver, and which parameter is an element. */
export function receiverOfCallback(
  ctx: Context,
  node: ts.Node,
): { receiver: ts.Expression; elementParameter: number; call: ts.CallExpression; method: string } | undefined {
  let argument: ts.Node = node;
  while (ts.isParenthesizedExpression(argument.parent)) argument = argument.parent;
  const call = argument.parent;
  if (!ts.isCallExpression(call) || !call.arguments.includes(argument as ts.Expression)) return undefined;
  const callee = builtinCallee(ctx, call);
  if (callee?.kind === 'builtin' && callee.info.callback === call.arguments.indexOf(argument as ts.Expression)) {
    const receiver = call.arguments[0]!;
    return callee.name.endsWith('.from') || callee.name.endsWith('.groupBy')
      ? { receiver, elementParameter: 0, call, method: callee.name }
      : undefined;
  }
  if (callee?.kind !== 'method' || callee.info.callback !== call.arguments.indexOf(argument as ts.Expression))
    return undefined;
  const reduce = callee.name.startsWith('reduce');
  return { receiver: callee.receiver, elementParameter: reduce ? 1 : 0, call, method: callee.name };
}
