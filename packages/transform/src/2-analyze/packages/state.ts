/**
 * State of packages: variables whose values another call may change, or that differ from thread to thread. A worker has
 * them anew, so what depends on them stays on the main thread.
 */
import { bare, enclosingFunction, hasModifier, isAssignment } from '../../syntax/nodes.ts';
import type { Sym } from '../../syntax/symbols.ts';
import { ts } from '../../syntax/ts.ts';
import { isInert, isPure } from '../classes.ts';
import { type Context, constantDeclaration, functionOf, literalFunction } from '../context.ts';
import { depthOf, isPrimitive } from '../freshness.ts';
import { methodInfo } from '../knowledge/methods.ts';
import { isKnownModule } from '../knowledge/modules.ts';
import { namespaceSymbol } from '../namespaces.ts';
import { isKnownUse } from './uses.ts';

const active = new Set<Sym>();

/**
 * @param symbol of the top level of a module of a package
 * @returns a place that shows that it is state; undefined when it has the same value in every thread, for good
 */
export function stateOf(ctx: Context, symbol: Sym): ts.Node | undefined {
  if (active.has(symbol)) return undefined;
  active.add(symbol);
  try {
    return find(ctx, symbol);
  } finally {
    active.delete(symbol);
  }
}

function find(ctx: Context, symbol: Sym): ts.Node | undefined {
  const [assignment] = symbol.assignments;
  if (assignment) return assignment.node;
  const declaration = symbol.declarations[0]!;
  if (symbol.kind === 'import') return ofImport(ctx, symbol);
  if (functionOf(symbol)) return undefined;
  if (ts.isClassLike(declaration)) return isInert(ctx, declaration) ? undefined : declaration;
  const variable = constantDeclaration(symbol);
  if (!variable || !ts.isIdentifier(variable.name)) return declaration;
  const value = variable.initializer && bare(variable.initializer);
  if (!value) return undefined;
  if (!isPure(ctx, value)) return declaration;
  if (isPrimitive(ctx, value)) return undefined;
  const levels = depthOf(ctx, value) === Number.POSITIVE_INFINITY ? levelsOf(ctx, value) : Number.POSITIVE_INFINITY;
  const statement = variable.parent.parent;
  if (!Number.isFinite(levels) || hasModifier(statement, ts.SyntaxKind.ExportKeyword)) return declaration;
  return symbol.references.find(({ node }) => !onlyLooks(ctx, node, value, levels))?.node;
}

function ofImport(ctx: Context, symbol: Sym): ts.Node | undefined {
  const target = ctx.project.follow(symbol);
  const declaration = symbol.declarations[0]!;
  if (target.kind === 'symbol') return stateOf(ctx, target.symbol);
  if (target.kind === 'external' && isKnownModule(target.specifier)) return undefined;
  if (target.kind === 'missing') return declaration;
  const isMember = ({ node }: { readonly node: ts.Identifier }): boolean =>
    target.kind === 'module' &&
    ts.isPropertyAccessExpression(node.parent) &&
    node.parent.expression === node &&
    namespaceSymbol(ctx, node.parent) !== undefined;
  return symbol.references.find((r) => !isMember(r) && !isKnownUse(ctx, r.node))?.node;
}

/** How many steps into a table of constants come to primitives and functions. */
function levelsOf(ctx: Context, expression: ts.Expression): number {
  const node = bare(expression);
  if (isPrimitive(ctx, node) || literalFunction(node)) return 0;
  if (ts.isRegularExpressionLiteral(node)) return 1;
  if (ts.isArrayLiteralExpression(node)) return 1 + Math.max(0, ...node.elements.map((e) => levelsOf(ctx, e)));
  if (ts.isObjectLiteralExpression(node))
    return (
      1 +
      Math.max(0, ...node.properties.map((p) => (ts.isPropertyAssignment(p) ? levelsOf(ctx, p.initializer) : UNKNOWN)))
    );
  if (ts.isNewExpression(node)) return madeOf(ctx, node);
  if (!ts.isCallExpression(node)) return UNKNOWN;
  const callee = node.expression.getText();
  if (callee === 'Object.freeze' && node.arguments.length === 1) return levelsOf(ctx, node.arguments[0]!);
  return /\.split$/.test(callee) ? 1 : UNKNOWN;
}

const UNKNOWN = Number.POSITIVE_INFINITY;
const FLAT = /^((Uint|Int|Float|BigInt|BigUint)\d+(Clamped)?Array|Array|Set|Map)$/;

/** `new Uint32Array(256)`, `new Set(['a', 'b'])` */
function madeOf(ctx: Context, node: ts.NewExpression): number {
  if (!FLAT.test(node.expression.getText())) return UNKNOWN;
  const isMap = node.expression.getText() === 'Map';
  return (node.arguments ?? []).every((a) => levelsOf(ctx, a) <= (isMap ? 2 : 1)) ? 1 : UNKNOWN;
}

/** The mention reads a primitive out of the table, or asks something of it: nobody gets hold of an object. */
function onlyLooks(ctx: Context, mention: ts.Identifier, value: ts.Expression, levels: number): boolean {
  let node: ts.Node = mention;
  let depth = 0;
  while (
    (ts.isPropertyAccessExpression(node.parent) || ts.isElementAccessExpression(node.parent)) &&
    node.parent.expression === node
  ) {
    node = node.parent;
    depth += 1;
  }
  const { parent } = node;
  if (ts.isCallExpression(parent) && parent.expression === node) return isQuestion(node, value, depth, levels);
  if (isTarget(node)) return depth === levels && isFilling(ctx, node);
  if (ts.isCallExpression(parent)) return isPattern(parent, node, value) || (depth >= levels && depth > 0);
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InKeyword)
    return parent.right === node || depth >= levels;
  if (ts.isForOfStatement(parent) || ts.isSpreadElement(parent)) return depth + 1 >= levels;
  if (ts.isTypeOfExpression(parent) || ts.isForInStatement(parent)) return true;
  return depth >= levels && depth > 0;
}

function isTarget(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return parent.left === node && isAssignment(parent.operatorToken.kind);
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent))
    return parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken;
  return ts.isDeleteExpression(parent) || ts.isArrayLiteralExpression(parent) || ts.isPropertyAssignment(parent);
}

/** `table[i] = c` while the module is loaded. */
function isFilling(ctx: Context, node: ts.Node): boolean {
  const { parent } = node;
  if (!ts.isSourceFile(enclosingFunction(node)) || !ts.isBinaryExpression(parent)) return false;
  return isPrimitive(ctx, parent.right) && isPure(ctx, parent.right);
}

/** A built-in method that answers with a primitive, or a member that is a function. */
function isQuestion(node: ts.Node, value: ts.Expression, depth: number, levels: number): boolean {
  if (!ts.isPropertyAccessExpression(node)) return false;
  if (ts.isRegularExpressionLiteral(value)) return node.name.text === 'test' || node.name.text === 'exec';
  const info = methodInfo(node.name.text);
  if (!info) return ts.isObjectLiteralExpression(value) && depth === levels;
  if (info.mutates || info.retains || info.callback !== undefined || info.unclonable) return false;
  return info.returns === 'primitive' || (info.returns === 'element' && depth >= levels);
}

const TAKERS: ReadonlySet<string> = new Set(['replace', 'replaceAll', 'match', 'matchAll', 'split', 'search']);

const isPattern = (call: ts.CallExpression, node: ts.Node, value: ts.Expression): boolean =>
  ts.isRegularExpressionLiteral(value) &&
  call.arguments[0] === node &&
  ts.isPropertyAccessExpression(call.expression) &&
  TAKERS.has(call.expression.name.text);
