/** Headers of counted loops: `for (let i = lo; i < hi; i += step)`, and whatever else can be run without its body. */

import { constant, minus, negated } from '../records/affine.ts';
import type { Affine, Counted, Counter, ExprId, Fault, Header, StmtId } from '../records/graph.ts';
import { bare, spanOf } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { affineOf } from './affine.ts';
import { contains, symbolOf } from './context.ts';
import { type Framed, INDEXED, lowerEntry } from './header.ts';
import {
  commaList,
  isName,
  lastUpdate,
  type Move,
  moveOf,
  type Start,
  type Step,
  startsOf,
  type Wrong,
} from './header-moves.ts';
import { type Collapse, checkJumps, checkNest, nestOf, wrongNest } from './header-nest.ts';
import { runText } from './header-run.ts';
import { rangeOf } from './inner-range.ts';
import { lowerExpr } from './lower-expr.ts';
import { lowerStatement } from './lower-stmt.ts';
import type { Lowering } from './lowering.ts';

const K = ts.SyntaxKind;

type Operator = Counted['operator'];

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

/** Whatever deviates is a fatal fault, and the rest is filled in somehow. */
export function frameFor(l: Lowering, node: ts.ForStatement, collapse: Collapse | undefined): Framed {
  const faults: Fault[] = [];
  const wrong = (at: ts.Node, why: string): void => void faults.push(l.fault(at, 'PAR2001', { why }, { fatal: true }));
  const joined = collapse && wrongNest(l, collapse, faults);
  const loops = collapse && joined ? nestOf(node, collapse, joined) : [node];
  const innermost = loops.at(-1)!;
  l.loop = innermost;
  if (joined) checkJumps(loops, joined);
  const parts = loops.map((loop) => partsOf(l, loop, wrong, faults));
  for (const inner of loops.slice(1)) l.ranges.push(...optional(rangeOf(l.ctx, inner)));
  const body = lowerStatement(l, innermost.statement);
  const headers = parts.map((p) => p && headerOf(l, p, wrong, faults));
  if (!isWhole(parts) || !isWhole(headers)) return unframed(l, node, body, faults);
  if (joined) checkNest(l, parts, joined);
  for (const one of parts) faults.push(...assignedInBody(l, one));
  const [first, ...nest] = headers;
  const header = { kind: 'for' as const, ...first!, nest };
  return { header, induction: header.variable, elements: [], body, bodySpan: spanOf(innermost.statement), faults };
}

const optional = <T>(value: T | undefined): T[] => (value === undefined ? [] : [value]);

const isWhole = <T>(list: readonly (T | undefined)[]): list is readonly T[] => !list.includes(undefined);

function assignedInBody(l: Lowering, { node, constants, counters, updates }: Parts): Fault[] {
  return [...constants.map((c) => c.symbol), ...counters].flatMap((symbol) => {
    const assigned = symbol.assignments.find(
      (r) => contains(node.statement, r.node) && !updates.some((u) => contains(u, r.node)),
    );
    const { name } = symbol;
    return assigned ? [l.fault(assigned.node, 'PAR2007', { name }, { fatal: true, variable: name })] : [];
  });
}

interface Parts {
  readonly node: ts.ForStatement;
  /** Variables that the header moves, in the order in which they start. */
  readonly counters: readonly Sym[];
  readonly starts: readonly Start[];
  /** Variables of the header that nothing assigns. */
  readonly constants: readonly Start[];
  readonly condition: ts.Expression;
  readonly updates: readonly ts.Expression[];
  readonly inBody: boolean;
}

