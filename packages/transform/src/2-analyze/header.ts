/** Headers: how many iterations there are, and what each is given. */
import type { ExprId, Fault, Graph, Header, StmtId, SymbolId } from '../records/graph.ts';
import { bare, isAsync, spanOf } from '../syntax/nodes.ts';
import { forEachName } from '../syntax/scopes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { contains, symbolOf } from './context.ts';
import { guardedText, plainText } from './entry-text.ts';
import { notAnArray } from './iterables.ts';
import { lowerExpr } from './lower-expr.ts';
import { lowerPatternDefaults } from './lower-function.ts';
import { lowerStatement } from './lower-stmt.ts';
import type { Lowering } from './lowering.ts';
import { pathOf } from './paths.ts';

const K = ts.SyntaxKind;

export type Framed = Pick<Graph, 'header' | 'induction' | 'elements' | 'body' | 'bodySpan' | 'faults'>;

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

// ------------------------------------------------------------------ for

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

/** A header expression, with the text that gives its value at entry. */
function lowerEntry(l: Lowering, node: ts.Expression, faults: Fault[], guarded = true): ExprId {
  const id = lowerExpr(l, node);
  const entry = guarded ? guardedText(l.ctx, node) : plainText(node);
  if (entry === undefined)
    faults.push(l.fault(node, 'PAR2013', { what: 'A template over several lines in the header' }, { fatal: true }));
  else l.expressions[id] = { ...l.expressions[id]!, entry };
  return id;
}

// ------------------------------------------------------------------ for…of

export function frameForOf(l: Lowering, node: ts.ForOfStatement): Framed {
  const faults: Fault[] = [];
  const { initializer } = node;
  const stable = isPath(node.expression);
  const iterated = lowerEntry(l, node.expression, faults, stable);
  const body = lowerStatement(l, node.statement);
  const elements: SymbolId[] = [];
  if (ts.isVariableDeclarationList(initializer)) {
    const { name } = initializer.declarations[0]!;
    lowerPatternDefaults(l, name);
    elements.push(...namesIn(l, name));
    if ((initializer.flags & ts.NodeFlags.BlockScoped) === 0)
      faults.push(
        l.fault(initializer, 'PAR2013', { what: 'A loop variable that is declared with `var`' }, { fatal: true }),
      );
    if (initializer.flags & ts.NodeFlags.Using && !(initializer.flags & ts.NodeFlags.Const))
      faults.push(l.fault(initializer, 'PAR2013', { what: "a 'using' declaration" }, { fatal: true }));
  } else
    faults.push(
      l.fault(initializer, 'PAR2001', { why: 'the loop variable is declared outside of the loop' }, { fatal: true }),
    );
  const kind = notAnArray(l.ctx, node.expression);
  if (kind) {
    const text = shortText(node.expression);
    faults.push(l.fault(node.expression, 'PAR2009', { text }, { fatal: true, variable: text }));
  }
  const path = pathOf(l.ctx, node.expression);
  const pattern = ts.isVariableDeclarationList(initializer) && !ts.isIdentifier(initializer.declarations[0]!.name);
  const header: Header = { kind: 'for-of', iterated, stable, pattern, target: spanOf(initializer), ...rooted(l, path) };
  return { header, induction: null, elements, body, bodySpan: spanOf(node.statement), faults };
}

/** Symbols that a binding name declares. */
function namesIn(l: Lowering, name: ts.BindingName): SymbolId[] {
  const ids: SymbolId[] = [];
  forEachName(name, (n) => ids.push(l.id(symbolOf(l.ctx, n)!)));
  return ids;
}

const shortText = (node: ts.Node): string => node.getText().replace(/\s+/g, ' ').slice(0, 60);

/** Names and member paths, which give the same when they are evaluated again. */
function isPath(node: ts.Expression): boolean {
  const inner = bare(node);
  if (ts.isIdentifier(inner) || inner.kind === K.ThisKeyword) return true;
  if (ts.isPropertyAccessExpression(inner)) return !inner.questionDotToken && isPath(inner.expression);
  if (ts.isElementAccessExpression(inner)) {
    const key = bare(inner.argumentExpression);
    const simple = ts.isIdentifier(key) || ts.isNumericLiteral(key) || ts.isStringLiteral(key);
    return !inner.questionDotToken && simple && isPath(inner.expression);
  }
  return false;
}

