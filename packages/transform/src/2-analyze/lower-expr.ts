/** One row per kind of expression. */
import type { Access, ExprId, ExprOp, External, Fault } from '../records/graph.ts';
import { bare, isAssignment, spanOf } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { functionOf, symbolOf } from './context.ts';
import { fieldPath } from './field-path.ts';
import { isPrimitive } from './freshness.ts';
import { CONSTANT_MEMBERS, CONSTANTS, NAMESPACES, namespaceMember, SAME_IN_WORKER } from './knowledge/globals.ts';
import { lowerAssignment, lowerDelete, lowerUpdate } from './lower-assign.ts';
import { lowerCall, lowerNew, unclonableFault } from './lower-call.ts';
import { lowerFunctionValue } from './lower-function.ts';
import type { Draft, Lowering } from './lowering.ts';
import { gettersNamed, isAccessorName } from './named-members.ts';
import { isLiteral, namespaceSymbol } from './namespaces.ts';
import { elementSegment, extend, pathOf } from './paths.ts';
import { isIterator } from './receivers.ts';
import { summaryOf } from './summaries.ts';
import { unclonableType } from './unclonable.ts';

const K = ts.SyntaxKind;
type Row = (l: Lowering, node: never) => ExprId;

/** Lowers an expression and returns its record's number. */
export function lowerExpr(l: Lowering, node: ts.Expression): ExprId {
  const row = ROWS.get(node.kind);
  if (row) return row(l, node as never);
  return l.add(node, { faults: [l.fault(node, 'PAR2013', { what: `'${K[node.kind]}'` }, { fatal: true })] });
}

const literal: Row = (l, node: ts.Expression) => l.add(node, { op: 'leaf', primitive: true });

/** Operators and wrappers: operands in order, nothing of their own but a cost. */
const operands =
  (list: (node: never) => (ts.Expression | undefined)[], cost: number, op: ExprOp = 'other'): Row =>
  (l, node: ts.Expression) => {
    const kids = list(node as never).flatMap((n) => (n ? [lowerExpr(l, n)] : []));
    const conditionalFrom = op === 'conditional' ? 1 : UNCONDITIONAL;
    return l.add(node, { op, kids, conditionalFrom, cost, primitive: isPrimitive(l.ctx, node) });
  };

const inner = operands((n: { expression: ts.Expression }) => [n.expression], 0);

function lowerName(l: Lowering, node: ts.Identifier): ExprId {
  const symbol = symbolOf(l.ctx, node);
  if (!symbol) return l.add(node, { faults: [l.fault(node, 'PAR2013', { what: `'${node.text}'` }, { fatal: true })] });
  if (symbol.kind === 'global') {
    if (CONSTANTS.has(node.text)) return l.add(node, { op: 'leaf', primitive: true });
    const what = node.text === 'arguments' ? [l.fault(node, 'PAR6009', { what: 'arguments' })] : [];
    const foreign = !what.length && !SAME_IN_WORKER.has(node.text) && !Object.hasOwn(NAMESPACES, node.text);
    const faults = foreign
      ? [l.fault(node, 'PAR4011', { callee: node.text, what: 'it exists only on the main thread' })]
      : what;
    return l.add(node, { op: 'leaf', reads: [l.id(symbol)], faults, reference: true });
  }
  // Whoever is given an iterator may take values out of it.
  const accesses = isIterator(l.ctx, node)
    ? [l.accessTo(node, false, { any: true }), l.accessTo(node, true, { any: true })]
    : [];
  return l.add(node, { op: 'leaf', reads: [l.id(symbol)], accesses, primitive: isPrimitive(l.ctx, node) });
}

function lowerProperty(l: Lowering, node: ts.PropertyAccessExpression): ExprId {
  if (ts.isIdentifier(node.expression) && isConstantMember(l, node.expression)) return literal(l, node as never);
  if (ts.isIdentifier(node.expression) && node.expression.text === 'process' && SAFE_PROCESS.has(node.name.text))
    return l.add(node, { op: 'leaf', reference: true, cost: 1 });
  const member = namespaceSymbol(l.ctx, node);
  const kids = [lowerExpr(l, node.expression)];
  if (member) return l.add(node, { kids, reads: [l.id(member)], primitive: isLiteral(member), cost: 1 });
  if (ts.isPrivateIdentifier(node.name))
    return l.add(node, {
      kids,
      accesses: [l.access(node, pathOf(l.ctx, node), false)],
      faults: [l.fault(node, 'PAR6009', { what: node.name.text })],
      cost: 1,
      ...asPath(l, node),
    });
  return l.add(node, {
    op: 'member',
    externals: builtinValue(l, node),
    ...asPath(l, node),
    kids,
    accesses: [l.access(node, extend(pathOf(l.ctx, node.expression), { field: node.name.text }), false)],
    primitive: isPrimitive(l.ctx, node),
    cost: 1,
    ...getterEffects(l, node),
  });
}

