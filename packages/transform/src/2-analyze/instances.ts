/** Classes whose instances can be sent to workers, and which of them the construct needs there. */
import type { ClassRecord, Origin } from '../records/graph.ts';
import { hasModifier, spanOf } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { baseOf, type Defect, defectOf } from './classes.ts';
import { type Context, literalFunction, symbolOf } from './context.ts';
import { declarationsOf } from './declared.ts';
import { type Class, familyOf } from './family.ts';
import { isNameable } from './nameable.ts';
import { isIteratorMember, superclassOf } from './named-members.ts';

/** Why instances of the class cannot be sent; undefined when they can. */
export function whyNotSent(ctx: Context, node: Class): Defect | undefined {
  const defect = defectOf(ctx, node);
  if (defect) return defect;
  if (!ts.isClassDeclaration(node) || !node.name) return { node, what: 'it has no name' };
  if (!ts.isSourceFile(node.parent)) return { node: node.name, what: 'it is declared inside of a function' };
  const base = baseOf(ctx, node);
  if (base.kind === 'error') return { node: node.heritageClauses![0]!, what: 'an error is not copied as it is' };
  const inherited = base.kind === 'class' ? whyNotSent(ctx, base.node) : undefined;
  if (inherited) return inherited;
  const holder = node.members.find(
    (m) => ts.isPropertyDeclaration(m) && m.initializer && literalFunction(m.initializer),
  );
  if (holder) return { node: holder, what: `its field '${holder.name!.getText()}' holds a function` };
  const twice = node.members.find((m) => ts.isMethodDeclaration(m) && m.body && isNamedTwice(node, m));
  if (twice) return { node: twice, what: `two of its members are named '${twice.name!.getText()}'` };
  return isNameable(ctx, node)
    ? undefined
    : { node: node.name, what: 'its module does not export it to the one that is transformed' };
}

/** The guard at entry could take one for the other. */
const isNamedTwice = (node: Class, method: ts.MethodDeclaration): boolean =>
  node.members.some(
    (m) => m !== method && ts.isMethodDeclaration(m) && m.body && m.name.getText() === method.name.getText(),
  );

export const originOf = (ctx: Context, node: ts.Node): Origin => ({
  file: ctx.project.moduleOf(node).index,
  span: spanOf(node),
});

/**
 * The classes of which instances may be sent: those whose members the body uses by name or asks for, and those that the
 * types of its variables mention, with what their fields hold, and their subclasses.
 *
 * @param used names of members that are used of objects whose class is not known
 */
export function classRecords(ctx: Context, used: ReadonlySet<string>): ClassRecord[] {
  const held = new Held(ctx).find(used);
  const known = new Set(held);
  const { classes, made } = familyOf(ctx);
  for (const c of made) if (!held.has(c)) withSuperclasses(ctx, c, known);
  const sent = [...classes].filter((c) => whyNotSent(ctx, c) === undefined);
  // A superclass comes first.
  const depth = (c: Class): number => {
    const base = superclassOf(ctx, c);
    return base ? 1 + depth(base) : 0;
  };
  return sent
    .sort((a, b) => depth(a) - depth(b))
    .map((c) => ({
      ...recordOf(ctx, c),
      met: held.has(c) ? 'sent' : known.has(c) ? 'made' : 'named',
    }));
}

function withSuperclasses(ctx: Context, node: Class, known: Set<Class>): void {
  for (let at: Class | undefined = node; at && !known.has(at); at = superclassOf(ctx, at)) known.add(at);
}

function recordOf(ctx: Context, node: Class): Omit<ClassRecord, 'met'> {
  const base = superclassOf(ctx, node);
  const members = node.members.filter(
    (m) => (ts.isMethodDeclaration(m) || ts.isAccessor(m)) && !hasModifier(m, ts.SyntaxKind.StaticKeyword),
  );
  const names = members.flatMap((m) =>
    m.name && (ts.isIdentifier(m.name) || ts.isStringLiteral(m.name)) && (m as ts.MethodDeclaration).body
      ? [m.name.text]
      : [],
  );
  return {
    symbol: ctx.ids.id(symbolOf(ctx, node.name!) as Sym),
    base: base ? ctx.ids.id(symbolOf(ctx, base.name!) as Sym) : null,
    members: [...new Set(names)],
    statics: node.members.flatMap((m) =>
      ts.isMethodDeclaration(m) && m.body && hasModifier(m, ts.SyntaxKind.StaticKeyword) ? [m.name.getText()] : [],
    ),
    iterates: node.members.some(isIteratorMember),
  };
}

