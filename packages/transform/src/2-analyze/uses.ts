/**
 * Which parts of objects the construct uses: for each mention of a variable, the fields that lead from it to a value. What
 * only some fields of many objects are used for need not be sent as a whole.
 */
import type { Span } from '../diagnostics/diagnostic.ts';
import { ELEMENT, type SymbolId, type Use, type UseStep } from '../records/graph.ts';
import { bare, enclosingFunction, isAssignment, isPatternTarget, parametersOf, spanOf } from '../syntax/nodes.ts';
import type { Reference, Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { affineOf } from './affine.ts';
import { calleeOf } from './callees.ts';
import { type Context, contains, functionOf, literalFunction, symbolOf } from './context.ts';
import { partsOfCall } from './header-call.ts';

/** Functions into which a value is followed, one in the other. */
const DEPTH = 3;
/** Fields on the way, at most. */
const STEPS = 4;

/** Array methods that hand one element at a time to a callback, and give nothing of it back: the parameter's position. */
const VISITS: Readonly<Record<string, 0 | 1>> = { some: 0, every: 0, findIndex: 0, forEach: 0, map: 0, reduce: 1 };

/** Where a value was found: what it belongs to, how it was reached, and the place in the construct. */
interface Found {
  readonly symbol: SymbolId;
  readonly steps: readonly UseStep[];
  /** Of the mention in the construct, where the value is followed into a function. */
  readonly span: Span | undefined;
  readonly depth: number;
}

/** @param boundary the loop or callback */
export function usesIn(ctx: Context, boundary: ts.Node): Use[] {
  const uses = new Uses(ctx, boundary);
  for (const symbol of ctx.ids.list.slice()) if (isOuter(symbol, boundary)) uses.variable(symbol);
  const binding = elementOf(ctx);
  if (binding) uses.bind(binding, { symbol: ELEMENT, steps: [], span: undefined, depth: 0 });
  else uses.all.push({ symbol: ELEMENT, steps: [], span: spanOf(ctx.construct), as: 'value' });
  return uses.all;
}

const isOuter = (symbol: Sym, boundary: ts.Node): boolean =>
  VARIABLES.has(symbol.kind) && symbol.declarations.every((d) => !contains(boundary, d));

const VARIABLES: ReadonlySet<string> = new Set(['var', 'let', 'const', 'param', 'catch', 'import']);

/** The name or pattern that an iteration gives its element. */
function elementOf(ctx: Context): ts.BindingName | undefined {
  const { construct } = ctx;
  if (ts.isForOfStatement(construct) && ts.isVariableDeclarationList(construct.initializer)) {
    const isScoped = (construct.initializer.flags & ts.NodeFlags.BlockScoped) !== 0;
    return isScoped ? construct.initializer.declarations[0]!.name : undefined;
  }
  if (!ts.isCallExpression(construct)) return undefined;
  const { callback, method } = partsOfCall(construct);
  const named = ts.isIdentifier(bare(callback)) ? symbolOf(ctx, bare(callback) as ts.Identifier) : undefined;
  const node = literalFunction(callback) ?? (named && functionOf(named));
  const parameter = node && parametersOf(node)[method.startsWith('reduce') ? 1 : 0];
  return parameter && !parameter.dotDotDotToken && !parameter.initializer ? parameter.name : undefined;
}

class Uses {
  readonly all: Use[] = [];
  private readonly ctx: Context;
  private readonly boundary: ts.Node;
  /** Assignments of values to variables whose mentions have been looked at. */
  private readonly flows = new Set<string>();

  constructor(ctx: Context, boundary: ts.Node) {
    this.ctx = ctx;
    this.boundary = boundary;
  }

  /** The mentions of a variable from outside. */
  variable(symbol: Sym): void {
    const found = { symbol: this.ctx.ids.id(symbol), steps: [], span: undefined, depth: 0 };
    for (const { node, write } of symbol.references)
      if (contains(this.boundary, node)) {
        if (write) this.end(node, found);
        else this.follow(node, found);
      }
  }

  /** The value gets a name, or is taken apart. */
  bind(name: ts.BindingName, found: Found): void {
    if (ts.isIdentifier(name)) this.named(name, found);
    else if (ts.isArrayBindingPattern(name) || name.elements.some((e) => !isPlainElement(e))) this.end(name, found);
    else
      for (const e of name.elements) {
        const key = (e.propertyName ?? e.name) as ts.Identifier;
        const inner = this.step(found, key.text);
        this.end(key, inner, 'read');
        this.bind(e.name, inner);
      }
  }

  private named(name: ts.Identifier, found: Found): void {
    const symbol = symbolOf(this.ctx, name);
    if (!symbol || symbol.assignments.length > 0 || symbol.declarations.length > 1) this.end(name, found);
    else for (const { node } of symbol.references) this.follow(node, found);
  }

  private follow(mention: ts.Expression, found: Found): void {
    const node = dressed(mention);
    const { parent } = node;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === node) this.member(node, parent, found);
    else if (ts.isElementAccessExpression(parent) && parent.expression === node) this.element(node, parent, found);
    else if (ts.isVariableDeclaration(parent) && parent.initializer === node && isScoped(parent)) {
      this.end(node, found, 'read');
      this.bind(parent.name, found);
    } else if (ts.isForOfStatement(parent) && parent.expression === node) {
      // What the construct goes through is told of as the element.
      if (parent !== this.ctx.construct) this.loop(node, parent, found);
    } else if (ts.isCallExpression(parent) && parent.expression !== node) this.argument(node, parent, found);
    else if (isAssigned(node, parent)) this.assigned(node, parent.left, found);
    else this.end(node, found, this.isHandedOn(parent) ? 'moved' : 'value');
  }

  /** `best = it`: from now on the other variable may hold it as well. */
  private assigned(node: ts.Expression, target: ts.Identifier, found: Found): void {
    const symbol = symbolOf(this.ctx, target);
    this.end(node, found, symbol ? 'moved' : 'value');
    const flow = `${symbol && this.ctx.ids.id(symbol)} ${found.symbol} ${found.steps}`;
    if (!symbol || this.flows.has(flow)) return;
    this.flows.add(flow);
    for (const { node: mention, read } of symbol.references)
      if (read && contains(this.boundary, mention)) this.follow(mention, found);
  }

  /** Nothing looks into the value, neither here nor where it goes while the construct runs. */
  private isHandedOn(parent: ts.Node): boolean {
    if (ts.isBinaryExpression(parent)) return IDENTITY.has(parent.operatorToken.kind);
    const leaves = ts.isReturnStatement(parent) && enclosingFunction(parent) === enclosingFunction(this.ctx.construct);
    return leaves || ts.isExpressionStatement(parent);
  }

  private member(node: ts.Expression, access: ts.PropertyAccessExpression, found: Found): void {
    const outer = dressed(access);
    const visited = ts.isCallExpression(outer.parent) && outer.parent.expression === outer ? outer.parent : undefined;
    if (visited && this.isArray(found)) this.visits(node, access.name.text, visited, found);
    else if (visited || !ts.isIdentifier(access.name) || isTarget(outer)) this.end(node, found);
    else if (this.isArray(found) && access.name.text === 'length') this.end(node, this.step(found, 'length'), 'read');
    else this.into(node, access, found, access.name.text);
  }

  private element(node: ts.Expression, access: ts.ElementAccessExpression, found: Found): void {
    const key = bare(access.argumentExpression);
    const outer = dressed(access);
    const isCalled = ts.isCallExpression(outer.parent) && outer.parent.expression === outer;
    if (isCalled || isTarget(outer)) this.end(node, found);
    else if (ts.isStringLiteralLike(key)) this.into(node, access, found, key.text);
    else if (this.isArray(found)) this.into(node, access, found, this.subscript(key));
    else this.end(node, found);
  }

  private into(node: ts.Expression, access: ts.Expression, found: Found, step: UseStep): void {
    if (found.steps.length >= STEPS || step === '__proto__') this.end(node, found);
    else this.follow(access, this.step(found, step));
  }

  /** `for (const b of bodies)` in the body. */
  private loop(node: ts.Expression, loop: ts.ForOfStatement, found: Found): void {
    const list = loop.initializer;
    const binds = ts.isVariableDeclarationList(list) && (list.flags & ts.NodeFlags.BlockScoped) !== 0;
    if (!this.isArray(found) || loop.awaitModifier || !binds) this.end(node, found);
    else this.bind(list.declarations[0]!.name, this.step(found, 0));
  }

  /** `bodies.some((b) => …)` */
  private visits(node: ts.Expression, method: string, call: ts.CallExpression, found: Found): void {
    const [callback, ...others] = call.arguments;
    const literal = callback && literalFunction(callback);
    const at = VISITS[method];
    const parameters = literal ? parametersOf(literal) : [];
    const isPlain = parameters.length <= at! + 2 && parameters.every((p) => !p.dotDotDotToken && !p.initializer);
    const isWhole = at === undefined || !literal || !isPlain || others.length !== at || mentionsArguments(literal);
    const element = parameters[at ?? 0];
    if (isWhole) this.end(node, found);
    else if (element) this.bind(element.name, this.step(found, 0));
    else this.end(node, this.step(found, 'length'), 'read');
  }

  /** The value goes into a function of the program. */
  private argument(node: ts.Expression, call: ts.CallExpression, found: Found): void {
    const position = call.arguments.indexOf(node);
    const callee = found.depth < DEPTH && position >= 0 ? calleeOf(this.ctx, call) : undefined;
    const spread = call.arguments.slice(0, position).some(ts.isSpreadElement);
    const parameter = callee?.kind === 'function' && !spread ? parametersOf(callee.node)[position] : undefined;
    if (callee?.kind === 'function' && parameter && isClosed(callee.node, parameter))
      this.bind(parameter.name, { ...found, span: found.span ?? spanOf(node), depth: found.depth + 1 });
    else this.end(node, found, this.isCollected(call) ? 'moved' : 'value');
  }

  /** `found.push(it)`, of an array to which the construct does nothing else. */
  private isCollected({ expression }: ts.CallExpression): boolean {
    if (!isPush(expression)) return false;
    const symbol = symbolOf(this.ctx, expression.expression);
    const isOnly = (name: ts.Identifier): boolean => isPush(name.parent) && ts.isCallExpression(name.parent.parent);
    return symbol?.references.every(({ node }) => !contains(this.boundary, node) || isOnly(node)) === true;
  }

  /** It is an array of objects: a variable as it is, which only arrays go through. */
  private isArray(found: Found): boolean {
    return found.symbol !== ELEMENT && found.steps.length === 0;
  }

  private subscript(key: ts.Expression): 0 | 1 | 2 {
    const own = ts.isIdentifier(key) ? symbolOf(this.ctx, key) : undefined;
    const [declaration] = own?.declarations ?? [];
    if (own && declaration?.parent.parent === this.ctx.construct && isAlone(declaration) && this.isCounter(own))
      return 2;
    return this.counts(key) ? 0 : 1;
  }

  /** A subscript that is certainly a number: made of counters of loops. */
  private counts(key: ts.Expression): boolean {
    const form = affineOf(this.ctx, key);
    return form?.terms.every((t) => t.symbols.every((id) => this.isCounter(this.ctx.ids.get(id)))) === true;
  }

  /** `let i = 0` in the header of a loop. */
  private isCounter(symbol: Sym): boolean {
    const [declaration] = symbol.declarations;
    if (symbol.declarations.length !== 1 || !declaration || !ts.isVariableDeclaration(declaration)) return false;
    const { initializer, parent } = declaration;
    return (
      ts.isForStatement(parent.parent) &&
      initializer !== undefined &&
      symbol.assignments.every(countsUp) &&
      this.counts(initializer)
    );
  }

  private step(found: Found, step: UseStep): Found {
    return { ...found, steps: [...found.steps, step] };
  }

  private end(node: ts.Node, { symbol, steps, span }: Found, as: Use['as'] = 'value'): void {
    this.all.push({ symbol, steps, span: span ?? spanOf(node), as });
  }
}

