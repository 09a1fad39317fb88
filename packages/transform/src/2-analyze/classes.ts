/** Classes of the program: which can be copied to a worker, and what their methods are. */
import { bare, hasModifier } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { calleeOf } from './callees.ts';
import { type Context, resolved, symbolOf } from './context.ts';
import { definitionsOf } from './freshness.ts';
import { lowerExpr } from './lower-expr.ts';
import { Lowering } from './lowering.ts';
import { guardedClass, soleMethod } from './own-methods.ts';
import { isStaticConstant, namesStaticConstant } from './static-fields.ts';
import { returnedBy, summaryOf } from './summaries.ts';

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

/** Defining the class does nothing but define it: no static state but constants, no accessors, no decorators, pure initialisers. */
export function isInert(ctx: Context, node: ts.ClassLikeDeclaration): boolean {
  if (node.name && !symbolOf(ctx, node.name)?.references.every((r) => isOrdinaryMention(node, r.node))) return false;
  const base = baseOf(ctx, node);
  if (base.kind === 'unknown' || (base.kind === 'class' && !isInert(ctx, base.node))) return false;
  if (ts.canHaveDecorators(node) && (ts.getDecorators(node) ?? []).length > 0) return false;
  return node.members.every((m) => isInertMember(ctx, m));
}

/** `new C`, `C.method()`, `C.CONSTANT`, `instanceof C`, `extends C`, an export: nothing that could change the class. */
function isOrdinaryMention(owner: ts.ClassLikeDeclaration, node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isNewExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAccessExpression(parent)) {
    if (ts.isCallExpression(parent.parent) && parent.parent.expression === parent) return true;
    return parent.expression === node && namesStaticConstant(owner, parent);
  }
  if (ts.isBinaryExpression(parent)) return parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword;
  return ts.isExpressionWithTypeArguments(parent) || ts.isExportSpecifier(parent) || ts.isExportAssignment(parent);
}

function isInertMember(ctx: Context, m: ts.ClassElement): boolean {
  if (m.name && (ts.isComputedPropertyName(m.name) || ts.isPrivateIdentifier(m.name))) return false;
  if (ts.canHaveDecorators(m) && (ts.getDecorators(m) ?? []).length > 0) return false;
  if (ts.isMethodDeclaration(m)) return !isImplicit(m) || isSelfContained(ctx, m);
  if (ts.isConstructorDeclaration(m) || ts.isSemicolonClassElement(m)) return true;
  if (!ts.isPropertyDeclaration(m)) return false;
  if (hasModifier(m, ts.SyntaxKind.StaticKeyword)) return isStaticConstant(m);
  return m.initializer === undefined || isPure(ctx, m.initializer);
}

/** Called by conversions, `JSON.stringify` and `await`, where no call is written. */
const isImplicit = (m: ts.MethodDeclaration): boolean =>
  ts.isIdentifier(m.name) && ['toString', 'valueOf', 'toJSON', 'then'].includes(m.name.text);

/** Neither reads nor changes anything but its object. */
function isSelfContained(ctx: Context, m: ts.MethodDeclaration): boolean {
  const s = summaryOf(ctx, m);
  const quiet = s.faults.length === 0 && s.externals.length === 0 && s.writes.length === 0 && s.called.size === 0;
  return (
    quiet &&
    s.accesses.every((a) => !a.write && (a.root.kind === 'this' || a.root.kind === 'param')) &&
    [...s.reads].every((id) => isStable(ctx.ids.get(id)))
  );
}

const isStable = (symbol: Sym): boolean => symbol.kind === 'global' || symbol.assignments.length === 0;

/** Evaluating the expression has no effect, and gives the same in every thread. */
export function isPure(ctx: Context, expression: ts.Expression): boolean {
  const l = new Lowering(ctx, expression);
  lowerExpr(l, expression);
  return l.expressions.every((e) => e.faults.length === 0 && e.externals.length === 0 && e.writes.length === 0);
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
  return callee.kind === 'function' ? agreed(returnedBy(callee.node).map((e) => instanceClass(ctx, e))) : undefined;
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
  if (!n || !ts.isClassLike(n)) return undefined;
  const guarded = n === guardedClass(ctx) ? soleMethod(n, name) : undefined;
  if (guarded) return isExtended(ctx, n) ? undefined : guarded;
  if (hasModifier(n, ts.SyntaxKind.ExportKeyword)) return undefined;
  return isExtended(ctx, n) ? undefined : methodOf(ctx, n, name, false);
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
