import type { Budget } from '../records/budget.ts';
import type { SymbolId } from '../records/graph.ts';
import type { FunctionNode } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import type { Frame } from './frames.ts';
import { knownFunction } from './packages/known.ts';
import type { Module, Project } from './project.ts';
import type { Summary } from './summaries.ts';

/** Everything that is shared while one module is analysed. */
export interface Context {
  readonly project: Project;
  readonly ids: SymbolIds;
  /** Keys: functions, and what stands for a function in a frame. */
  readonly summaries: Map<object, Summary>;
  readonly budget: Budget;
  readonly now: Now;
  /** What the analysis relies on and the audit of what is sent has to show. */
  readonly needs: Set<'ownMemory'>;
  /** Entries of the option `pure` on which it relies. */
  readonly trusted: Set<string>;
  /** Variables that were taken to be of a built-in class, with the method that is called: a guard at entry tests them. */
  readonly natives: Map<string, { readonly symbol: SymbolId; readonly method: string }>;
  /** Built-in classes of which no object may be sent, because a method's name was taken for one of the program's. */
  readonly absent: Set<string>;
  /** The annotated `for…of` loop or array call: its element is `container[iteration]`. */
  readonly construct: ts.Node;
  /** The construct is an array call with an async callback. */
  readonly suspends: boolean;
}

/** From where the analysis looks at the moment. */
export interface Now {
  /** The calls that made the closure which is looked at. */
  frame: Frame | undefined;
  /** Functions that are only made, and not called, do nothing. */
  making: boolean;
}

/** Numbers the symbols of all modules in the order in which the analysis meets them. */
export class SymbolIds {
  readonly list: Sym[] = [];
  private readonly ids = new Map<Sym, SymbolId>();

  id(symbol: Sym): SymbolId {
    let id = this.ids.get(symbol);
    if (id === undefined) {
      id = this.list.length;
      this.list.push(symbol);
      this.ids.set(symbol, id);
    }
    return id;
  }

  get(id: SymbolId): Sym {
    return this.list[id]!;
  }
}

export const symbolOf = (ctx: Context, node: ts.Identifier): Sym | undefined =>
  ctx.project.moduleOf(node).scopes.symbolOf(node);

/** The local symbol behind an import binding, or the symbol itself. */
export function resolved(ctx: Context, symbol: Sym): { symbol: Sym; module: Module } | undefined {
  if (symbol.kind !== 'import') return { symbol, module: ctx.project.moduleOf(symbol.declarations[0]!) };
  const outer = ctx.project.leave(symbol);
  // What is known of a package's function is not looked for in its source.
  if (outer.kind === 'external' && knownFunction(ctx.project, outer)) return undefined;
  const target = ctx.project.follow(symbol);
  return target.kind === 'symbol' ? target : undefined;
}

/** The only declaration of a variable that is never assigned again. */
export function constantDeclaration(symbol: Sym): ts.VariableDeclaration | undefined {
  const [declaration] = symbol.declarations;
  const single = symbol.declarations.length === 1 && symbol.assignments.length === 0;
  return single && declaration && ts.isVariableDeclaration(declaration) ? declaration : undefined;
}

/** The function that a name certainly stands for: a declaration with one body, or a constant function literal. */
export function functionOf(symbol: Sym): FunctionNode | undefined {
  if (symbol.assignments.length > 0 || symbol.references.some((r) => usesProperty(r.node))) return undefined;
  if (symbol.kind === 'function') {
    const bodies = symbol.declarations.filter(
      (d): d is ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction =>
        (ts.isFunctionDeclaration(d) || ts.isFunctionExpression(d) || ts.isArrowFunction(d)) && d.body !== undefined,
    );
    return bodies.length === 1 ? bodies[0] : undefined;
  }
  const init = constantDeclaration(symbol)?.initializer;
  return init ? literalFunction(init) : undefined;
}

/** `f.count`: a property of the function object, which its copy in a worker would not have. */
function usesProperty(name: ts.Identifier): boolean {
  let node: ts.Node = name;
  while (
    ts.isParenthesizedExpression(node.parent) ||
    ts.isAsExpression(node.parent) ||
    ts.isNonNullExpression(node.parent)
  )
    node = node.parent;
  const { parent } = node;
  if (ts.isElementAccessExpression(parent)) return parent.expression === node;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== node) return false;
  return !['call', 'apply', 'bind', 'length', 'name'].includes(parent.name.text);
}

/** The function literal behind parentheses and type assertions. */
export function literalFunction(node: ts.Expression): ts.ArrowFunction | ts.FunctionExpression | undefined {
  let inner = node;
  while (ts.isParenthesizedExpression(inner) || ts.isAsExpression(inner) || ts.isSatisfiesExpression(inner))
    inner = inner.expression;
  return ts.isArrowFunction(inner) || ts.isFunctionExpression(inner) ? inner : undefined;
}

/**
 * True when the symbol lives inside `boundary`. A `var` in a loop's body belongs to the function around it, and what a
 * block of sections declares belongs to all of its sections.
 */
export const declaredIn = (symbol: Sym, boundary: ts.Node): boolean =>
  symbol.kind !== 'global' &&
  contains(boundary, symbol.scope.node) &&
  !(ts.isBlock(boundary) && symbol.scope.node === boundary) &&
  !isHeaderConstant(symbol, boundary);

/** `for (let i = 0, n = xs.length; …)`: one `n` for all iterations, because nothing assigns it. */
export function isHeaderConstant(symbol: Sym, boundary: ts.Node): boolean {
  if (!ts.isForStatement(boundary) || symbol.assignments.length > 0) return false;
  const declaration = symbol.declarations.length === 1 ? symbol.declarations[0]! : undefined;
  return declaration !== undefined && declaration.parent === boundary.initializer;
}

/** In the construct, but not by its own header, which runs before the first iteration. */
export const declaredInside = (ctx: Context, declaration: ts.Node): boolean =>
  contains(ctx.construct, declaration) &&
  !(ts.isForStatement(ctx.construct) && declaration.parent === ctx.construct.initializer);

export const contains = (outer: ts.Node, inner: ts.Node): boolean =>
  outer.getSourceFile() === inner.getSourceFile() && inner.pos >= outer.pos && inner.end <= outer.end;
