/** Assignments, updates and `delete`: what is read, what is written, in the order of evaluation. */
import type { Access, ExprId, VariableWrite } from '../records/graph.ts';
import { bare, spanOf } from '../syntax/nodes.ts';
import type { SymbolKind } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { contains, symbolOf } from './context.ts';
import { depthOf, isPrimitive } from './freshness.ts';
import { lowerExpr } from './lower-expr.ts';
import type { Lowering } from './lowering.ts';
import { madeFor } from './made.ts';
import { hasSetter } from './named-members.ts';
import { elementSegment, type Path, pathOf } from './paths.ts';
import { itself } from './targets.ts';

const K = ts.SyntaxKind;

interface Target {
  readonly kids: ExprId[];
  readonly writes: VariableWrite[];
  readonly accesses: Access[];
}

/** These evaluate their right side only sometimes. */
const LOGICAL_ASSIGNMENT: ReadonlySet<ts.SyntaxKind> = new Set([
  K.AmpersandAmpersandEqualsToken,
  K.BarBarEqualsToken,
  K.QuestionQuestionEqualsToken,
]);

/** Operators whose repeated application is a reduction. */
const REDUCTIONS = new Map<ts.SyntaxKind, string>([
  [K.PlusEqualsToken, '+'],
  [K.MinusEqualsToken, '+'],
  [K.AsteriskEqualsToken, '*'],
  [K.AmpersandEqualsToken, '&'],
  [K.BarEqualsToken, '|'],
  [K.CaretEqualsToken, '^'],
  [K.AmpersandAmpersandEqualsToken, '&&'],
  [K.BarBarEqualsToken, '||'],
  [K.QuestionQuestionEqualsToken, '??'],
]);

export function lowerAssignment(l: Lowering, node: ts.BinaryExpression): ExprId {
  const kind = node.operatorToken.kind;
  const compound = kind !== K.EqualsToken;
  const left = bare(node.left);
  const reduction = compound ? REDUCTIONS.get(kind) : plainReduction(l, left, node.right);
  const target = lowerTarget(l, left, compound, reduction);
  const before = compound ? readBefore(l, left, node.right) : [];
  const value = lowerExpr(l, node.right);
  if (LOGICAL_ASSIGNMENT.has(kind)) l.fix(value);
  const primitive = isPrimitive(l.ctx, node);
  const stores = !compound || LOGICAL_ASSIGNMENT.has(kind);
  const isInert = primitive || (!compound && depthOf(l.ctx, node.right) === Number.POSITIVE_INFINITY);
  const levels = stores && !isPattern(left) ? madeFor(l.ctx, node.right, pathOf(l.ctx, left)) : 0;
  return l.add(node, {
    op: 'assign',
    kids: [...target.kids, ...before, value],
    conditionalFrom: LOGICAL_ASSIGNMENT.has(kind) ? target.kids.length + before.length : Number.MAX_SAFE_INTEGER,
    reads: compound ? target.writes.map((w) => w.symbol) : [],
    writes: target.writes,
    accesses: isInert ? target.accesses.map(inert) : target.accesses.map((a) => made(a, levels)),
    cost: 1,
    primitive,
  });
}

/** `s += s = e` reads s before the right side assigns it. */
function readBefore(l: Lowering, left: ts.Expression, right: ts.Expression): ExprId[] {
  const symbol = ts.isIdentifier(left) ? symbolOf(l.ctx, left) : undefined;
  const isAssigned = symbol?.assignments.some((a) => contains(right, a.node));
  return symbol && isAssigned ? [l.add(left, { op: 'leaf', reads: [l.id(symbol)], replaceable: false })] : [];
}

const isPattern = (node: ts.Expression): boolean =>
  ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node);

const inert = (a: Access): Access => (a.write ? { ...a, inert: true } : a);
const made = (a: Access, levels: number): Access => (a.write && levels > 0 ? { ...a, made: levels } : a);

export function lowerUpdate(l: Lowering, node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): ExprId {
  const target = lowerTarget(l, bare(node.operand), true, '+');
  return l.add(node, {
    op: 'assign',
    kids: target.kids,
    reads: target.writes.map((w) => w.symbol),
    writes: target.writes,
    accesses: target.accesses.map(inert),
    cost: 1,
    primitive: true,
  });
}