/** What the data may hold that the construct is given. */
class Held {
  private readonly ctx: Context;
  private readonly found = new Set<Class>();
  private readonly seen = new Set<ts.Node>();

  constructor(ctx: Context) {
    this.ctx = ctx;
  }

  find(used: ReadonlySet<string>): ReadonlySet<Class> {
    const { classes } = familyOf(this.ctx);
    for (const c of classes) if (c.members.some((m) => m.name && used.has(m.name.getText()))) this.add(c);
    this.variables(this.ctx.construct);
    for (let before = -1; before !== this.found.size; ) {
      before = this.found.size;
      for (const c of classes) {
        const base = superclassOf(this.ctx, c);
        if (base && this.found.has(base)) this.add(c);
        if (base && this.found.has(c)) this.add(base);
        if (this.implementsSeen(c)) this.add(c);
      }
    }
    return this.found;
  }

  private implementsSeen(node: Class): boolean {
    const clauses = node.heritageClauses?.filter((h) => h.token === ts.SyntaxKind.ImplementsKeyword) ?? [];
    return clauses.some((h) =>
      h.types.some(
        ({ expression: e }) => ts.isIdentifier(e) && declarationsOf(this.ctx, e).some((d) => this.seen.has(d)),
      ),
    );
  }

  /** A class and what its fields hold. */
  private add(node: Class): void {
    if (this.found.has(node)) return;
    this.found.add(node);
    for (const m of node.members) {
      if (ts.isPropertyDeclaration(m)) this.variable(m);
      if (ts.isConstructorDeclaration(m)) for (const p of m.parameters) this.variable(p);
    }
  }

  /** The variables that the construct uses, and what it asks for by `instanceof`. */
  private variables(node: ts.Node): void {
    if (ts.isIdentifier(node)) for (const d of declarationsOf(this.ctx, node)) this.declaration(d);
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword)
      this.type(node.right);
    if (node.kind === ts.SyntaxKind.ThisKeyword) this.field(node);
    ts.forEachChild(node, (child) => this.variables(child));
  }

  private field(node: ts.Node): void {
    const access = node.parent;
    const owner = ts.findAncestor(node, ts.isClassLike);
    if (!owner || !ts.isPropertyAccessExpression(access)) return;
    for (const m of owner.members) {
      const parts = ts.isConstructorDeclaration(m) ? m.parameters : ts.isPropertyDeclaration(m) ? [m] : [];
      for (const p of parts) if (p.name.getText() === access.name.text) this.variable(p);
    }
  }

  private declaration(node: ts.Node): void {
    if (this.seen.has(node)) return;
    if (ts.isVariableDeclaration(node) || ts.isParameter(node)) {
      this.seen.add(node);
      this.variable(node);
    }
  }

  private variable(node: ts.VariableDeclaration | ts.ParameterDeclaration | ts.PropertyDeclaration): void {
    if (node.type) this.type(node.type);
    else if (node.initializer) this.value(node.initializer);
  }

  private value(node: ts.Expression): void {
    if (ts.isNewExpression(node)) this.type(node.expression);
    if (ts.isCallExpression(node)) {
      if (ts.isIdentifier(node.expression))
        for (const d of declarationsOf(this.ctx, node.expression))
          if (ts.isFunctionLike(d) && d.type) this.type(d.type);
      for (const a of node.arguments) this.value(a);
    }
    if (ts.isArrowFunction(node) && node.type) this.type(node.type);
    if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) this.value(node.body);
    if (ts.isArrayLiteralExpression(node)) for (const e of node.elements) this.value(e);
    if (ts.isParenthesizedExpression(node)) this.value(node.expression);
    if (ts.isConditionalExpression(node)) for (const e of [node.whenTrue, node.whenFalse]) this.value(e);
  }

  /** Every class, interface or alias that a type mentions. */
  private type(node: ts.Node): void {
    if (ts.isIdentifier(node))
      for (const d of declarationsOf(this.ctx, node)) {
        if (ts.isClassLike(d)) this.add(d);
        else if ((ts.isInterfaceDeclaration(d) || ts.isTypeAliasDeclaration(d)) && !this.seen.has(d)) {
          this.seen.add(d);
          ts.forEachChild(d, (child) => this.type(child));
        }
      }
    ts.forEachChild(node, (child) => this.type(child));
  }
}
