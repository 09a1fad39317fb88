/** What loading a package does besides defining its exports: a worker that imports it does that again. */
import type { ExprRecord } from '../../records/graph.ts';
import { bare, isAssignment } from '../../syntax/nodes.ts';
import { requiredBy } from '../../syntax/scopes.ts';
import { ts } from '../../syntax/ts.ts';
import { type Context, symbolOf } from '../context.ts';
import { lowerExpr } from '../lower-expr.ts';
import { lowerStatement } from '../lower-stmt.ts';
import { Lowering } from '../lowering.ts';
import type { Module } from '../project.ts';
import { isBuiltinModule } from './builtins.ts';
import { dependenciesOf, isDeclaredQuiet, type Package } from './manifest.ts';

export interface LoadEffect {
  readonly module: Module;
  /** What is evaluated; undefined when it is not known, because a module cannot be read. */
  readonly node?: ts.Node;
}

const known = new WeakMap<Context, Map<Module, LoadEffect | undefined>>();

/** The first thing that importing the module once more would do again, other than define what is exported. */
export function loadEffect(ctx: Context, module: Module): LoadEffect | undefined {
  const seen = known.get(ctx) ?? new Map<Module, LoadEffect | undefined>();
  known.set(ctx, seen);
  if (!seen.has(module)) {
    seen.set(module, undefined);
    seen.set(module, find(ctx, module));
  }
  return seen.get(module);
}

function find(ctx: Context, module: Module): LoadEffect | undefined {
  const owner = module.package!;
  if (isDeclaredQuiet(owner, module.path) && isQuietBelow(ctx, owner, module.path, new Set([owner.name])))
    return undefined;
  if (!isDeclaredQuiet(owner, module.path)) {
    const node = module.source.statements.find((s) => !isQuiet(ctx, module, s));
    if (node) return { module, node };
  }
  for (const { specifier, node } of loadedBy(module)) {
    if (isBuiltinModule(specifier)) continue;
    const next = ctx.project.moduleAt(specifier, module);
    const effect = next ? loadEffect(ctx, next) : { module, node };
    if (effect) return effect;
  }
  return undefined;
}

/** The packages on which a quiet one depends say the same of themselves, so that nothing of them need be read. */
function isQuietBelow(ctx: Context, owner: Package, path: string, seen: Set<string>): boolean {
  if (typeof owner.manifest.sideEffects !== 'boolean') return false;
  return dependenciesOf(owner).every((name) => {
    if (seen.has(name)) return true;
    seen.add(name);
    const next = ctx.project.packages.packageOf(name, path);
    return next?.manifest.sideEffects === false && isQuietBelow(ctx, next, `${next.root}/index.js`, seen);
  });
}

function loadedBy({ source, commonJs }: Module): { readonly specifier: string; readonly node: ts.Node }[] {
  const found: { specifier: string; node: ts.Node }[] = [];
  for (const s of source.statements)
    if (
      (ts.isImportDeclaration(s) || ts.isExportDeclaration(s)) &&
      s.moduleSpecifier &&
      ts.isStringLiteral(s.moduleSpecifier)
    )
      found.push({ specifier: s.moduleSpecifier.text, node: s });
  if (commonJs) required(source, found);
  return found;
}

/** Calls of `require` when the module is loaded. Those in functions are refused where the functions are called. */
function required(node: ts.Node, found: { specifier: string; node: ts.Node }[]): void {
  if (ts.isFunctionLike(node)) return;
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'require') {
    const [specifier] = node.arguments;
    found.push({ specifier: specifier && ts.isStringLiteral(specifier) ? specifier.text : '', node });
  }
  ts.forEachChild(node, (child) => required(child, found));
}

// ------------------------------------------------------------------ one statement

function isQuiet(ctx: Context, module: Module, s: ts.Statement): boolean {
  if (ts.isImportDeclaration(s) || ts.isExportDeclaration(s) || ts.isFunctionDeclaration(s) || ts.isEmptyStatement(s))
    return true;
  if (ts.isClassDeclaration(s)) return definesOnly(ctx, module, s);
  if (ts.isExportAssignment(s)) return isQuietValue(ctx, module, s.expression);
  if (ts.isExpressionStatement(s)) return isQuietExpression(ctx, module, s.expression);
  if (ts.isVariableStatement(s))
    return s.declarationList.declarations.every((d) => {
      if (!d.initializer || requiredBy(d) !== undefined) return true;
      return ts.isIdentifier(d.name) && isQuietValue(ctx, module, d.initializer);
    });
  const l = new Lowering(ctx, module.source);
  lowerStatement(l, s);
  return l.expressions.every((e) => isHarmless(ctx, module, e));
}

