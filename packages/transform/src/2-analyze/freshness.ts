/**
 * How many levels of an expression's value are certainly objects that it has just made: 0 for what may be an object
 * of the program, 1 for a new container with unknown contents, Infinity for primitives and for new containers that
 * hold only such. Optimistic over cycles, so a counter is a primitive although it is defined by itself.
 */
import { bare, type FunctionNode, parametersOf } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { accumulatorValues } from './accumulators.ts';
import { type Callee, calleeOf, functionsOf } from './callees.ts';
import { instanceClass } from './classes.ts';
import { type Context, symbolOf } from './context.ts';
import { isCount } from './counts.ts';
import { thisOwner } from './field-path.ts';
import { inFrame, isEnclosed } from './frames.ts';
import { fieldDepth, instanceDepth } from './instance-depth.ts';
import { CONSTANT_MEMBERS, CONSTANTS } from './knowledge/globals.ts';
import type { Row } from './knowledge/rows.ts';
import { viewedBy } from './memory.ts';
import { gettersNamed } from './named-members.ts';
import { isLiteral, namespaceSymbol } from './namespaces.ts';
import { type Closure, closuresOf, type Source, sourcesOf, valuesFor } from './sources.ts';
import { storesInto, withAllStores } from './stores.ts';
import { type Summary, summaryOf } from './summaries.ts';

const K = ts.SyntaxKind;
let pending = new Set<Sym>();

/** Parameters that are taken to hold primitives at the moment, and those that it came to. */
interface Supposed {
  readonly parameters: ReadonlyMap<Sym, number>;
  readonly used: Set<number>;
}
let supposed: Supposed | undefined;

/** Runs without what is assumed at the moment, so that the result may be kept. */
export function isolated<T>(run: () => T): T {
  const before = { pending, supposed };
  pending = new Set();
  supposed = undefined;
  try {
    return withAllStores(run);
  } finally {
    ({ pending, supposed } = before);
  }
}

/**
 * Which parameters of a function must hold primitives, so that all of some expressions of its body are primitives; null
 * if some may be objects even then.
 */
export function primitiveGiven(
  ctx: Context,
  node: FunctionNode,
  expressions: readonly ts.Expression[],
): ReadonlySet<number> | null {
  const parameters = new Map<Sym, number>();
  for (const [index, p] of parametersOf(node).entries()) {
    const symbol = ts.isIdentifier(p.name) && !p.dotDotDotToken ? symbolOf(ctx, p.name) : undefined;
    if (symbol) parameters.set(symbol, index);
  }
  const before = supposed;
  const used = new Set<number>();
  supposed = { parameters, used };
  try {
    return expressions.every((e) => isPrimitive(ctx, e)) ? used : null;
  } finally {
    supposed = before;
  }
}

/** Value kinds that are primitives whatever their operands are. */
export const PRIMITIVE_KINDS: ReadonlySet<ts.SyntaxKind> = new Set([
  K.NumericLiteral,
  K.BigIntLiteral,
  K.StringLiteral,
  K.NoSubstitutionTemplateLiteral,
  K.TemplateExpression,
  K.TrueKeyword,
  K.FalseKeyword,
  K.NullKeyword,
  K.TypeOfExpression,
  K.VoidExpression,
  K.DeleteExpression,
  K.PrefixUnaryExpression,
  K.PostfixUnaryExpression,
]);

export const isPrimitive = (ctx: Context, node: ts.Expression): boolean => primitive(ctx, bare(node));

/** See the head of this file. */
export function depthOf(ctx: Context, expression: ts.Expression): number {
  const node = bare(expression);
  if (primitive(ctx, node)) return Number.POSITIVE_INFINITY;
  if (ts.isArrayLiteralExpression(node)) return 1 + minimum(node.elements.map((e) => elementDepth(ctx, e)));
  if (ts.isObjectLiteralExpression(node)) return objectDepth(ctx, node);
  if (ts.isRegularExpressionLiteral(node)) return Number.POSITIVE_INFINITY;
  if (ts.isConditionalExpression(node)) return Math.min(depthOf(ctx, node.whenTrue), depthOf(ctx, node.whenFalse));
  if (ts.isNewExpression(node) || ts.isCallExpression(node)) return callDepth(ctx, node);
  return 0;
}

