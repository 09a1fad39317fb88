/** Classes of the program: which can be copied to a worker, and what their methods are. */
import { bare, type FunctionNode, hasModifier } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { calleeOf, functionsOf } from './callees.ts';
import { type Context, resolved, symbolOf } from './context.ts';
import { isReached } from './family.ts';
import { thisOwner } from './field-path.ts';
import { definitionsOf } from './freshness.ts';
import { bringsNothing } from './instance-depth.ts';
import { lowerExpr } from './lower-expr.ts';
import { Lowering } from './lowering.ts';
import { isNameable } from './nameable.ts';
import { isIteratorMember, methodsBelow } from './named-members.ts';
import { guardedClass, soleMethod } from './own-methods.ts';
import { isStaticConstant, isStaticData, namesStaticField } from './static-fields.ts';
import { isYield, returnedBy, summaryOf } from './summaries.ts';

const ERRORS = /^(Aggregate|Eval|Range|Reference|Syntax|Type|URI)?Error$/;

/** What a class extends: nothing, a built-in error, a class of the program, or something unknown. */
export type Base =
  | { readonly kind: 'none' | 'error' | 'unknown' }
  | { readonly kind: 'class'; readonly node: ts.ClassLikeDeclaration };

export function baseOf(ctx: Context, node: ts.ClassLikeDeclaration): Base {
  const clause = node.heritageClauses?.find((h) => h.token === ts.SyntaxKind.ExtendsKeyword);
  const base = clause && bare(clause.types[0]!.expression);
  if (!base) return { kind: 'none' };
  if (!ts.isIdentifier(base)) return { kind: 'unknown' };
  const symbol = symbolOf(ctx, base);
  if (symbol?.kind === 'global') return { kind: ERRORS.test(base.text) ? 'error' : 'unknown' };
  const found = classNamed(ctx, base);
  return found ? { kind: 'class', node: found } : { kind: 'unknown' };
}

/** The class that an identifier certainly names. */
export function classNamed(ctx: Context, name: ts.Identifier): ts.ClassLikeDeclaration | undefined {
  const symbol = symbolOf(ctx, name);
  const local = symbol && symbol.kind !== 'global' ? resolved(ctx, symbol) : undefined;
  const declaration = local?.symbol.declarations[0];
  return local?.symbol.assignments.length === 0 && declaration && ts.isClassLike(declaration) ? declaration : undefined;
}

/** What keeps a class from being copied: where, and in words. */
export interface Defect {
  readonly node: ts.Node;
  readonly what: string;
}

/** Defining the class does nothing but define it: no static state but constants, no decorators, pure initialisers. */
export const isInert = (ctx: Context, node: ts.ClassLikeDeclaration): boolean => defectOf(ctx, node) === undefined;

const defects = new WeakMap<Context, Map<ts.ClassLikeDeclaration, Defect | undefined>>();

/** Why the class cannot be copied to a worker; undefined when it can. */
export function defectOf(ctx: Context, node: ts.ClassLikeDeclaration): Defect | undefined {
  let known = defects.get(ctx);
  if (!known) {
    known = new Map();
    defects.set(ctx, known);
  }
  if (known.has(node)) return known.get(node);
  // Its members may mention the class.
  known.set(node, undefined);
  const found = findDefect(ctx, node);
  known.set(node, found);
  return found;
}

function findDefect(ctx: Context, node: ts.ClassLikeDeclaration): Defect | undefined {
  const handed = node.name && symbolOf(ctx, node.name)?.references.find((r) => !isOrdinaryMention(ctx, node, r.node));
  if (handed) return { node: handed.node, what: 'the class is handed on or changed here' };
  const base = baseOf(ctx, node);
  if (base.kind === 'unknown')
    return { node: node.heritageClauses![0]!, what: 'it extends a class of which nothing is known' };
  const inherited = base.kind === 'class' ? defectOf(ctx, base.node) : undefined;
  if (inherited) return inherited;
  if (isDecorated(node)) return { node, what: 'it has a decorator' };
  for (const m of node.members) {
    const what = memberDefect(ctx, m);
    if (what !== undefined) return { node: m, what };
  }
  return undefined;
}

const isDecorated = (node: ts.Node): boolean => ts.canHaveDecorators(node) && (ts.getDecorators(node) ?? []).length > 0;

/** `new C`, `C.method()`, `C.CONSTANT`, `instanceof C`, `extends C`, an export: nothing that could change the class. */
function isOrdinaryMention(ctx: Context, owner: ts.ClassLikeDeclaration, node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isNewExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAccessExpression(parent)) {
    if (ts.isCallExpression(parent.parent) && parent.parent.expression === parent) return true;
    return parent.expression === node && namesStaticField(ctx, owner, parent);
  }
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword) return true;
  // A guard at entry finds out what others have done with it; the code of the construct itself must not.
  if (isGuarded(ctx, owner) && isHandedOn(node) && !isReached(ctx, node)) return true;
  return ts.isExpressionWithTypeArguments(parent) || ts.isExportSpecifier(parent) || ts.isExportAssignment(parent);
}

