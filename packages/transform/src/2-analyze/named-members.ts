/** What the members of objects may be whose class is not known: by name, among the classes that the construct may meet. */
import { bare, type FunctionNode, hasModifier } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { calleeOf, declaredInPackage } from './callees.ts';
import { type Defect, defectOf } from './classes.ts';
import { type Context, symbolOf } from './context.ts';
import { type Class, familyOf } from './family.ts';
import { definitionsOf } from './freshness.ts';
import { methodInfo, ownersOf } from './knowledge/methods.ts';

type Member = ts.MethodDeclaration | ts.AccessorDeclaration;

const isStatic = (m: ts.ClassElement): boolean => hasModifier(m, ts.SyntaxKind.StaticKeyword);

/** Members with code, by name; overloads without a body are none. */
function membersOf<T extends Member>(ctx: Context, name: string, test: (m: ts.Node) => m is T): T[] {
  return [...familyOf(ctx).classes]
    .filter((c) => mayExist(ctx, c, name))
    .flatMap((c) =>
      c.members.filter(
        (m): m is T & ts.ClassElement =>
          test(m) && nameOf(m) === name && m.body !== undefined && !isStatic(m as ts.ClassElement),
      ),
    );
}

/** A class that cannot be copied can neither be sent nor made there. */
const mayExist = (ctx: Context, node: Class, name: string): boolean =>
  !node.members.some((m) => m.name?.getText() === name) || defectOf(ctx, node) === undefined;

/** Why instances of a class that has a method or accessor of that name are never met. */
export function defectiveClass(
  ctx: Context,
  name: string,
): { readonly type: string; readonly defect: Defect } | undefined {
  for (const c of familyOf(ctx).classes) {
    const has = c.members.some(
      (m) => (ts.isMethodDeclaration(m) || ts.isAccessor(m)) && m.name.getText() === name && !isStatic(m),
    );
    const defect = has ? defectOf(ctx, c) : undefined;
    if (defect) return { type: c.name?.text ?? 'a class without a name', defect };
  }
  return undefined;
}

const COLLECTIONS: ReadonlySet<string> = new Set(['Map', 'Set', 'WeakMap', 'WeakSet']);

/**
 * A built-in method of that name is not meant: only collections have one, of which neither the code nor the types of what
 * it uses speak. None may be sent then.
 */
export function isNoBuiltin(ctx: Context, name: string): boolean {
  const owners = [...ownersOf(name)];
  const { builtins } = familyOf(ctx);
  const isForeign =
    owners.every((o) => COLLECTIONS.has(o)) && !owners.some((o) => builtins.has(o) || builtins.has(`Readonly${o}`));
  if (!isForeign || builtins.has('structuredClone') || builtins.has('groupBy')) return false;
  for (const o of owners) ctx.absent.add(o);
  return true;
}

const nameOf = (m: Member): string | undefined =>
  ts.isIdentifier(m.name) || ts.isStringLiteral(m.name) ? m.name.text : undefined;

/** Every function that `x.name(…)` may call, apart from built-in methods; none where no class has such a method. */
export function functionsNamed(ctx: Context, name: string): readonly FunctionNode[] {
  const { loose } = familyOf(ctx);
  const methods = membersOf(ctx, name, ts.isMethodDeclaration);
  if (declaredInPackage(ctx, name)) return [];
  const stored = storedUnder(ctx, name);
  if (methods.length > 0) return [...new Set([...methods, ...stored, ...loose])];
  return methodInfo(name) ? stored : [];
}

/** Functions that an object which the code makes may have under that name. */
export function storedUnder(ctx: Context, name: string): readonly FunctionNode[] {
  const { stored, loose, found, isHole } = familyOf(ctx);
  return [...new Set([...(stored.get(name) ?? []), ...(isHole(name) ? [...loose, ...found] : [])])];
}

