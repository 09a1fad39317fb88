/** Calls of methods of the `this` around the construct: a guard at entry holds that they are those of the class. */
import type { FieldPath, OwnCall } from '../records/graph.ts';
import { THIS } from '../records/graph.ts';
import { bare, isFunctionLike } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { type Context, contains, symbolOf } from './context.ts';
import { thisOwner } from './field-path.ts';
import { freeSymbols } from './free-symbols.ts';

/** The class in whose instances' code the construct stands, if a guard at the construct can name it. */
export function guardedClass(ctx: Context): ts.ClassDeclaration | undefined {
  const member = thisOwner(ctx.construct);
  const owner = member.parent;
  if (!owner || !ts.isClassDeclaration(owner) || !owner.name || !ts.isClassElement(member)) return undefined;
  const isStatic = ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static;
  const symbol = symbolOf(ctx, owner.name);
  const seen = ctx.project.main.scopes.scopeAt(ctx.construct.parent).lookup(owner.name.text);
  return isStatic || !symbol || symbol !== seen || symbol.assignments.length > 0 ? undefined : owner;
}

/** The only member of that name, when it is an ordinary method. */
export function soleMethod(node: ts.ClassDeclaration, name: string): ts.MethodDeclaration | undefined {
  const named = node.members.filter((m) => m.name?.getText() === name && !(ts.isMethodDeclaration(m) && !m.body));
  const [only] = named;
  if (!only || named.length > 1 || !ts.isMethodDeclaration(only) || !ts.isIdentifier(only.name)) return undefined;
  const isPlain = !only.asteriskToken && (ts.getModifiers(only) ?? []).every((m) => !CHANGING.has(m.kind));
  return isPlain && !ts.getDecorators(only)?.length && isAlone(node, only, name) ? only : undefined;
}

const FIRST_NAME = /^[\w$]+/;

/** No other function in the class's text begins like it, so that the guard cannot take one for the other. */
function isAlone(node: ts.ClassDeclaration, method: ts.MethodDeclaration, name: string): boolean {
  const resembles = (n: ts.Node): boolean =>
    (n !== method && isFunctionLike(n) && FIRST_NAME.exec(n.getText())?.[0] === name) ||
    (ts.forEachChild(n, resembles) ?? false);
  return !resembles(node);
}

const CHANGING: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.StaticKeyword, ts.SyntaxKind.AsyncKeyword]);

/** @returns undefined unless the call is `this.method(…)`, of a method of the class around the construct */
export function ownCall(ctx: Context, call: ts.CallExpression): OwnCall | undefined {
  const target = bare(call.expression);
  if (!contains(ctx.construct, call) || !ts.isPropertyAccessExpression(target)) return undefined;
  const receiver = bare(target.expression);
  const owner = guardedClass(ctx);
  if (!owner || receiver.kind !== ts.SyntaxKind.ThisKeyword || thisOwner(receiver) !== thisOwner(ctx.construct))
    return undefined;
  const first = soleMethod(owner, target.name.text);
  return first && described(ctx, owner, first);
}

function described(ctx: Context, owner: ts.ClassDeclaration, first: ts.MethodDeclaration): OwnCall {
  const uses: Uses = { methods: new Set([first]), fields: new Set(), isClosed: true };
  for (const method of uses.methods) collect(owner, method, uses);
  const isMovable = ts.isSourceFile(owner.parent) && ![...uses.methods].some((m) => contains(m, ctx.construct));
  return {
    owner: owner.name!.text,
    methods: [...uses.methods].map((m) => ({
      name: m.name.getText(),
      span: { start: m.name.getStart(), end: m.end },
      refs: isMovable ? freeSymbols(ctx, m).map((s) => ctx.ids.id(s)) : [],
    })),
    ...(isMovable && uses.isClosed ? { fields: [...uses.fields].map(fieldOfThis) } : {}),
  };
}

const fieldOfThis = (name: string): FieldPath => ({
  root: THIS,
  fields: [name],
  entry: `$par.get(this, ${JSON.stringify(name)})`,
  owners: ['this'],
});

interface Uses {
  readonly methods: Set<ts.MethodDeclaration>;
  readonly fields: Set<string>;
  /** `this` is only looked into. */
  isClosed: boolean;
}

/** What a method does with `this`: calls methods, reads fields, or anything else. */
function collect(owner: ts.ClassDeclaration, method: ts.MethodDeclaration, uses: Uses): void {
  const visit = (n: ts.Node): void => {
    if (n !== method && !ts.isArrowFunction(n) && (isFunctionLike(n) || ts.isClassLike(n))) return;
    if (n.kind === ts.SyntaxKind.SuperKeyword) uses.isClosed = false;
    if (n.kind === ts.SyntaxKind.ThisKeyword) use(owner, n, uses);
    ts.forEachChild(n, visit);
  };
  visit(method);
}

function use(owner: ts.ClassDeclaration, node: ts.Node, uses: Uses): void {
  const access = node.parent;
  const name = ts.isPropertyAccessExpression(access) && access.expression === node ? access.name : undefined;
  const member = name && owner.members.find((m) => m.name?.getText() === name.text);
  const isCalled = ts.isCallExpression(access.parent) && access.parent.expression === access;
  const called = name && isCalled ? soleMethod(owner, name.text) : undefined;
  if (called) uses.methods.add(called);
  else if (name && ts.isIdentifier(name) && (!member || ts.isPropertyDeclaration(member))) uses.fields.add(name.text);
  else uses.isClosed = false;
}