const isGuarded = (ctx: Context, owner: ts.ClassLikeDeclaration): boolean =>
  ts.isClassDeclaration(owner) && owner.name !== undefined && isNameable(ctx, owner);

/** As an argument, an element or a part of something. */
const isHandedOn = ({ parent }: ts.Identifier): boolean =>
  ts.isCallExpression(parent) ||
  ts.isNewExpression(parent) ||
  ts.isArrayLiteralExpression(parent) ||
  ts.isPropertyAssignment(parent) ||
  ts.isShorthandPropertyAssignment(parent) ||
  ts.isReturnStatement(parent) ||
  ts.isArrowFunction(parent);

function memberDefect(ctx: Context, m: ts.ClassElement): string | undefined {
  const name = m.name?.getText() ?? 'a static block';
  if (m.name && ts.isPrivateIdentifier(m.name)) return `it has the private member '${name}'`;
  if (m.name && ts.isComputedPropertyName(m.name) && !isIteratorMember(m))
    return `it has the computed member '${name}'`;
  if (isDecorated(m)) return `'${name}' has a decorator`;
  if (ts.isMethodDeclaration(m) || ts.isAccessor(m)) {
    if (hasModifier(m, ts.SyntaxKind.StaticKeyword) && ts.isAccessor(m)) return `it has the static accessor '${name}'`;
    return m.body && isImplicit(m) && !isSelfContained(ctx, m)
      ? `'${name}', which runs where no call is written, does more than look into its object`
      : undefined;
  }
  if (ts.isConstructorDeclaration(m) || ts.isSemicolonClassElement(m) || ts.isIndexSignatureDeclaration(m))
    return undefined;
  if (!ts.isPropertyDeclaration(m)) return 'it has a static block';
  if (hasModifier(m, ts.SyntaxKind.AccessorKeyword)) return `it has the accessor field '${name}'`;
  if (hasModifier(m, ts.SyntaxKind.StaticKeyword))
    return isStaticConstant(m) || isStaticData(ctx, m) ? undefined : `it has the static field '${name}'`;
  return m.initializer === undefined || isPure(ctx, m.initializer)
    ? undefined
    : `the initial value of '${name}' has an effect`;
}

/** Called by conversions, `JSON.stringify`, `await`, iteration and reads of properties, where no call is written. */
const isImplicit = (m: ts.MethodDeclaration | ts.AccessorDeclaration): boolean =>
  ts.isGetAccessor(m) ||
  isIteratorMember(m) ||
  (ts.isIdentifier(m.name) && ['toString', 'valueOf', 'toJSON', 'then'].includes(m.name.text));

/** Neither reads nor changes anything but its object. */
function isSelfContained(ctx: Context, m: FunctionNode): boolean {
  const s = summaryOf(ctx, m);
  const faults = s.faults.filter((f) => !(isIteratorMember(m as ts.MethodDeclaration) && isYield(f)));
  const quiet = faults.length === 0 && s.externals.length === 0 && s.writes.length === 0 && s.called.size === 0;
  // What it finds by ways that are not followed is in its object as well, if it has nothing else to begin with.
  const isInside = bringsNothing(ctx, m);
  return (
    quiet &&
    s.accesses.every((a) => !a.write && (a.root.kind === 'this' || a.root.kind === 'param' || isInside)) &&
    [...s.reads].every((id) => isStable(ctx.ids.get(id)))
  );
}

const isStable = (symbol: Sym): boolean => symbol.kind === 'global' || symbol.assignments.length === 0;

/** Evaluating the expression has no effect, and gives the same in every thread. */
export function isPure(ctx: Context, expression: ts.Expression): boolean {
  const l = new Lowering(ctx, expression);
  lowerExpr(l, expression);
  return l.expressions.every(
    (e) => e.faults.length + e.externals.length + e.writes.length + (e.dispatches?.length ?? 0) === 0,
  );
}

/** What a variable is taken to be while its definitions are looked at: `v = v.next()` is defined by itself. */
const assumed = new Map<Sym, ts.ClassLikeDeclaration | undefined>();

/** The class of which the expression is certainly a direct instance. */
export function instanceClass(ctx: Context, expression: ts.Expression): ts.ClassLikeDeclaration | undefined {
  const node = bare(expression);
  if (ts.isNewExpression(node)) return ts.isIdentifier(node.expression) ? classNamed(ctx, node.expression) : undefined;
  if (ts.isIdentifier(node)) return ofVariable(ctx, node);
  if (!ts.isCallExpression(node)) return undefined;
  const callee = calleeOf(ctx, node);
  if (callee.kind === 'members' && callee.info) return undefined;
  const returned = functionsOf(callee).flatMap(returnedBy);
  return agreed(returned.map((e) => instanceClass(ctx, e)));
}