/** Every accessor that `x.name` may call. */
export const gettersNamed = (ctx: Context, name: string): readonly ts.GetAccessorDeclaration[] =>
  membersOf(ctx, name, ts.isGetAccessorDeclaration);

/** Some class has such an accessor, whether workers can have the class or not. */
export const isAccessorName = (ctx: Context, name: string): boolean =>
  [...familyOf(ctx).classes].some((c) =>
    c.members.some((m) => ts.isGetAccessorDeclaration(m) && nameOf(m) === name && !isStatic(m)),
  );

export const hasSetter = (ctx: Context, name: string): boolean =>
  membersOf(ctx, name, ts.isSetAccessorDeclaration).length > 0;

/** Methods of the class, and of those that extend it: what `this.name(…)` may call in a method of the class. */
export function methodsBelow(ctx: Context, node: Class, name: string, wantsStatic: boolean): readonly FunctionNode[] {
  const related = [...familyOf(ctx).classes].filter((c) => isBelow(ctx, c, node) || isBelow(ctx, node, c));
  return related.flatMap((c) =>
    c.members.filter(
      (m): m is ts.MethodDeclaration =>
        ts.isMethodDeclaration(m) && nameOf(m) === name && m.body !== undefined && isStatic(m) === wantsStatic,
    ),
  );
}

function isBelow(ctx: Context, node: Class, base: Class): boolean {
  for (let at: Class | undefined = node, i = 0; at && i < 50; at = superclassOf(ctx, at), i++)
    if (at === base) return true;
  return false;
}

/** The class of the program that a class extends. */
export function superclassOf(ctx: Context, node: Class): Class | undefined {
  const clause = node.heritageClauses?.find((h) => h.token === ts.SyntaxKind.ExtendsKeyword);
  const name = clause && bare(clause.types[0]!.expression);
  if (!name || !ts.isIdentifier(name)) return undefined;
  return [...familyOf(ctx).classes].find((c) => c.name && isNamed(ctx, name, c));
}

function isNamed(ctx: Context, name: ts.Identifier, node: Class): boolean {
  const symbol = symbolOf(ctx, name);
  if (!symbol || symbol.kind === 'global') return false;
  if (symbol.kind !== 'import') return symbol.declarations.includes(node);
  const target = ctx.project.follow(symbol);
  return target.kind === 'symbol' && target.symbol.declarations.includes(node);
}

/** Some class of the family is iterable in a way of its own. */
export const isIterableFamily = (ctx: Context): boolean =>
  [...familyOf(ctx).classes].some((c) => c.members.some(isIteratorMember));

/** `[Symbol.iterator]() {…}` */
export const isIteratorMember = (m: ts.ClassElement): m is ts.MethodDeclaration =>
  ts.isMethodDeclaration(m) &&
  ts.isComputedPropertyName(m.name) &&
  m.name.expression.getText() === 'Symbol.iterator' &&
  !isStatic(m);

const pending = new Set<Sym>();

/** Certainly a primitive or an object of a built-in class, whatever the program's classes are. */
export function isBuiltinValue(ctx: Context, expression: ts.Expression): boolean {
  const node = bare(expression);
  if (ts.isArrayLiteralExpression(node) || ts.isLiteralExpression(node) || ts.isTemplateExpression(node)) return true;
  if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
    const callee = calleeOf(ctx, node);
    const info = callee.kind === 'builtin' || callee.kind === 'method' ? callee.info : undefined;
    return (
      info !== undefined && (info.returns === 'fresh' || info.returns === 'primitive') && info.callback === undefined
    );
  }
  const symbol = ts.isIdentifier(node) ? symbolOf(ctx, node) : undefined;
  if (!symbol || symbol.kind === 'global') return false;
  if (pending.has(symbol)) return true;
  pending.add(symbol);
  try {
    const values = definitionsOf(symbol);
    return (
      values !== undefined && values.length > 0 && values.every((v) => v === 'primitive' || isBuiltinValue(ctx, v))
    );
  } finally {
    pending.delete(symbol);
  }
}
