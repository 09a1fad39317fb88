/** How much of what `new C(…)` gives is certainly new; see `freshness.ts`. */
import { bare, type FunctionNode, hasModifier, parametersOf } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { calleeOf } from './callees.ts';
import { baseOf } from './classes.ts';
import { type Context, resolved, symbolOf } from './context.ts';
import { definitionsOf, depthOf, elementDepth, isPrimitive } from './freshness.ts';
import { summaryOf } from './summaries.ts';

/**
 * A constructor can only put into the object what it is given, what it makes, and what stands around it. With none of
 * the last, and nothing but new objects given to it, all that is in the object is new.
 */
export function instanceDepth(
  ctx: Context,
  node: ts.CallExpression | ts.NewExpression,
  declaration: ts.ClassLikeDeclaration,
): number {
  const isNew = (node.arguments ?? []).every((a) => elementDepth(ctx, a) === Number.POSITIVE_INFINITY);
  return isNew && constructorsOf(ctx, declaration).every((c) => bringsNothing(ctx, c)) ? Number.POSITIVE_INFINITY : 1;
}

/** Constructors and initialisers that a `new` runs. */
function constructorsOf(ctx: Context, node: ts.ClassLikeDeclaration): (FunctionNode | ts.Expression)[] {
  const base = baseOf(ctx, node);
  const own = node.members.flatMap((m): (FunctionNode | ts.Expression)[] =>
    ts.isConstructorDeclaration(m) && m.body
      ? [m]
      : ts.isPropertyDeclaration(m) && m.initializer && !hasModifier(m, ts.SyntaxKind.StaticKeyword)
        ? [m.initializer]
        : [],
  );
  return base.kind === 'class' ? [...own, ...constructorsOf(ctx, base.node)] : own;
}

/** It mentions no object from around it: functions and classes only, and what holds primitives. */
export function bringsNothing(ctx: Context, node: FunctionNode | ts.Expression): boolean {
  if (!isFunctionNode(node)) return depthOf(ctx, node) === Number.POSITIVE_INFINITY;
  return [...summaryOf(ctx, node).reads].every((id) => {
    const symbol = ctx.ids.get(id);
    if (symbol.kind === 'global' || symbol.kind === 'function' || symbol.kind === 'class') return true;
    const local = resolved(ctx, symbol)?.symbol;
    if (!local) return symbol.kind === 'import';
    if (local.kind === 'function' || local.kind === 'class') return true;
    const values = definitionsOf(local);
    return values?.every((v) => v === 'primitive' || isPrimitive(ctx, v)) ?? false;
  });
}

const isFunctionNode = (node: ts.Node): node is FunctionNode => ts.isFunctionLike(node);

/** As {@link instanceDepth}, of what lies below one field: what the constructor puts there, if nothing else does. */
export function fieldDepth(ctx: Context, node: ts.NewExpression, field: string): number {
  const callee = calleeOf(ctx, node);
  if (callee.kind !== 'class' || baseOf(ctx, callee.node).kind !== 'none') return 0;
  const { members } = callee.node;
  const maker = members.find(
    (m): m is ts.ConstructorDeclaration => ts.isConstructorDeclaration(m) && m.body !== undefined,
  );
  const values = members.flatMap((m) =>
    ts.isPropertyDeclaration(m) && m.name.getText() === field && m.initializer ? [m.initializer] : [],
  );
  if (!maker) return values.length > 0 ? 1 + Math.min(...values.map((v) => depthOf(ctx, v))) : 0;
  const assigned = assignedTo(maker, field);
  const isHanded = maker.parameters.some(
    (p) => p.name.getText() === field && ts.isParameterPropertyDeclaration(p, maker),
  );
  if (!assigned || isHanded || !bringsNothing(ctx, maker)) return 0;
  const depths = [...values, ...assigned].map((v) => givenDepth(ctx, v, maker, node.arguments ?? []));
  return depths.length > 0 ? 1 + Math.min(...depths) : 0;
}

/** Values of `this.field = …`; undefined when `this` is used in a way that may put something else there. */
export function assignedTo(maker: ts.ConstructorDeclaration, field: string): ts.Expression[] | undefined {
  const values: ts.Expression[] = [];
  let isPlain = true;
  const visit = (n: ts.Node): void => {
    if (n.kind === ts.SyntaxKind.ThisKeyword) {
      const access = n.parent;
      const isField = ts.isPropertyAccessExpression(access) && access.expression === n;
      if (!isField) isPlain = false;
      else if (access.name.text === field) {
        const { parent } = access;
        const isSet =
          ts.isBinaryExpression(parent) &&
          parent.left === access &&
          parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
          ts.isExpressionStatement(parent.parent);
        if (isSet) values.push(parent.right);
        else isPlain = false;
      } else if (ts.isCallExpression(access.parent) && access.parent.expression === access) isPlain = false;
    }
    ts.forEachChild(n, visit);
  };
  visit(maker.body!);
  return isPlain ? values : undefined;
}

/** As {@link depthOf}, with the arguments put in for the parameters. */
function givenDepth(
  ctx: Context,
  expression: ts.Expression,
  maker: ts.ConstructorDeclaration,
  given: readonly ts.Expression[],
): number {
  const node = bare(expression);
  const inner = (e: ts.Expression): number => givenDepth(ctx, e, maker, given);
  if (ts.isConditionalExpression(node)) return Math.min(inner(node.whenTrue), inner(node.whenFalse));
  if (ts.isBinaryExpression(node) && EITHER.has(node.operatorToken.kind))
    return Math.min(inner(node.left), inner(node.right));
  const symbol = ts.isIdentifier(node) ? symbolOf(ctx, node) : undefined;
  const declaration = symbol && symbol.kind === 'param' ? symbol.declarations[0] : undefined;
  const index = declaration ? parametersOf(maker).indexOf(declaration as ts.ParameterDeclaration) : -1;
  if (index < 0 || symbol!.assignments.length > 0 || given.some(ts.isSpreadElement)) return depthOf(ctx, node);
  const { initializer, dotDotDotToken } = parametersOf(maker)[index]!;
  if (dotDotDotToken) return 0;
  const argument = given[index];
  const initial = initializer ? depthOf(ctx, initializer) : Number.POSITIVE_INFINITY;
  return Math.min(initial, argument ? depthOf(ctx, argument) : Number.POSITIVE_INFINITY);
}

const EITHER: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.BarBarToken]);
