/** Headers of counted loops: `for (let i = lo; i < hi; i += step)`. */
import type { Fault, Header, StmtId } from '../records/graph.ts';
import { bare, spanOf } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { contains, symbolOf } from './context.ts';
import { type Framed, lowerEntry } from './header.ts';
import { lowerStatement } from './lower-stmt.ts';
import type { Lowering } from './lowering.ts';

const K = ts.SyntaxKind;

type Operator = Extract<Header, { kind: 'for' }>['operator'];

const OPERATORS = new Map<ts.SyntaxKind, Operator>([
  [K.LessThanToken, '<'],
  [K.LessThanEqualsToken, '<='],
  [K.GreaterThanToken, '>'],
  [K.GreaterThanEqualsToken, '>='],
  [K.ExclamationEqualsToken, '!='],
  [K.ExclamationEqualsEqualsToken, '!=='],
]);

const MIRROR: Readonly<Record<Operator, Operator>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '!=': '!=',
  '!==': '!==',
};

interface Step {
  readonly sign: 1 | -1;
  readonly expr: ts.Expression | null;
  readonly constant: number | null;
}

/** `for (let i = lo; i < hi; i += step)`; whatever deviates is a fatal fault, and the rest is filled in somehow. */
export function frameFor(l: Lowering, node: ts.ForStatement): Framed {
  const faults: Fault[] = [];
  const wrong = (at: ts.Node, why: string): void => void faults.push(l.fault(at, 'PAR2001', { why }, { fatal: true }));
  const start = startOf(l, node, wrong);
  const bound = start && boundOf(l, node, start.symbol, wrong);
  const step = start && stepOf(l, node, start.symbol, wrong);
  const body = lowerStatement(l, node.statement);
  if (!start || !bound || !step) return unframed(l, node, body, faults);
  const assigned = start.symbol.assignments.find((r) => contains(node.statement, r.node));
  if (assigned) {
    const { name } = start.symbol;
    faults.push({ ...l.fault(assigned.node, 'PAR2007', { name }, { fatal: true, variable: name }) });
  }
  const induction = l.id(start.symbol);
  const header: Header = {
    kind: 'for',
    variable: induction,
    operator: bound.operator,
    lower: lowerEntry(l, start.value, faults),
    upper: lowerEntry(l, bound.value, faults),
    sign: step.sign,
    stepExpr: step.expr ? lowerEntry(l, step.expr, faults) : null,
    constantStep: step.constant,
    outer: !start.declared,
  };
  return { header, induction, elements: [], body, bodySpan: spanOf(node.statement), faults };
}

type Wrong = (at: ts.Node, why: string) => void;

function startOf(
  l: Lowering,
  node: ts.ForStatement,
  wrong: Wrong,
): { symbol: Sym; value: ts.Expression; declared: boolean } | undefined {
  const { initializer } = node;
  if (initializer && ts.isVariableDeclarationList(initializer)) {
    const [only, more] = initializer.declarations;
    if (more) return void wrong(initializer, 'it declares more than one variable');
    if (!only?.initializer || !ts.isIdentifier(only.name))
      return void wrong(initializer, 'its variable has no start value');
    const symbol = symbolOf(l.ctx, only.name);
    const isVar = (initializer.flags & ts.NodeFlags.BlockScoped) === 0;
    return symbol && { symbol, value: only.initializer, declared: !isVar };
  }
  const assignment = initializer && bare(initializer);
  const plain = assignment && ts.isBinaryExpression(assignment) && assignment.operatorToken.kind === K.EqualsToken;
  if (!plain || !ts.isIdentifier(assignment.left))
    return void wrong(initializer ?? node, 'it does not set a loop variable to a start value');
  const symbol = symbolOf(l.ctx, assignment.left);
  return symbol && { symbol, value: assignment.right, declared: false };
}

function isName(l: Lowering, node: ts.Expression, symbol: Sym): boolean {
  const inner = bare(node);
  return ts.isIdentifier(inner) && symbolOf(l.ctx, inner) === symbol;
}

function boundOf(
  l: Lowering,
  node: ts.ForStatement,
  symbol: Sym,
  wrong: Wrong,
): { operator: Operator; value: ts.Expression } | undefined {
  const condition = node.condition && bare(node.condition);
  const why = `its condition does not compare '${symbol.name}' with a bound`;
  if (!condition || !ts.isBinaryExpression(condition)) return void wrong(node.condition ?? node, why);
  const operator = OPERATORS.get(condition.operatorToken.kind);
  if (!operator) return void wrong(condition, why);
  if (isName(l, condition.left, symbol)) return { operator, value: condition.right };
  if (isName(l, condition.right, symbol)) return { operator: MIRROR[operator], value: condition.left };
  return void wrong(condition, why);
}

function stepOf(l: Lowering, node: ts.ForStatement, symbol: Sym, wrong: Wrong): Step | undefined {
  const update = node.incrementor && bare(node.incrementor);
  const why = `its update does not move '${symbol.name}' by a constant step`;
  if (!update) return void wrong(node, why);
  if (
    (ts.isPrefixUnaryExpression(update) || ts.isPostfixUnaryExpression(update)) &&
    isName(l, update.operand, symbol)
  ) {
    if (update.operator === K.PlusPlusToken) return { sign: 1, expr: null, constant: 1 };
    if (update.operator === K.MinusMinusToken) return { sign: -1, expr: null, constant: -1 };
  }
  if (!ts.isBinaryExpression(update) || !isName(l, update.left, symbol)) return void wrong(update, why);
  const kind = update.operatorToken.kind;
  if (kind === K.PlusEqualsToken) return signed(update.right, 1);
  if (kind === K.MinusEqualsToken) return signed(update.right, -1);
  const value = bare(update.right);
  if (kind === K.EqualsToken && ts.isBinaryExpression(value)) {
    const sign = value.operatorToken.kind === K.PlusToken ? 1 : value.operatorToken.kind === K.MinusToken ? -1 : 0;
    if (sign !== 0 && isName(l, value.left, symbol)) return signed(value.right, sign);
    if (sign === 1 && isName(l, value.right, symbol)) return signed(value.left, 1);
  }
  return void wrong(update, why);
}

function signed(node: ts.Expression, sign: 1 | -1): Step {
  const inner = bare(node);
  const constant = ts.isNumericLiteral(inner) ? sign * Number(inner.text) : null;
  return { sign, expr: node, constant };
}

/** A stand-in header for a construct that is refused anyway. */
function unframed(l: Lowering, node: ts.Node, body: StmtId, faults: Fault[]): Framed {
  const nothing = l.add(node, { faults: [] });
  const header: Header = {
    kind: 'for-of',
    iterated: nothing,
    stable: true,
    pattern: false,
    target: spanOf(node),
    root: { kind: 'unknown', text: '' },
    path: [],
  };
  return { header, induction: null, elements: [], body, bodySpan: spanOf(node), faults };
}