function partsOf(l: Lowering, node: ts.ForStatement, wrong: Wrong, faults: Fault[]): Parts | undefined {
  const starts = startsOf(l, node, wrong);
  if (!starts) return undefined;
  if (!node.condition) return void wrong(node, 'it has no condition');
  const condition = node.condition;
  const last = node.incrementor ? undefined : lastUpdate(l, node);
  const updates = last ? [last] : commaList(node.incrementor);
  const moved = writtenIn(l, [condition, ...updates]);
  const isConstant = ({ symbol }: Start): boolean =>
    symbol.assignments.length === 0 && symbol.declarations.length === 1 && !moved.includes(symbol);
  const constants = starts.filter(isConstant);
  const moving = starts.filter((s) => !isConstant(s));
  const counters = [...new Set([...moving.map((s) => s.symbol), ...moved])];
  const [first] = counters;
  if (!first || moved.length === 0)
    return void wrong(node, `its update does not move ${first ? `'${first.name}'` : 'a variable'} by a constant step`);
  const idle = counters.find((c) => !moved.includes(c));
  if (idle) return void faults.push(idleFault(l, node, idle));
  return { node, counters, starts: moving, constants, condition, updates, inBody: last !== undefined };
}

/** A variable of the header that only the body assigns. */
function idleFault(l: Lowering, node: ts.ForStatement, { name, assignments }: Sym): Fault {
  const assigned = assignments.find((r) => contains(node.statement, r.node));
  if (assigned) return l.fault(assigned.node, 'PAR2007', { name }, { fatal: true, variable: name });
  const why = `its update does not move '${name}'`;
  return l.fault(node.initializer ?? node, 'PAR2001', { why }, { fatal: true, variable: name });
}

/** Variables that these expressions assign. */
function writtenIn(l: Lowering, expressions: readonly ts.Expression[]): Sym[] {
  const found = new Set<Sym>();
  const visit = (n: ts.Node): void => {
    const symbol = ts.isIdentifier(n) ? symbolOf(l.ctx, n) : undefined;
    if (symbol?.assignments.some((r) => r.node === n)) found.add(symbol);
    ts.forEachChild(n, visit);
  };
  expressions.forEach(visit);
  return [...found];
}

// ------------------------------------------------------------------ closed form, or run at entry

function headerOf(l: Lowering, parts: Parts, wrong: Wrong, faults: Fault[]): Counted | undefined {
  const moves = parts.updates.map((u) => moveOf(l, u));
  const bound = boundOf(l, parts);
  const constants = parts.constants.map((c) => ({ symbol: l.id(c.symbol), value: lowerEntry(l, c.value, faults) }));
  const base = { constants, inBody: parts.inBody, test: testOf(l, parts.condition) };
  const closed = bound && closedForm(l, parts, moves);
  if (closed) {
    const [primary, ...more] = [
      ...closed.filter((m) => m.symbol === bound.symbol),
      ...closed.filter((m) => m.symbol !== bound.symbol),
    ].map((m) => counterOf(l, parts, m, faults));
    return {
      ...base,
      ...primary!,
      operator: bound.operator,
      upper: lowerEntry(l, bound.value, faults),
      more,
      run: null,
    };
  }
  const run = runText(l, parts);
  if ('wrong' in run) return void wrong(...explain(parts, moves, run.wrong));
  const [primary, ...more] = parts.counters.map((symbol) => {
    const move = moves.find((m) => m?.symbol === symbol && isOnlyMove(l, parts, symbol));
    return counterOf(l, parts, move ?? { symbol, step: null }, faults);
  });
  const exprs = [parts.condition, ...(parts.inBody ? [] : parts.updates)].map((e) => lowerExpr(l, e));
  return { ...base, ...primary!, operator: '!=', upper: exprs[0]!, more, run: { ...run, exprs } };
}

/** The part of the header to blame. */
function explain(
  { node, counters, condition }: Parts,
  moves: readonly (Move | undefined)[],
  at: ts.Node,
): [ts.Node, string] {
  const { name } = counters[0]!;
  return contains(condition, at) || moves.every(Boolean)
    ? [condition, `its condition does not compare '${name}' with a bound`]
    : [node.incrementor ?? node, `its update does not move '${name}' by a constant step`];
}

/** Each counter moves once, by a step, and nothing in the header but its own update depends on a counter. */
function closedForm(
  l: Lowering,
  { counters, starts, updates }: Parts,
  moves: readonly (Move | undefined)[],
): readonly Move[] | undefined {
  const depends = (node: ts.Node | null): boolean => node !== null && mentions(l, node, counters);
  const linear = moves.filter((m) => m !== undefined && !depends(m.step.expr)) as Move[];
  const once = linear.length === updates.length && new Set(linear.map((m) => m.symbol)).size === linear.length;
  return once && linear.length === counters.length && !starts.some((s) => depends(s.value)) ? linear : undefined;
}