const minimum = (values: readonly number[]): number => Math.min(Number.POSITIVE_INFINITY, ...values);

export const elementDepth = (ctx: Context, e: ts.Expression): number =>
  ts.isOmittedExpression(e) ? Number.POSITIVE_INFINITY : ts.isSpreadElement(e) ? 0 : depthOf(ctx, e);

function objectDepth(ctx: Context, node: ts.ObjectLiteralExpression): number {
  const depths = node.properties.map((p) => {
    if (ts.isPropertyAssignment(p)) return depthOf(ctx, p.initializer);
    return ts.isShorthandPropertyAssignment(p) ? depthOf(ctx, p.name) : 0;
  });
  return 1 + minimum(depths);
}

function callDepth(ctx: Context, node: ts.CallExpression | ts.NewExpression): number {
  const callee = calleeOf(ctx, node);
  if (callee.kind === 'function') return summaryOf(ctx, callee.node).depth;
  if (callee.kind === 'closures')
    return minimum([...callee.all.map((c) => closureDepth(ctx, c)), ...callee.builtins.map(builtinDepth)]);
  if (callee.kind === 'members')
    return Math.min(
      minimum(callee.nodes.map((f) => summaryOf(ctx, f).depth)),
      callee.info ? methodDepth(ctx, node, { ...callee, kind: 'method', info: callee.info }) : Number.POSITIVE_INFINITY,
    );
  if (callee.kind === 'class') return instanceDepth(ctx, node, callee.node);
  if (callee.kind === 'builtin') {
    if (callee.info.returns === 'argument') return argumentDepth(ctx, callee.name, node.arguments ?? []);
    if (callee.info.returns === 'view') return viewedBy(ctx, node, callee) ? 0 : Number.POSITIVE_INFINITY;
    if (callee.info.returns !== 'fresh') return 0;
    if (callee.name === 'Array' && (node.arguments ?? []).every((a) => isPrimitive(ctx, a)))
      return Number.POSITIVE_INFINITY;
    if ((callee.name === 'Map' || callee.name === 'Set') && !node.arguments?.length) return Number.POSITIVE_INFINITY;
    // What its callback gives may be anywhere in the result, or be all of it.
    const reviver = callee.name === 'JSON.parse' ? node.arguments?.[1] : undefined;
    if (reviver) return isAllNew(ctx, reviver) ? Number.POSITIVE_INFINITY : 0;
    const callback = callee.info.callback === undefined ? undefined : node.arguments?.[callee.info.callback];
    // What a callback of `groupBy` gives back are keys; the groups hold what was there before.
    if (callback && callee.info.groups) return 1;
    if (callback) return 1 + callbackDepth(ctx, callback);
    if (callee.name === 'Array.from' && isLengthOnly(node.arguments?.[0])) return Number.POSITIVE_INFINITY;
    return callee.info.depth ?? Number.POSITIVE_INFINITY;
  }
  return callee.kind === 'method' ? methodDepth(ctx, node, callee) : 0;
}

type MethodCallee = Extract<Callee, { kind: 'method' }>;

function methodDepth(ctx: Context, node: ts.CallExpression | ts.NewExpression, callee: MethodCallee): number {
  if (viewedBy(ctx, node, callee)) return 0;
  const { info, receiver, name } = callee;
  if (info.returns === 'self') {
    const stored = info.retains ? (node.arguments ?? []).map((a) => 1 + elementDepth(ctx, a)) : [];
    return Math.min(depthOf(ctx, receiver), minimum(stored));
  }
  if (info.returns !== 'fresh') return 0;
  if (name === 'map' && node.arguments?.[0]) return 1 + callbackDepth(ctx, node.arguments[0]);
  if (info.depth === undefined) return Number.POSITIVE_INFINITY;
  if (name === 'concat')
    return Math.max(
      1,
      Math.min(depthOf(ctx, receiver), minimum((node.arguments ?? []).map((a) => elementDepth(ctx, a)))),
    );
  return Math.max(info.depth, name === 'slice' || name === 'filter' ? depthOf(ctx, receiver) : 0);
}