/** `console.log` as a value, other than as a callback: whoever gets it may call it. */
function builtinValue(l: Lowering, { expression, name, parent }: ts.PropertyAccessExpression): External[] {
  const isGlobal = ts.isIdentifier(expression) && symbolOf(l.ctx, expression)?.kind === 'global';
  if (!isGlobal || ts.isCallExpression(parent)) return [];
  const callee = `${expression.text}.${name.text}`;
  const kind = namespaceMember(expression.text, name.text)?.external;
  return kind ? [{ class: kind, callee, span: spanOf(name) }] : [];
}

/** An accessor of a class that the construct may meet: it looks into its object and at constants, see `classes.ts`. */
function getterEffects(l: Lowering, node: ts.PropertyAccessExpression): Partial<Draft> {
  const getters = gettersNamed(l.ctx, node.name.text);
  if (getters.length === 0) return { faults: defectiveGetter(l, node) };
  const summaries = getters.map((g) => summaryOf(l.ctx, g));
  return {
    accesses: [l.accessTo(node.expression, false, { any: true })],
    reads: [...new Set(summaries.flatMap((s) => [...s.reads]))],
    dispatches: [...new Set([node.name.text, ...summaries.flatMap((s) => s.dispatches)])],
    cost: 1 + Math.max(...summaries.map((s) => s.cost)),
  };
}

/** An accessor of a class that no worker can have: reading it runs code here that nobody has looked at. */
function defectiveGetter(l: Lowering, node: ts.PropertyAccessExpression): Fault[] {
  const symbol = ts.isIdentifier(node.expression) ? symbolOf(l.ctx, node.expression) : undefined;
  const type = symbol && symbol.kind !== 'global' && !l.isPrivate(symbol) ? unclonableType(l.ctx, symbol) : undefined;
  if (!type?.defect || !isAccessorName(l.ctx, node.name.text)) return [];
  return [{ ...unclonableFault(l, node.expression, symbol!.name, type), fatal: false }];
}

const asPath = (l: Lowering, node: ts.PropertyAccessExpression | ts.ElementAccessExpression): Partial<Draft> => {
  const path = fieldPath(l.ctx, node);
  return path ? { path } : {};
};

/** Data of `process` that is the same in every thread of the process. */
const SAFE_PROCESS = new Set(['env', 'platform', 'arch', 'version', 'versions', 'pid']);

const isConstantMember = (l: Lowering, base: ts.Identifier): boolean =>
  CONSTANT_MEMBERS.has(base.text) && symbolOf(l.ctx, base)?.kind === 'global';

function lowerElement(l: Lowering, node: ts.ElementAccessExpression): ExprId {
  const kids = [lowerExpr(l, node.expression), lowerExpr(l, node.argumentExpression)];
  const path = pathOf(l.ctx, node.expression);
  return l.add(node, {
    op: 'member',
    ...asPath(l, node),
    kids,
    conditionalFrom: ts.isOptionalChain(node) ? 1 : UNCONDITIONAL,
    accesses: [l.access(node, path, false, elementSegment(l.ctx, node.argumentExpression))],
    cost: 1,
  });
}

const LOGICAL = new Map<ts.SyntaxKind, ExprOp>([
  [K.AmpersandAmpersandToken, 'and'],
  [K.BarBarToken, 'or'],
  [K.QuestionQuestionToken, 'nullish'],
]);

function lowerBinary(l: Lowering, node: ts.BinaryExpression): ExprId {
  const kind = node.operatorToken.kind;
  if (isAssignment(kind)) return lowerAssignment(l, node);
  const kids = [lowerExpr(l, node.left), lowerExpr(l, node.right)];
  const op = LOGICAL.get(kind) ?? 'other';
  const conditionalFrom = op === 'other' ? UNCONDITIONAL : 1;
  const accesses =
    kind === K.InKeyword
      ? [l.accessTo(node.right, false, { any: true })]
      : CONVERTING.has(kind)
        ? converted(l, node.left, node.right)
        : [];
  const faults = CONVERTING.has(kind) ? textFaults(l, [node.left, node.right]) : [];
  return l.add(node, { op, kids, conditionalFrom, accesses, faults, cost: 1, primitive: isPrimitive(l.ctx, node) });
}