function rooted(
  l: Lowering,
  path: ReturnType<typeof pathOf>,
): Pick<Extract<Header, { kind: 'for-of' }>, 'root' | 'path'> {
  const { root } = path;
  if (root.kind === 'symbol') return { root: { kind: 'symbol', symbol: l.id(root.symbol) }, path: path.path };
  return { root: root.kind === 'fresh' ? { kind: 'fresh' } : root, path: path.path };
}

// ------------------------------------------------------------------ array calls

export function frameCall(l: Lowering, node: ts.CallExpression): Framed {
  const faults: Fault[] = [];
  const access = node.expression as ts.PropertyAccessExpression;
  const method = access.name.text;
  const callback = bare(node.arguments[0]!) as ts.ArrowFunction | ts.FunctionExpression;
  const receiver = lowerExpr(l, access.expression);
  const body = lowerCallback(l, callback);
  const offset = method === 'reduce' ? 1 : 0;
  if (isAsync(callback) || callback.asteriskToken)
    faults.push(l.fault(callback, 'PAR2010', { what: 'an async or generator callback' }, { fatal: true }));
  const limit = method === 'reduce' ? 2 : 1;
  if (node.arguments.length > limit)
    faults.push(
      l.fault(
        node.arguments[limit]!,
        'PAR2013',
        { what: 'An argument that becomes `this` in the callback' },
        { fatal: true },
      ),
    );
  const [first] = callback.parameters;
  if (first && ts.isIdentifier(first.name) && first.name.text === 'this')
    faults.push(l.fault(first, 'PAR6007', {}, { fatal: true }));
  if (ts.isFunctionExpression(callback) && callback.name)
    faults.push(l.fault(callback.name, 'PAR2013', { what: 'A callback with a name of its own' }, { fatal: true }));
  if (callback.parameters.some((p) => p.dotDotDotToken || p.initializer))
    faults.push(l.fault(callback, 'PAR2013', { what: 'A callback with rest or default parameters' }, { fatal: true }));
  if (method === 'reduce' && node.arguments.length < 2)
    faults.push(l.fault(access.name, 'PAR2013', { what: '`reduce` without an initial value' }, { fatal: true }));
  const symbols = callback.parameters.map((p) => (ts.isIdentifier(p.name) ? symbolOf(l.ctx, p.name) : undefined));
  const induction = symbols[offset + 1];
  const assigned = induction?.assignments[0];
  if (induction && assigned)
    faults.push(l.fault(assigned.node, 'PAR2007', { name: induction.name }, { fatal: true, variable: induction.name }));
  const element = callback.parameters[offset];
  const elements = element ? namesIn(l, element.name) : [];
  for (const p of callback.parameters) lowerPatternDefaults(l, p.name);
  const header: Header = {
    kind: 'call',
    method,
    pattern: element !== undefined && !ts.isIdentifier(element.name),
    receiver,
    call: spanOf(node),
    callback: spanOf(callback),
    parameters: callback.parameters.slice(offset).map((p) => p.name.getText()),
    accumulator: offset === 1 && callback.parameters[0] ? namesIn(l, callback.parameters[0].name) : [],
    body: spanOf(callback.body),
    expressionBody: !ts.isBlock(callback.body),
    ...rooted(l, pathOf(l.ctx, access.expression)),
  };
  return {
    header,
    induction: induction ? l.id(induction) : null,
    elements,
    body,
    bodySpan: spanOf(callback.body),
    faults,
  };
}

/** `(x) => e` is lowered as `return e`. */
function lowerCallback(l: Lowering, node: ts.ArrowFunction | ts.FunctionExpression): StmtId {
  if (ts.isBlock(node.body)) return lowerStatement(l, node.body);
  const value = lowerExpr(l, node.body);
  return l.addStatement(node.body, {
    op: 'jump',
    exprs: [value],
    kids: [],
    jump: { kind: 'return', leaves: true, exits: false },
  });
}
