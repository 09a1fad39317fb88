/** Headers of array calls: the callback's body is the body of the construct. */
import type { ExprId, ExprRecord, Fault, StmtId, SymbolId } from '../records/graph.ts';
import { bare, isAsync, parametersOf, spanOf } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { symbolOf } from './context.ts';
import { type Framed, namesIn, rooted } from './header.ts';
import { lowerExpr } from './lower-expr.ts';
import { lowerPatternDefaults } from './lower-function.ts';
import { lowerStatement } from './lower-stmt.ts';
import type { Lowering } from './lowering.ts';
import { pathOf } from './paths.ts';

type Callback = ts.ArrowFunction | ts.FunctionExpression;

const REDUCTIONS: ReadonlySet<string> = new Set(['reduce', 'reduceRight']);
const FROM_THE_BACK: ReadonlySet<string> = new Set(['reduceRight', 'findLast', 'findLastIndex']);

export function frameCall(l: Lowering, node: ts.CallExpression): Framed {
  const access = node.expression as ts.PropertyAccessExpression;
  const method = access.name.text;
  const callback = bare(node.arguments[0]!) as Callback;
  const isReduction = REDUCTIONS.has(method);
  const receiver = evaluatedBefore(l, access.expression);
  const others = node.arguments.slice(1).map((a) => lowerExpr(l, a));
  const body = lowerCallback(l, callback);
  const parameters = parametersOf(callback).slice(isReduction ? 1 : 0);
  const [element, index] = parameters;
  const induction = index && !index.dotDotDotToken && ts.isIdentifier(index.name) ? index.name : undefined;
  const [accumulator] = isReduction ? parametersOf(callback) : [];
  return {
    header: {
      kind: 'call',
      method,
      step: FROM_THE_BACK.has(method) ? -1 : 1,
      skipped: isReduction && node.arguments.length < 2 ? 1 : 0,
      pattern: element !== undefined && !ts.isIdentifier(element.name),
      receiver,
      others,
      call: spanOf(node),
      callback: spanOf(callback),
      parameters: parameters.map(bindingText),
      rest: parameters.some((p) => p.dotDotDotToken || p.initializer),
      accumulator: accumulator ? namesIn(l, accumulator.name) : [],
      body: spanOf(callback.body),
      expressionBody: !ts.isBlock(callback.body),
      ...rooted(l, pathOf(l.ctx, access.expression)),
    },
    induction: induction ? l.id(symbolOf(l.ctx, induction)!) : null,
    elements: element ? namesIn(l, element.name) : [],
    body,
    bodySpan: spanOf(callback.body),
    faults: [
      ...callbackFaults(l, callback, isReduction ? 1 : 0),
      ...assignedIndex(l, induction),
      ...others.flatMap((id, i) => argumentFaults(l, id, node.arguments[i + 1]!)),
    ],
  };
}

/** Evaluated where it stands, before the construct begins: whatever it does, it has done by then. */
function evaluatedBefore(l: Lowering, node: ts.Expression): ExprId {
  const first = l.expressions.length;
  const id = lowerExpr(l, node);
  for (let i = first; i <= id; i++) l.expressions[i] = { ...l.expressions[i]!, faults: [] };
  return id;
}

/** `(x) => e` is lowered as `return e`. */
function lowerCallback(l: Lowering, node: Callback): StmtId {
  if (ts.isBlock(node.body)) return lowerStatement(l, node.body);
  const value = lowerExpr(l, node.body);
  return l.addStatement(node.body, {
    op: 'jump',
    exprs: [value],
    kids: [],
    jump: { kind: 'return', leaves: true, exits: false },
  });
}

/** A parameter without its type. */
function bindingText({ dotDotDotToken, name, initializer }: ts.ParameterDeclaration): string {
  const text = `${dotDotDotToken ? '...' : ''}${name.getText()}`;
  return initializer ? `${text} = ${initializer.getText()}` : text;
}