/** `Object.assign({}, x)`: the new object, with what is in the others. What is frozen does not stay so in a clone. */
function argumentDepth(ctx: Context, name: string, [target, ...others]: readonly ts.Expression[]): number {
  // `Object(x)` is x.
  if (!target && name === 'Object') return Number.POSITIVE_INFINITY;
  if (!target || ts.isSpreadElement(target)) return 0;
  if (name === 'Object') return depthOf(ctx, target);
  if (name === 'RegExp') return isPrimitive(ctx, target) ? Number.POSITIVE_INFINITY : 0;
  if (name !== 'Object.assign') return 0;
  return Math.min(depthOf(ctx, target), minimum(others.map((o) => Math.max(1, elementDepth(ctx, o)))));
}

const closureDepth = (ctx: Context, { node, frame, open }: Closure): number =>
  open ? 0 : summaryOf(ctx, node, frame).depth;

const builtinDepth = ({ returns }: Row): number => (returns === 'primitive' ? Number.POSITIVE_INFINITY : 0);

/** `{ length: n }` */
function isLengthOnly(node: ts.Expression | undefined): boolean {
  const literal = node && bare(node);
  return (
    literal !== undefined &&
    ts.isObjectLiteralExpression(literal) &&
    literal.properties.every((p) => p.name?.getText() === 'length')
  );
}

const isAllNew = (ctx: Context, callback: ts.Expression): boolean =>
  callbackDepth(ctx, callback) === Number.POSITIVE_INFINITY;

function callbackDepth(ctx: Context, node: ts.Expression): number {
  const inner = bare(node);
  if (ts.isArrowFunction(inner) || ts.isFunctionExpression(inner)) return summaryOf(ctx, inner).depth;
  const closures = closuresOf(ctx, inner);
  if (closures) return minimum(closures.map((c) => closureDepth(ctx, c)));
  if (!ts.isIdentifier(inner)) return 0;
  const symbol = symbolOf(ctx, inner);
  return symbol?.kind === 'global' && ['Number', 'String', 'Boolean', 'BigInt'].includes(inner.text)
    ? Number.POSITIVE_INFINITY
    : 0;
}

function primitive(ctx: Context, node: ts.Expression): boolean {
  ctx.budget.spend();
  if (PRIMITIVE_KINDS.has(node.kind)) return true;
  if (ts.isIdentifier(node)) return primitiveName(ctx, node);
  if (ts.isBinaryExpression(node)) return primitiveBinary(ctx, node);
  if (ts.isConditionalExpression(node))
    return primitive(ctx, bare(node.whenTrue)) && primitive(ctx, bare(node.whenFalse));
  if (ts.isPropertyAccessExpression(node))
    return (
      isConstantMember(ctx, node) ||
      isCount(ctx, node, pending) ||
      isNamespaceConstant(ctx, node) ||
      isPrimitiveGetter(ctx, node)
    );
  if (ts.isCallExpression(node)) {
    const callee = calleeOf(ctx, node);
    const functions = functionsOf(callee);
    if (callee.kind === 'members' && callee.info && callee.info.returns !== 'primitive') return false;
    if (functions.length > 0) return functions.every((f) => givesPrimitive(ctx, node.arguments, summaryOf(ctx, f)));
    if (callee.kind === 'closures')
      return (
        callee.builtins.every((b) => b.returns === 'primitive') &&
        callee.all.every(
          (c) => !c.open && givesPrimitive(ctx, valuesFor(c, callee.values), summaryOf(ctx, c.node, c.frame)),
        )
      );
    if (callee.kind === 'method' && callee.name === 'reduce') return reducesToPrimitive(ctx, node);
    return (callee.kind === 'builtin' || callee.kind === 'method') && callee.info.returns === 'primitive';
  }
  return false;
}