/** The expression with its parentheses and type assertions. */
function dressed(node: ts.Expression): ts.Expression {
  let outer = node;
  while (ts.isExpression(outer.parent) && outer.parent !== bare(outer.parent) && bare(outer.parent) === bare(outer))
    outer = outer.parent;
  return outer;
}

const isPlainElement = (e: ts.BindingElement): boolean =>
  !e.dotDotDotToken && !e.initializer && ts.isIdentifier(e.propertyName ?? e.name) && e.name.getText() !== '__proto__';

const isScoped = (declaration: ts.VariableDeclaration): boolean =>
  (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.BlockScoped) !== 0;

function isTarget(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && parent.left === node && isAssignment(parent.operatorToken.kind)) return true;
  const updates = ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent);
  if (updates && (parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken))
    return true;
  return ts.isDeleteExpression(parent) || isPatternTarget(node);
}

const isAssigned = (
  node: ts.Expression,
  parent: ts.Node,
): parent is ts.BinaryExpression & { readonly left: ts.Identifier } =>
  ts.isBinaryExpression(parent) &&
  parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
  parent.right === node &&
  ts.isIdentifier(parent.left) &&
  ts.isExpressionStatement(parent.parent);

const IDENTITY: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

const isPush = (node: ts.Node): node is ts.PropertyAccessExpression & { readonly expression: ts.Identifier } =>
  ts.isPropertyAccessExpression(node) && node.name.text === 'push' && ts.isIdentifier(node.expression);

/** The function sees the argument under this name alone. */
const isClosed = (node: ts.SignatureDeclaration, parameter: ts.ParameterDeclaration): boolean =>
  !parameter.dotDotDotToken && !parameter.initializer && !mentionsArguments(node);

const mentionsArguments = (node: ts.Node): boolean =>
  (ts.isIdentifier(node) && node.text === 'arguments') || ts.forEachChild(node, mentionsArguments) === true;

/** The only variable of its header. */
const isAlone = ({ parent }: ts.Node): boolean =>
  ts.isVariableDeclarationList(parent) && parent.declarations.length === 1;

/** Moved by `i++` or `i += 2` and nothing else. */
function countsUp({ node }: Reference): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent))
    return COUNTING.has(parent.operatorToken.kind) && ts.isNumericLiteral(parent.right);
  return ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent);
}

const COUNTING: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.PlusEqualsToken, ts.SyntaxKind.MinusEqualsToken]);