/** Whatever one definition shows is assumed, and then all of them must show the same. */
function ofVariable(ctx: Context, node: ts.Identifier): ts.ClassLikeDeclaration | undefined {
  const symbol = symbolOf(ctx, node);
  if (!symbol || symbol.kind === 'global') return undefined;
  if (assumed.has(symbol)) return assumed.get(symbol);
  const values = definitionsOf(symbol)?.filter((v) => v !== 'primitive');
  if (!values || values.length === 0) return undefined;
  const look = (assumption: ts.ClassLikeDeclaration | undefined): (ts.ClassLikeDeclaration | undefined)[] => {
    assumed.set(symbol, assumption);
    const found = values.map((v) => instanceClass(ctx, v));
    assumed.delete(symbol);
    return found;
  };
  if (symbol.references.some((r) => assignsMember(r.node))) return undefined;
  const first = look(undefined).find((c) => c !== undefined);
  return first && agreed(look(first));
}

/** `c.f = …` could replace a method of the instance. */
function assignsMember(node: ts.Identifier): boolean {
  const access = node.parent;
  const isBase =
    (ts.isPropertyAccessExpression(access) || ts.isElementAccessExpression(access)) && access.expression === node;
  return (
    isBase &&
    ts.isBinaryExpression(access.parent) &&
    access.parent.left === access &&
    (ts.isArrowFunction(access.parent.right) ||
      ts.isFunctionExpression(access.parent.right) ||
      !ts.isPropertyAccessExpression(access))
  );
}

const agreed = (found: readonly (ts.ClassLikeDeclaration | undefined)[]): ts.ClassLikeDeclaration | undefined =>
  found.length > 0 && found.every((c) => c === found[0]) ? found[0] : undefined;

/** A method by name, own or inherited. */
export function methodOf(
  ctx: Context,
  node: ts.ClassLikeDeclaration,
  name: string,
  isStatic: boolean,
): ts.MethodDeclaration | undefined {
  const own = node.members.find(
    (m): m is ts.MethodDeclaration =>
      ts.isMethodDeclaration(m) &&
      ts.isIdentifier(m.name) &&
      m.name.text === name &&
      m.body !== undefined &&
      hasModifier(m, ts.SyntaxKind.StaticKeyword) === isStatic,
  );
  if (own) return own;
  const base = baseOf(ctx, node);
  return base.kind === 'class' ? methodOf(ctx, base.node, name, isStatic) : undefined;
}

/** The method that `this.name(…)` certainly calls: no class that anybody knows of overrides it. */
export function ownMethod(ctx: Context, at: ts.Node, name: string): ts.MethodDeclaration | undefined {
  let n: ts.Node | undefined = at.parent;
  while (n && !ts.isClassLike(n)) {
    if (ts.isFunctionDeclaration(n) || ts.isFunctionExpression(n)) return undefined;
    n = n.parent;
  }
  if (!n || !ts.isClassLike(n) || hasModifier(thisOwner(at), ts.SyntaxKind.StaticKeyword)) return undefined;
  const guarded = n === guardedClass(ctx) ? soleMethod(n, name) : undefined;
  if (guarded) return isExtended(ctx, n) ? undefined : guarded;
  if (hasModifier(n, ts.SyntaxKind.ExportKeyword)) return undefined;
  return isExtended(ctx, n) ? undefined : methodOf(ctx, n, name, false);
}

/** What `super.name(…)` calls in a method: that of the class it extends. */
export function inheritedMethod(ctx: Context, at: ts.Node, name: string): ts.MethodDeclaration | undefined {
  const member = thisOwner(at);
  const owner = member.parent;
  if (!ts.isClassElement(member) || !owner || !ts.isClassLike(owner)) return undefined;
  const base = baseOf(ctx, owner);
  const isStatic = hasModifier(member, ts.SyntaxKind.StaticKeyword);
  return base.kind === 'class' ? methodOf(ctx, base.node, name, isStatic) : undefined;
}

/**
 * What `this.name(…)` may call in a method other than the one around the construct: that of its class, or what a subclass
 * puts in its place. An object of a class that nobody knows does not get there.
 */
export function thisMethods(ctx: Context, at: ts.Node, name: string): readonly FunctionNode[] {
  const member = thisOwner(at);
  const owner = member.parent;
  if (!ts.isClassElement(member) || !owner || !ts.isClassLike(owner) || member === thisOwner(ctx.construct)) return [];
  return methodsBelow(ctx, owner, name, hasModifier(member, ts.SyntaxKind.StaticKeyword));
}

const isExtended = (ctx: Context, node: ts.ClassLikeDeclaration): boolean =>
  ctx.project.modules.some((m) =>
    someClass(m.source, (c) => {
      const base = baseOf(ctx, c);
      return base.kind === 'class' && base.node === node;
    }),
  );

function someClass(node: ts.Node, test: (node: ts.ClassLikeDeclaration) => boolean): boolean {
  if (ts.isClassLike(node) && test(node)) return true;
  return ts.forEachChild(node, (child) => someClass(child, test) || undefined) ?? false;
}
