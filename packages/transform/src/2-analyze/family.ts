/**
 * The classes of which the construct may meet instances: those that its code, or the types of what it uses, mention, and
 * their subclasses. Nothing else is sent to workers or brought back, so inside of the parallel slice a method's name can
 * only mean a member of one of them, or a function that the code itself stores under that name.
 */
import { bare, type FunctionNode, parametersOf } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { Carriers } from './carriers.ts';
import { type Context, contains, functionOf, literalFunction, resolved, symbolOf } from './context.ts';
import { declarationsOf } from './declared.ts';
import { isCalledInPlace, nameOfPlace } from './function-places.ts';
import { methodInfo } from './knowledge/methods.ts';
import { namespaceSymbol } from './namespaces.ts';
import { spaceMember } from './spaces.ts';

export type Class = ts.ClassLikeDeclaration;

export interface Family {
  readonly classes: ReadonlySet<Class>;
  /** Those of which the code makes instances. */
  readonly made: ReadonlySet<Class>;
  /** Names of global classes that the code and the types mention. */
  readonly builtins: ReadonlySet<string>;
  /** Functions that are stored under a name, other than methods of classes. */
  readonly stored: ReadonlyMap<string, readonly FunctionNode[]>;
  /** Something is stored under the name that may be any of the {@link loose} functions. */
  readonly isHole: (name: string) => boolean;
  /** Functions that are found under computed names: they may be what is stored in a {@link isHole hole}. */
  readonly found: ReadonlySet<FunctionNode>;
  /** Functions that may run where no call is written, and the names under which they do. */
  readonly hidden: ReadonlyMap<FunctionNode, string>;
  /** Declarations that the code leads to. */
  readonly reached: ReadonlySet<ts.Node>;
  /** Functions that are handed on in other ways: any call of a method could mean them. */
  readonly loose: ReadonlySet<FunctionNode>;
}

const known = new WeakMap<Context, Family>();

export function familyOf(ctx: Context): Family {
  let family = known.get(ctx);
  if (!family) {
    family = new Reach(ctx).find();
    known.set(ctx, family);
  }
  return family;
}

/** The code of the construct, or of what it leads to. */
export const isReached = (ctx: Context, node: ts.Node): boolean =>
  contains(ctx.construct, node) || [...familyOf(ctx).reached].some((d) => contains(d, node));

/** Everything that the construct's code leads to, by name. */
class Reach {
  private readonly ctx: Context;
  private readonly seen = new Set<ts.Node>();
  private readonly classes = new Set<Class>();
  private readonly builtins = new Set<string>();
  private readonly made = new Set<Class>();
  private readonly called = new Set<string>();
  private readonly carriers = new Carriers();
  private readonly stored = new Map<string, FunctionNode[]>();
  private readonly loose = new Set<FunctionNode>();
  /** Stored under names that are computed. */
  private readonly computed = new Set<FunctionNode>();

  constructor(ctx: Context) {
    this.ctx = ctx;
  }

  find(): Family {
    this.walk(this.ctx.construct);
    for (let before = -1; before !== this.seen.size; ) {
      before = this.seen.size;
      for (const { source, package: owner } of this.ctx.project.modules) if (!owner) this.related(source);
    }
    const { read, holes, stores, reads } = this.carriers;
    const isHole = (name: string): boolean => stores || holes.has(name);
    const methods = [...this.classes].flatMap((c) => c.members.filter((m) => ts.isMethodDeclaration(m) && m.body));
    for (const m of methods) if (read.has(m.name?.getText() ?? '')) this.loose.add(m as FunctionNode);
    for (const [name, all] of this.stored) if (read.has(name)) for (const f of all) this.loose.add(f);
    if (this.carriers.defines) for (const f of this.stored.get('value') ?? []) this.loose.add(f);
    const found = new Set(reads ? ([...methods, ...[...this.stored.values()].flat()] as FunctionNode[]) : []);
    return {
      isHole,
      found,
      hidden: this.hidden(found),
      classes: this.classes,
      made: this.made,
      builtins: this.builtins,
      reached: this.seen,
      stored: this.stored,
      loose: this.loose,
    };
  }