function isQuietExpression(ctx: Context, module: Module, node: ts.Expression): boolean {
  const inner = bare(node);
  if (ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.CommaToken)
    return isQuietExpression(ctx, module, inner.left) && isQuietExpression(ctx, module, inner.right);
  if (ts.isBinaryExpression(inner) && isAssignment(inner.operatorToken.kind))
    return isOwnTarget(ctx, module, inner.left) && isQuietExpression(ctx, module, inner.right);
  if (isMark(inner)) return true;
  return isQuietValue(ctx, module, inner);
}

/** `Object.defineProperty(exports, …)` */
const isMark = (node: ts.Expression): boolean =>
  ts.isCallExpression(node) &&
  node.expression.getText() === 'Object.defineProperty' &&
  node.arguments[0]?.getText() === 'exports' &&
  node.arguments.slice(1).every((a) => ts.isStringLiteral(a) || ts.isObjectLiteralExpression(a));

/** `exports.x`, `Point.prototype.add`: a place in what the module has made itself. */
function isOwnTarget(ctx: Context, module: Module, target: ts.Expression): boolean {
  let base = bare(target);
  while (ts.isPropertyAccessExpression(base)) base = bare(base.expression);
  if (ts.isElementAccessExpression(base)) return false;
  if (!ts.isIdentifier(base)) return false;
  const symbol = symbolOf(ctx, base);
  if (!symbol) return false;
  if (symbol.kind === 'global') return base.text === 'exports' || base.text === 'module';
  if (base === bare(target)) return symbol.scope.node === module.source && symbol.kind !== 'import';
  return symbol.declarations.every((d) => ts.isFunctionDeclaration(d) || ts.isClassDeclaration(d) || isMade(d));
}

const isMade = (d: ts.Node): boolean => {
  const value = ts.isVariableDeclaration(d) && d.initializer ? bare(d.initializer) : undefined;
  if (!value) return false;
  return ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value) || ts.isFunctionLike(value);
};

function definesOnly(ctx: Context, module: Module, node: ts.ClassLikeDeclaration): boolean {
  if (ts.canHaveDecorators(node) && ts.getDecorators(node)?.length) return false;
  const bases = (node.heritageClauses ?? []).flatMap((h) => h.types.map((t) => t.expression));
  if (!bases.every((b) => ts.isIdentifier(b))) return false;
  return node.members.every((m) => {
    if (ts.isClassStaticBlockDeclaration(m) || (ts.canHaveDecorators(m) && ts.getDecorators(m)?.length)) return false;
    if (m.name && ts.isComputedPropertyName(m.name) && !isQuietValue(ctx, module, m.name.expression)) return false;
    const isStatic = ts.isPropertyDeclaration(m) && ts.getCombinedModifierFlags(m) & ts.ModifierFlags.Static;
    return !isStatic || !m.initializer || isQuietValue(ctx, module, m.initializer);
  });
}

function isQuietValue(ctx: Context, module: Module, value: ts.Expression): boolean {
  const node = bare(value);
  if (ts.isFunctionExpression(node) || ts.isArrowFunction(node) || ts.isIdentifier(node)) return true;
  if (ts.isClassExpression(node)) return definesOnly(ctx, module, node);
  if (ts.isCallExpression(node) && node.expression.getText() === 'require') return true;
  if (ts.isObjectLiteralExpression(node))
    return node.properties.every((p) => {
      if (p.name && ts.isComputedPropertyName(p.name)) return isQuietValue(ctx, module, p.name.expression);
      if (ts.isPropertyAssignment(p)) return isQuietValue(ctx, module, p.initializer);
      return !ts.isSpreadAssignment(p) || isQuietValue(ctx, module, p.expression);
    });
  const l = new Lowering(ctx, module.source);
  lowerExpr(l, node);
  return l.expressions.every((e) => isHarmless(ctx, module, e));
}

/** Reading clocks, the environment and random numbers: nobody can tell. What comes of it is state, see `state.ts`. */
const UNNOTICED: ReadonlySet<string> = new Set(['read', 'clock', 'random']);

function isHarmless(ctx: Context, module: Module, e: ExprRecord): boolean {
  const isOwn = (id: number): boolean => {
    const symbol = ctx.ids.get(id);
    return (
      symbol.kind !== 'global' &&
      symbol.kind !== 'import' &&
      symbol.declarations.every((d) => d.getSourceFile() === module.source)
    );
  };
  return (
    e.externals.every((x) => UNNOTICED.has(x.class)) &&
    e.faults.every((f) => f.code === 'PAR4003' || f.code === 'PAR4004' || isForeignName(f)) &&
    e.writes.every((w) => isOwn(w.symbol)) &&
    e.accesses.every((a) => !a.write || a.root.kind === 'fresh' || (a.root.kind === 'symbol' && isOwn(a.root.symbol)))
  );
}

/** `typeof window`: looking whether a global is there does nothing. */
const isForeignName = ({ code, fatal }: { readonly code: string; readonly fatal?: boolean }): boolean =>
  code === 'PAR4011' && fatal !== true;