/** The text of a function is another one in a worker. */
export const textFaults = (l: Lowering, operands: readonly ts.Expression[]): Fault[] =>
  operands.flatMap((o) => {
    const name = bare(o);
    const symbol = ts.isIdentifier(name) ? symbolOf(l.ctx, name) : undefined;
    const isText = symbol && symbol.kind !== 'global' && (functionOf(symbol) ?? symbol.kind === 'class');
    return isText ? [l.fault(o, 'PAR6009', { what: `${o.getText()} as text` }, { variable: symbol.name })] : [];
  });

/** Operators that turn objects into text or numbers, which reads what is in them. */
const CONVERTING: ReadonlySet<ts.SyntaxKind> = new Set([
  K.PlusToken,
  K.MinusToken,
  K.AsteriskToken,
  K.AsteriskAsteriskToken,
  K.SlashToken,
  K.PercentToken,
  K.LessThanToken,
  K.LessThanEqualsToken,
  K.GreaterThanToken,
  K.GreaterThanEqualsToken,
  K.EqualsEqualsToken,
  K.ExclamationEqualsToken,
  K.AmpersandToken,
  K.BarToken,
  K.CaretToken,
  K.LessThanLessThanToken,
  K.GreaterThanGreaterThanToken,
  K.GreaterThanGreaterThanGreaterThanToken,
]);

export function converted(l: Lowering, ...operands: ts.Expression[]): Access[] {
  return operands
    .filter((o) => !isPrimitive(l.ctx, o))
    .map((o) => ({ ...l.accessTo(o, false, { any: true }), operand: spanOf(o) }));
}

const UNCONDITIONAL = Number.MAX_SAFE_INTEGER;

function lowerUnary(l: Lowering, node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): ExprId {
  if (node.operator === K.PlusPlusToken || node.operator === K.MinusMinusToken) return lowerUpdate(l, node);
  const accesses = node.operator === K.ExclamationToken ? [] : converted(l, node.operand);
  return l.add(node, { kids: [lowerExpr(l, node.operand)], accesses, cost: 1, primitive: true });
}

function lowerSpread(l: Lowering, node: ts.SpreadElement | ts.SpreadAssignment): ExprId {
  return l.add(node, {
    kids: [lowerExpr(l, node.expression)],
    accesses: [l.accessTo(node.expression, false, { any: true })],
    replaceable: false,
    cost: 20,
  });
}

function lowerArray(l: Lowering, node: ts.ArrayLiteralExpression): ExprId {
  const kids = node.elements.filter((e) => !ts.isOmittedExpression(e)).map((e) => lowerExpr(l, e));
  return l.add(node, { op: 'object', kids, cost: 10 });
}

function lowerObject(l: Lowering, node: ts.ObjectLiteralExpression): ExprId {
  const kids = node.properties.flatMap((p) => lowerMember(l, p));
  return l.add(node, { op: 'object', kids, cost: 10 });
}