  /** @param found see {@link Family.found} */
  private hidden(found: ReadonlySet<FunctionNode>): Map<FunctionNode, string> {
    const hidden = new Map<FunctionNode, string>();
    const { defines, stores, holes } = this.carriers;
    const isIterating = defines || stores || ITERATION.some((name) => holes.has(name)) || this.mayIterate();
    for (const name of [...CONVERSIONS, ...(isIterating ? ITERATION : []), ...(defines ? DESCRIPTORS : [])]) {
      const others = holes.has(name) ? [...this.loose, ...found] : stores ? this.loose : [];
      for (const f of [...(this.stored.get(name) ?? []), ...others]) hidden.set(f, name);
    }
    for (const f of this.computed) hidden.set(f, f.name?.getText() ?? 'a function');
    return hidden;
  }

  /** A function of the program under the name `next` may be one that a loop calls: its object may be an iterator. */
  private mayIterate(): boolean {
    const isNamed = this.builtins.has('Symbol') || this.builtins.has('Iterator') || this.stored.has('keys');
    return isNamed || this.computed.size > 0 || this.ctx.project.modules.some((m) => GRAFTS.test(m.source.text));
  }

  /** Classes that extend or implement what was found, or have a method that the code calls. */
  private related(node: ts.Node): void {
    if (ts.isClassLike(node) && !this.seen.has(node) && this.belongs(node)) this.enter(node);
    ts.forEachChild(node, (child) => this.related(child));
  }

  private belongs(node: Class): boolean {
    const bases = node.heritageClauses?.flatMap((h) => [...h.types]) ?? [];
    if (bases.some((b) => ts.isIdentifier(b.expression) && this.leadsTo(b.expression))) return true;
    return node.members.some((m) => m.name && ts.isIdentifier(m.name) && this.called.has(m.name.text));
  }

  private leadsTo(name: ts.Identifier): boolean {
    return declarationsOf(this.ctx, name).some(
      (d) => this.seen.has(d) && (ts.isClassLike(d) || ts.isInterfaceDeclaration(d) || ts.isTypeAliasDeclaration(d)),
    );
  }

  private enter(declaration: ts.Node): void {
    if (this.seen.has(declaration)) return;
    this.seen.add(declaration);
    if (ts.isClassLike(declaration)) this.classes.add(declaration);
    this.walk(declaration);
    const loop = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : undefined;
    if (loop && ts.isForOfStatement(loop)) this.walk(loop.expression);
  }

  private walk(node: ts.Node): void {
    if (ts.isIdentifier(node)) this.name(node);
    else if (node.kind === ts.SyntaxKind.ThisKeyword) this.member(node);
    else if (ts.isNewExpression(node)) this.maker(node);
    else if (ts.isCallExpression(node)) this.call(node);
    else if (ts.isPropertyAccessExpression(node)) this.exported(node);
    this.carriers.visit(node);
    if (ts.isMethodDeclaration(node) && ts.isObjectLiteralExpression(node.parent)) this.store(node.name, node);
    const literal = ts.isExpression(node) && node.parent ? literalFunction(node) : undefined;
    if (literal === node) this.value(node as ts.Expression, literal);
    ts.forEachChild(node, (child) => this.walk(child));
  }

  private name(node: ts.Identifier): void {
    if (isMemberName(node)) return;
    const declarations = declarationsOf(this.ctx, node);
    for (const declaration of declarations) this.enter(declaration);
    if (declarations.length === 0) this.builtins.add(node.text);
    const symbol = symbolOf(this.ctx, node);
    // Modules of packages that are read at all have to be read before anybody asks what they declare.
    if (symbol?.kind === 'import') resolved(this.ctx, symbol);
    const stands = symbol && symbol.kind !== 'global' ? functionNamed(this.ctx, node) : undefined;
    if (stands && symbol?.declarations.every((d) => (d as { name?: ts.Node }).name !== node)) this.value(node, stands);
  }