export function lowerDelete(l: Lowering, node: ts.DeleteExpression): ExprId {
  const target = lowerTarget(l, bare(node.expression), true, undefined);
  return l.add(node, {
    op: 'assign',
    kids: target.kids,
    accesses: target.accesses.map(inert),
    cost: 5,
    primitive: true,
  });
}

/** The places that an assignment to `node` evaluates (kids) and writes. A compound one reads them as well. */
function lowerTarget(l: Lowering, node: ts.Expression, compound: boolean, reduction: string | undefined): Target {
  if (ts.isIdentifier(node)) return nameTarget(l, node, compound, reduction);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return memberTarget(l, node, compound);
  if (ts.isArrayLiteralExpression(node)) return merge(node.elements.map((e) => elementTarget(l, e)));
  if (ts.isObjectLiteralExpression(node)) return merge(node.properties.map((p) => propertyTarget(l, p)));
  const faults = [l.fault(node, 'PAR2013', { what: 'this assignment target' }, { fatal: true })];
  return { kids: [l.add(node, { faults })], writes: [], accesses: [] };
}

function nameTarget(l: Lowering, node: ts.Identifier, compound: boolean, reduction: string | undefined): Target {
  const symbol = symbolOf(l.ctx, node);
  if (!symbol) return { kids: [], writes: [], accesses: [] };
  const write: VariableWrite = {
    symbol: l.id(symbol),
    span: spanOf(node),
    compound,
    ...(reduction ? { reduction } : {}),
  };
  return { kids: constantFault(l, node, symbol.kind), writes: [write], accesses: [] };
}

/** Assigning a constant throws: the replay must not leave it out, and a worker's copy of the variable is none. */
function constantFault(l: Lowering, node: ts.Identifier, kind: SymbolKind): ExprId[] {
  if (kind !== 'const') return [];
  const what = `An assignment to the constant '${node.text}'`;
  return [l.add(node, { faults: [l.fault(node, 'PAR2013', { what }, { fatal: true, variable: node.text })] })];
}

function memberTarget(
  l: Lowering,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  compound: boolean,
): Target {
  const path = pathOf(l.ctx, node.expression);
  const kids = [targetPart(l, node.expression)];
  kids.push(...setterFault(l, node));
  if (ts.isElementAccessExpression(node)) kids.push(lowerExpr(l, node.argumentExpression));
  const segment = ts.isElementAccessExpression(node)
    ? elementSegment(l.ctx, node.argumentExpression)
    : { field: node.name.text };
  const write = l.access(node, path, true, segment);
  const grows = ts.isElementAccessExpression(node) && !isVisited(l, node, path);
  const growth = grows ? [l.access(node, path, true, { field: 'length' })] : [];
  // A shorter array has lost its last elements.
  const cut = 'field' in segment && segment.field === 'length' ? [l.access(node, path, true, { index: null })] : [];
  const read = compound ? [l.access(node, path, false, segment)] : [];
  return { kids, writes: [], accesses: [...read, write, ...growth, ...cut] };
}

/** A setter of a class that the construct may meet runs its code where no call is written; classes must stay as they are. */
function setterFault(l: Lowering, node: ts.PropertyAccessExpression | ts.ElementAccessExpression): ExprId[] {
  const name = memberName(node);
  const fault = (what: string, variable: string): ExprId[] => [
    l.add(node, { faults: [l.fault(node, 'PAR2013', { what }, { fatal: true, variable })] }),
  ];
  if (name !== undefined && hasSetter(l.ctx, name))
    return fault(`An assignment to '${name}', for which a class has a setter,`, name);
  for (let at: ts.Expression = node; ; at = bare(at.expression)) {
    if (!ts.isPropertyAccessExpression(at) && !ts.isElementAccessExpression(at)) return [];
    const part = memberName(at);
    if (part !== undefined && OF_CLASSES.has(part)) return fault(`A change of '${part}' in the loop`, part);
  }
}

/** What a class and its instances share. */
const OF_CLASSES: ReadonlySet<string> = new Set(['prototype', 'constructor', '__proto__']);