/** `xs.reduce((sum, x) => sum + x, 0)`: the initial value, or what the callback gives. */
function reducesToPrimitive(ctx: Context, { arguments: [callback, initial] }: ts.CallExpression): boolean {
  const literal = callback && bare(callback);
  if (!literal || !initial || !primitive(ctx, bare(initial))) return false;
  if (!ts.isArrowFunction(literal) && !ts.isFunctionExpression(literal)) return false;
  return summaryOf(ctx, literal).primitiveGiven?.size === 0;
}

/** An accessor of an object that certainly has it: every one of that name gives a primitive. */
function isPrimitiveGetter(ctx: Context, node: ts.PropertyAccessExpression): boolean {
  const getters = gettersNamed(ctx, node.name.text);
  if (getters.length === 0) return false;
  const isOwn = node.expression.kind === ts.SyntaxKind.ThisKeyword;
  const owner = isOwn ? thisOwner(node).parent : instanceClass(ctx, node.expression);
  const isThere = owner && ts.isClassLike(owner) && getters.some((g) => g.parent === owner);
  return isThere === true && getters.every((g) => summaryOf(ctx, g).primitiveGiven?.size === 0);
}

function givesPrimitive(
  ctx: Context,
  values: readonly ts.Expression[] | null,
  { primitiveGiven: given }: Summary,
): boolean {
  if (given === null) return false;
  if (given.size > 0 && (values === null || values.some(ts.isSpreadElement))) return false;
  // A missing argument is undefined, and a default value has been looked at with the function.
  return [...given].every((i) => i >= values!.length || primitive(ctx, bare(values![i]!)));
}

const LOGICAL: ReadonlySet<ts.SyntaxKind> = new Set([
  K.AmpersandAmpersandToken,
  K.BarBarToken,
  K.QuestionQuestionToken,
]);
const LOGICAL_ASSIGNMENT: ReadonlySet<ts.SyntaxKind> = new Set([
  K.AmpersandAmpersandEqualsToken,
  K.BarBarEqualsToken,
  K.QuestionQuestionEqualsToken,
]);

function primitiveBinary(ctx: Context, node: ts.BinaryExpression): boolean {
  const kind = node.operatorToken.kind;
  if (kind === K.EqualsToken || kind === K.CommaToken) return primitive(ctx, bare(node.right));
  if (LOGICAL.has(kind)) return primitive(ctx, bare(node.left)) && primitive(ctx, bare(node.right));
  return !LOGICAL_ASSIGNMENT.has(kind);
}

function isNamespaceConstant(ctx: Context, node: ts.PropertyAccessExpression): boolean {
  const member = namespaceSymbol(ctx, node);
  return member !== undefined && isLiteral(member);
}

function isConstantMember(ctx: Context, node: ts.PropertyAccessExpression): boolean {
  const base = node.expression;
  return ts.isIdentifier(base) && symbolOf(ctx, base)?.kind === 'global' && CONSTANT_MEMBERS.has(base.text);
}

function primitiveName(ctx: Context, node: ts.Identifier): boolean {
  const symbol = symbolOf(ctx, node);
  if (!symbol) return false;
  if (symbol.kind === 'global') return CONSTANTS.has(node.text);
  if (pending.has(symbol) || isCounted(ctx, symbol)) return true;
  pending.add(symbol);
  const isMade = isEnclosed(ctx, symbol) || (ctx.now.making && symbol.kind === 'param');
  const sources = isMade ? sourcesOf(ctx, node) : undefined;
  if (sources) {
    const result = sources.every((s) => isPrimitiveSource(ctx, s));
    pending.delete(symbol);
    return result;
  }
  const all = supposedly(symbol) ?? definitionsOf(symbol);
  const result = all?.every((d) => d === 'primitive' || primitive(ctx, bare(d))) ?? false;
  pending.delete(symbol);
  return result;
}

const isPrimitiveSource = (ctx: Context, { node, frame }: Source): boolean =>
  !ts.isFunctionLike(node) && inFrame(ctx, frame, () => primitive(ctx, bare(node as ts.Expression)));

/** A counter of the construct's header: the entry makes sure that it is a number. */
const isCounted = ({ construct }: Context, symbol: Sym): boolean =>
  ts.isForStatement(construct) &&
  symbol.assignments.length > 0 &&
  symbol.declarations.length === 1 &&
  symbol.declarations[0]!.parent === construct.initializer;