/** The condition leaves the counter alone. */
const isOnlyMove = (l: Lowering, { condition, updates }: Parts, symbol: Sym): boolean =>
  !writtenIn(l, [condition]).includes(symbol) && updates.filter((u) => mentionsWrite(l, u, symbol)).length === 1;

const mentionsWrite = (l: Lowering, node: ts.Expression, symbol: Sym): boolean => writtenIn(l, [node]).includes(symbol);

function mentions(l: Lowering, node: ts.Node, symbols: readonly Sym[]): boolean {
  const symbol = ts.isIdentifier(node) ? symbolOf(l.ctx, node) : undefined;
  if (symbol && symbols.includes(symbol)) return true;
  return ts.forEachChild(node, (child) => mentions(l, child, symbols) || undefined) ?? false;
}

function counterOf(
  l: Lowering,
  { node, starts }: Parts,
  { symbol, step }: { symbol: Sym; step: Move['step'] | null },
  faults: Fault[],
): Counter {
  const start = starts.find((s) => s.symbol === symbol);
  return {
    variable: l.id(symbol),
    lower: start ? lowerEntry(l, start.value, faults) : currentValue(l, node, symbol),
    started: start !== undefined,
    start: start ? affineOf(l.ctx, start.value) : null,
    step: step && stepForm(l, step),
    outer: !start?.declared,
    sign: step?.sign ?? 1,
    stepExpr: step?.expr ? lowerEntry(l, step.expr, faults) : null,
    constantStep: step?.constant ?? null,
  };
}

/** What is added in each iteration. */
function stepForm(l: Lowering, { sign, expr }: Step): Affine | null {
  const size = expr ? affineOf(l.ctx, expr) : constant(1);
  return sign === 1 ? size : size && negated(size);
}

/** A header without a start value: the variable goes on from where it is. */
const currentValue = (l: Lowering, node: ts.Node, symbol: Sym): ExprId => {
  const id = l.add(node, { op: 'leaf', reads: [l.id(symbol)] });
  l.expressions[id] = { ...l.expressions[id]!, entry: symbol.name };
  return id;
};

/** `counter OP bound`, or the other way round, where the bound does not move. */
function boundOf(
  l: Lowering,
  { counters, condition }: Parts,
): { symbol: Sym; operator: Operator; value: ts.Expression } | undefined {
  const test = bare(condition);
  const operator = ts.isBinaryExpression(test) ? OPERATORS.get(test.operatorToken.kind) : undefined;
  if (!operator || !ts.isBinaryExpression(test)) return undefined;
  for (const symbol of counters) {
    if (isName(l, test.left, symbol) && !mentions(l, test.right, counters))
      return { symbol, operator, value: test.right };
    if (isName(l, test.right, symbol) && !mentions(l, test.left, counters))
      return { symbol, operator: MIRROR[operator], value: test.left };
  }
  return undefined;
}

/** The comparison as `difference OP 0`. */
function testOf(l: Lowering, condition: ts.Expression): Counted['test'] {
  const node = bare(condition);
  if (!ts.isBinaryExpression(node)) return null;
  if (node.operatorToken.kind === K.AmpersandAmpersandToken) return testOf(l, node.left);
  const operator = OPERATORS.get(node.operatorToken.kind);
  const [left, right] = [affineOf(l.ctx, node.left), affineOf(l.ctx, node.right)];
  return operator && left && right ? { operator, difference: minus(left, right) } : null;
}

/** A stand-in header for a construct that is refused anyway. */
function unframed(l: Lowering, node: ts.Node, body: StmtId, faults: Fault[]): Framed {
  const nothing = l.add(node, { faults: [] });
  const header: Header = {
    kind: 'for-of',
    iterated: nothing,
    elements: INDEXED,
    stable: true,
    awaits: false,
    pattern: false,
    target: spanOf(node),
    assigns: false,
    outer: [],
    root: { kind: 'unknown', text: '' },
    path: [],
  };
  return { header, induction: null, elements: [], body, bodySpan: spanOf(node), faults };
}