function callbackFaults(l: Lowering, callback: Callback, elementAt: 0 | 1): Fault[] {
  const faults: Fault[] = [];
  const refuse = (at: ts.Node, what: string): void => void faults.push(l.fault(at, 'PAR2013', { what }, FATAL));
  if (isAsync(callback) || callback.asteriskToken)
    faults.push(l.fault(callback, 'PAR2010', { what: 'an async or generator callback' }, FATAL));
  const own = ts.isFunctionExpression(callback) && ownThis(callback);
  if (own) faults.push(l.fault(own, 'PAR6007', {}, FATAL));
  const named = ts.isFunctionExpression(callback) && callback.name;
  if (named && (symbolOf(l.ctx, named)?.references.length ?? 0) > 0)
    refuse(named, 'A callback that mentions itself by name');
  for (const [position, p] of parametersOf(callback).entries()) {
    if (position > 1 + elementAt && !ts.isIdentifier(p.name)) refuse(p, 'A pattern in place of the array');
    const computed =
      (p.initializer && !isConstant(l, lowerExpr(l, p.initializer))) ||
      lowerPatternDefaults(l, p.name).some((id) => !isOwn(l, id));
    if (computed) refuse(p, 'A default value of a parameter that is computed');
  }
  return faults;
}

const FATAL = { fatal: true };

const isIdle = (e: ExprRecord): boolean =>
  e.op !== 'call' && e.op !== 'function' && e.writes.length + e.externals.length + e.faults.length === 0;

/** Gives the same wherever and whenever it is evaluated, and mentions nothing. */
const isConstant = (l: Lowering, id: ExprId): boolean => {
  const e = l.expressions[id]!;
  return isIdle(e) && e.reads.length + e.accesses.length === 0 && e.kids.every((k) => isConstant(l, k));
};

/** Depends on other parts of the parameters alone. */
const isOwn = (l: Lowering, id: ExprId): boolean => {
  const e = l.expressions[id]!;
  return isIdle(e) && e.reads.every((r) => l.isPrivate(l.ctx.ids.get(r))) && e.kids.every((k) => isOwn(l, k));
};

/** The first `this` that is the callback's own. */
function ownThis(callback: ts.FunctionExpression): ts.Node | undefined {
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (found || (ts.isFunctionLike(node) && !ts.isArrowFunction(node)) || ts.isClassLike(node)) return;
    if (node.kind === ts.SyntaxKind.ThisKeyword) found = node;
    else ts.forEachChild(node, visit);
  };
  for (const p of callback.parameters) {
    if (ts.isIdentifier(p.name) && p.name.text === 'this') return p;
    if (p.initializer) visit(p.initializer);
    visit(p.name);
  }
  visit(callback.body);
  return found;
}

function assignedIndex(l: Lowering, index: ts.Identifier | undefined): Fault[] {
  const symbol = index && symbolOf(l.ctx, index);
  const [assigned] = symbol?.assignments ?? [];
  if (!symbol || !assigned) return [];
  return [l.fault(assigned.node, 'PAR2007', { name: symbol.name }, { ...FATAL, variable: symbol.name })];
}

/** The arguments behind the callback are evaluated when workers may have begun: they must do nothing. */
function argumentFaults(l: Lowering, id: ExprId, node: ts.Expression): Fault[] {
  const acts = (e: ExprId): SymbolId | true | undefined => {
    const { writes, externals, accesses, faults, kids } = l.expressions[e]!;
    const [write] = writes;
    if (write) return write.symbol;
    const changed = accesses.find((a) => a.write && a.root.kind !== 'fresh');
    if (changed) return changed.root.kind === 'symbol' ? changed.root.symbol : true;
    if (externals.length > 0 || faults.some((f) => f.code !== 'PAR6007')) return true;
    for (const kid of kids) {
      const found = acts(kid);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const found = acts(id);
  if (found === undefined) return [];
  const variable = typeof found === 'number' ? l.ctx.ids.get(found).name : undefined;
  const what = `An argument behind the callback that has an effect${variable === undefined ? '' : ` (on '${variable}')`}`;
  return [l.fault(node, 'PAR2013', { what }, { ...FATAL, ...(variable === undefined ? {} : { variable }) })];
}