/** What a parameter that is taken to hold a primitive may hold besides. */
function supposedly(symbol: Sym): (ts.Expression | 'primitive')[] | undefined {
  const index = supposed?.parameters.get(symbol);
  const [declaration] = symbol.declarations;
  if (supposed === undefined || index === undefined || !declaration || !ts.isParameter(declaration)) return undefined;
  const assigned = assignedTo(symbol);
  if (assigned === undefined) return undefined;
  supposed.used.add(index);
  return declaration.initializer ? [...assigned, declaration.initializer] : assigned;
}

/** Right-hand sides of everything that gives a variable its value; undefined when one cannot be seen. */
export function definitionsOf(symbol: Sym): (ts.Expression | 'primitive')[] | undefined {
  const values: (ts.Expression | 'primitive')[] = [];
  for (const declaration of symbol.declarations) {
    if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return undefined;
    const loop = declaration.parent.parent;
    if (ts.isForInStatement(loop)) values.push('primitive');
    else if (ts.isForOfStatement(loop) || ts.isCatchClause(declaration.parent)) return undefined;
    else values.push(declaration.initializer ?? 'primitive');
  }
  const assigned = assignedTo(symbol);
  return assigned && [...values, ...assigned];
}

/** Values of all assignments; undefined when one cannot be seen. */
function assignedTo(symbol: Sym): (ts.Expression | 'primitive')[] | undefined {
  const values: (ts.Expression | 'primitive')[] = [];
  for (const { node } of symbol.assignments) {
    const { parent } = node;
    if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) values.push('primitive');
    else if (ts.isBinaryExpression(parent) && parent.left === node) values.push(assignedValue(parent));
    else return undefined;
  }
  return values;
}

function assignedValue(node: ts.BinaryExpression): ts.Expression | 'primitive' {
  const kind = node.operatorToken.kind;
  return kind === K.EqualsToken || LOGICAL_ASSIGNMENT.has(kind) ? node.right : 'primitive';
}

/**
 * Levels of the object in a variable that are certainly its own, whatever is stored into it. 0: it may be shared.
 *
 * @param field only what lies below this field of an object literal counts
 */
export function depthOfSymbol(ctx: Context, symbol: Sym, field?: string): number {
  if (symbol.kind === 'catch' || symbol.kind === 'import') return 0;
  if (pending.has(symbol)) return Number.POSITIVE_INFINITY;
  pending.add(symbol);
  try {
    const definitions = symbol.kind === 'param' ? accumulatorValues(ctx, symbol) : definitionsOf(symbol);
    if (!definitions) return 0;
    const made = minimum(
      definitions.map((d) => (d === 'primitive' ? Number.POSITIVE_INFINITY : madeDepth(ctx, d, field))),
    );
    if (made === 0) return 0;
    const stores = storesInto(ctx, symbol).filter(
      (s) => field === undefined || s.field === undefined || s.field === field,
    );
    return Math.min(made, minimum(stores.map((s) => s.level + (s.value ? depthOf(ctx, s.value) : 0))));
  } finally {
    pending.delete(symbol);
  }
}

/** As {@link depthOf}, along one field of an object literal. */
function madeDepth(ctx: Context, expression: ts.Expression, field: string | undefined): number {
  const node = bare(expression);
  if (field !== undefined && ts.isNewExpression(node))
    return Math.max(depthOf(ctx, node), fieldDepth(ctx, node, field));
  if (field === undefined || !ts.isObjectLiteralExpression(node)) return depthOf(ctx, node);
  const plain = node.properties.every(
    (p) => (ts.isPropertyAssignment(p) || ts.isShorthandPropertyAssignment(p)) && ts.isIdentifier(p.name),
  );
  if (!plain) return depthOf(ctx, node);
  const own = node.properties.filter((p) => p.name?.getText() === field);
  return (
    1 +
    minimum(
      own.map((p) =>
        depthOf(ctx, ts.isPropertyAssignment(p) ? p.initializer : (p as ts.ShorthandPropertyAssignment).name),
      ),
    )
  );
}