function lowerMember(l: Lowering, p: ts.ObjectLiteralElementLike): ExprId[] {
  const key = p.name && ts.isComputedPropertyName(p.name) ? [lowerExpr(l, p.name.expression)] : [];
  if (ts.isPropertyAssignment(p) && /^['"]?__proto__/.test(p.name.getText()))
    return [
      l.add(p, { faults: [l.fault(p, 'PAR2013', { what: "'__proto__' in an object literal" }, { fatal: true })] }),
    ];
  if (ts.isPropertyAssignment(p)) return [...key, lowerExpr(l, p.initializer)];
  if (ts.isShorthandPropertyAssignment(p)) return [lowerShorthand(l, p)];
  if (ts.isSpreadAssignment(p)) return [lowerSpread(l, p)];
  if (l.ctx.now.making && ts.isMethodDeclaration(p)) return [...key, l.add(p, { op: 'function', replaceable: false })];
  const what = 'A method or accessor in an object literal';
  const faults = [l.fault(p, 'PAR2013', { what }, { fatal: true })];
  return [...key, l.add(p, { faults, replaceable: false })];
}

/** `{ a }`: replaced by a value it becomes `{ a: value }`. */
function lowerShorthand(l: Lowering, p: ts.ShorthandPropertyAssignment): ExprId {
  const symbol = symbolOf(l.ctx, p.name);
  const reads = symbol ? [l.id(symbol)] : [];
  return l.add(p.name, { op: 'shorthand', reads, primitive: isPrimitive(l.ctx, p.name) });
}

function lowerTemplate(l: Lowering, node: ts.TemplateExpression): ExprId {
  const kids = node.templateSpans.map((s) => lowerExpr(l, s.expression));
  const accesses = converted(l, ...node.templateSpans.map((t) => t.expression));
  const faults = textFaults(
    l,
    node.templateSpans.map((t) => t.expression),
  );
  return l.add(node, { kids, accesses, faults, cost: 10, primitive: true });
}

function lowerTagged(l: Lowering, node: ts.TaggedTemplateExpression): ExprId {
  const raw = node.tag.getText() === 'String.raw';
  const kids = ts.isTemplateExpression(node.template)
    ? node.template.templateSpans.map((s) => lowerExpr(l, s.expression))
    : [];
  const faults = raw ? [] : [l.fault(node.tag, 'PAR4001', { callee: node.tag.getText() }, { fatal: true })];
  return l.add(node, { kids, cost: 10, primitive: raw, faults });
}

const suspended =
  (what: string): Row =>
  (l, node: ts.AwaitExpression | ts.YieldExpression) =>
    l.add(node, {
      kids: node.expression ? [lowerExpr(l, node.expression)] : [],
      suspends: true,
      faults: [l.fault(node, 'PAR2010', { what }, { fatal: what !== 'await' || !l.suspendsAlone(node) })],
    });

const special =
  (code: string, what: string, fatal = false): Row =>
  (l, node: ts.Expression) =>
    l.add(node, { faults: [l.fault(node, code, { what }, { fatal })], reference: true });

const ROWS = new Map<ts.SyntaxKind, Row>([
  [K.NumericLiteral, literal],
  [K.BigIntLiteral, literal],
  [K.StringLiteral, literal],
  [K.NoSubstitutionTemplateLiteral, literal],
  [K.TrueKeyword, literal],
  [K.FalseKeyword, literal],
  [K.NullKeyword, literal],
  [K.RegularExpressionLiteral, (l, node: ts.Expression) => l.add(node, { cost: 20, replaceable: false })],
  [K.Identifier, lowerName as Row],
  [K.PropertyAccessExpression, lowerProperty as Row],
  [K.ElementAccessExpression, lowerElement as Row],
  [K.ParenthesizedExpression, inner],
  [K.AsExpression, inner],
  [K.SatisfiesExpression, inner],
  [K.NonNullExpression, inner],
  [K.TypeAssertionExpression, inner],
  [K.TypeOfExpression, inner],
  [K.VoidExpression, inner],
  [K.BinaryExpression, lowerBinary as Row],
  [K.PrefixUnaryExpression, lowerUnary as Row],
  [K.PostfixUnaryExpression, lowerUnary as Row],
  [
    K.ConditionalExpression,
    operands((n: ts.ConditionalExpression) => [n.condition, n.whenTrue, n.whenFalse], 1, 'conditional'),
  ],
  [K.ArrayLiteralExpression, lowerArray as Row],
  [K.ObjectLiteralExpression, lowerObject as Row],
  [K.SpreadElement, lowerSpread as Row],
  [K.TemplateExpression, lowerTemplate as Row],
  [K.TaggedTemplateExpression, lowerTagged as Row],
  [K.CallExpression, lowerCall as Row],
  [K.NewExpression, lowerNew as Row],
  [K.ArrowFunction, lowerFunctionValue as Row],
  [K.FunctionExpression, lowerFunctionValue as Row],
  [K.DeleteExpression, lowerDelete as Row],
  [K.AwaitExpression, suspended('await')],
  [K.YieldExpression, suspended('yield')],
  [
    K.ThisKeyword,
    (l, node: ts.Expression) => l.add(node, { op: 'leaf', faults: [l.fault(node, 'PAR6007', {})], reference: true }),
  ],
  [K.SuperKeyword, special('PAR6009', 'super')],
  [K.MetaProperty, special('PAR6009', 'new.target or import.meta')],
  [K.ImportKeyword, special('PAR2013', 'a dynamic import()', true)],
  [K.ClassExpression, special('PAR2013', 'a class expression', true)],
]);