  /** `this.scorer` of the class around the construct: what its declaration says. */
  private member(node: ts.Node): void {
    const access = node.parent;
    if (!ts.isPropertyAccessExpression(access) || access.expression !== node) return;
    const owner = ts.findAncestor(node, ts.isClassLike);
    if (!owner || this.classes.has(owner)) return;
    for (const m of owner.members) {
      if (m.name?.getText() === access.name.text) this.enter(m);
      if (!ts.isConstructorDeclaration(m)) continue;
      for (const p of m.parameters) if (p.name.getText() === access.name.text) this.enter(p);
    }
  }

  /** `geo.area`, a function of a module or of a namespace, as a value. */
  private exported(node: ts.PropertyAccessExpression): void {
    const { parent } = node;
    if (ts.isCallExpression(parent) && parent.expression === node) return;
    const symbol = namespaceSymbol(this.ctx, node) ?? spaceMember(this.ctx, node);
    const stands = symbol && functionOf(symbol);
    if (stands) this.value(node, stands);
  }

  private maker({ expression }: ts.NewExpression): void {
    if (ts.isIdentifier(expression))
      for (const d of declarationsOf(this.ctx, expression)) if (ts.isClassLike(d)) this.made.add(d);
  }

  private call(node: ts.CallExpression): void {
    const target = bare(node.expression);
    // Many classes have methods of such names, which most calls do not mean.
    if (ts.isPropertyAccessExpression(target) && !methodInfo(target.name.text)) this.called.add(target.name.text);
  }

  /** A function as a value: under which name it may be called. */
  private value(node: ts.Expression, stands: FunctionNode): void {
    let value: ts.Node = node;
    while (ts.isParenthesizedExpression(value.parent) || ts.isAsExpression(value.parent)) value = value.parent;
    const { parent } = value;
    const named = nameOfPlace(value);
    if (named !== undefined) this.store(named, stands);
    else if (!isCalledInPlace(value, parent) && !this.isOnlyCalled(value, parent)) this.loose.add(stands);
  }

  private store(name: ts.PropertyName, stands: FunctionNode): void {
    if (ts.isComputedPropertyName(name)) this.computed.add(stands);
    else this.stored.set(name.text, [...(this.stored.get(name.text) ?? []), stands]);
  }

  /** Passed to a function of the program which does nothing but call it. */
  private isOnlyCalled(value: ts.Node, call: ts.Node): boolean {
    if (!ts.isCallExpression(call) || !ts.isIdentifier(call.expression)) return false;
    const position = call.arguments.indexOf(value as ts.Expression);
    const callee = functionNamed(this.ctx, call.expression);
    const name = callee && parametersOf(callee)[position]?.name;
    const symbol = name && ts.isIdentifier(name) ? symbolOf(this.ctx, name) : undefined;
    return (
      symbol?.references.every(({ node }) => ts.isCallExpression(node.parent) && node.parent.expression === node) ??
      false
    );
  }
}

/** Names of members and labels, which stand for nothing by themselves. */
function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  return (ts.isPropertyAssignment(parent) || ts.isClassElement(parent)) && parent.name === node;
}

function functionNamed(ctx: Context, node: ts.Identifier): FunctionNode | undefined {
  const [declaration, more] = declarationsOf(ctx, node);
  if (!declaration || more) return undefined;
  const name = (declaration as { name?: ts.Node }).name;
  const symbol = name && ts.isIdentifier(name) ? symbolOf(ctx, name) : undefined;
  return symbol && symbol.kind !== 'global' ? functionOf(symbol) : undefined;
}

/** Conversions, protocols of built-in functions: nobody has to write a call. */
const CONVERSIONS = 'valueOf toString toLocaleString toJSON then exec flags has keys'.split(' ');
/** Of an iterator. */
const ITERATION = ['next', 'return'];
/** Puts members into objects that are there already. */
const GRAFTS = /__proto__|rototypeOf|\bassign\b|\b(next|return)['"\]]*\s*[^=!<>]?=[^=>]/;
/** In a property descriptor. */
const DESCRIPTORS = ['get', 'set'];