function memberName(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  const key = bare(node.argumentExpression);
  return ts.isStringLiteralLike(key) ? key.text : undefined;
}

/** `o[k]` in `for (const k in o)`: the property is there. */
function isVisited(l: Lowering, node: ts.ElementAccessExpression, path: Path): boolean {
  const { construct } = l.ctx;
  const key = bare(node.argumentExpression);
  if (!ts.isForInStatement(construct) || !ts.isIdentifier(key) || path.root.kind !== 'symbol') return false;
  const declaration = symbolOf(l.ctx, key)?.declarations[0];
  const visited = pathOf(l.ctx, construct.expression);
  return (
    declaration?.parent === construct.initializer &&
    visited.root.kind === 'symbol' &&
    visited.root.symbol === path.root.symbol &&
    JSON.stringify(visited.path) === JSON.stringify(path.path)
  );
}

/** The object of a target is evaluated, but may not be replaced by a copy. */
export const targetPart = (l: Lowering, node: ts.Expression): ExprId => itself(l, lowerExpr(l, node), node);

function elementTarget(l: Lowering, node: ts.Expression): Target {
  if (ts.isOmittedExpression(node)) return merge([]);
  if (ts.isSpreadElement(node)) return lowerTarget(l, bare(node.expression), false, undefined);
  return defaultedTarget(l, node);
}

function propertyTarget(l: Lowering, node: ts.ObjectLiteralElementLike): Target {
  if (ts.isShorthandPropertyAssignment(node)) {
    const initial = node.objectAssignmentInitializer;
    const value = initial ? [l.sometimes(initial, [lowerExpr(l, initial)])] : [];
    const target = nameTarget(l, node.name, false, undefined);
    return { ...target, kids: [...value, ...target.kids] };
  }
  if (ts.isPropertyAssignment(node)) {
    const key = ts.isComputedPropertyName(node.name) ? [l.fix(lowerExpr(l, node.name.expression))] : [];
    const target = defaultedTarget(l, node.initializer);
    return { ...target, kids: [...key, ...target.kids] };
  }
  if (ts.isSpreadAssignment(node)) return lowerTarget(l, bare(node.expression), false, undefined);
  return merge([]);
}

function defaultedTarget(l: Lowering, node: ts.Expression): Target {
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === K.EqualsToken) {
    const value = l.sometimes(node.right, [lowerExpr(l, node.right)]);
    const target = lowerTarget(l, bare(node.left), false, undefined);
    return { ...target, kids: [value, ...target.kids] };
  }
  return lowerTarget(l, bare(node), false, undefined);
}

const merge = (targets: readonly Target[]): Target => ({
  kids: targets.flatMap((t) => t.kids),
  writes: targets.flatMap((t) => t.writes),
  accesses: targets.flatMap((t) => t.accesses),
});

/** `s = s + e`, `s = e * s`, `s = Math.min(s, e)`. */
function plainReduction(l: Lowering, left: ts.Expression, right: ts.Expression): string | undefined {
  if (!ts.isIdentifier(left)) return undefined;
  const value = bare(right);
  const isSelf = (n: ts.Expression): boolean => {
    const inner = bare(n);
    return ts.isIdentifier(inner) && symbolOf(l.ctx, inner) === symbolOf(l.ctx, left);
  };
  if (ts.isBinaryExpression(value)) {
    const operator = PLAIN.get(value.operatorToken.kind);
    if (operator && isSelf(value.left)) return operator;
    return operator && value.operatorToken.kind !== K.MinusToken && isSelf(value.right) ? operator : undefined;
  }
  if (!ts.isCallExpression(value)) return undefined;
  const name = value.expression.getText();
  const folds = name === 'Math.min' || name === 'Math.max';
  return folds && value.arguments.filter(isSelf).length === 1 ? name.slice(5) : undefined;
}

const PLAIN = new Map<ts.SyntaxKind, string>([
  [K.PlusToken, '+'],
  [K.MinusToken, '+'],
  [K.AsteriskToken, '*'],
  [K.AmpersandToken, '&'],
  [K.BarToken, '|'],
  [K.CaretToken, '^'],
  [K.AmpersandAmpersandToken, '&&'],
  [K.BarBarToken, '||'],
]);
