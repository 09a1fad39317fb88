/** Callbacks that are written in place: the body of an array call, and what may not be said of it. */
import type { ExprId, ExprRecord, Fault, StmtId } from '../records/graph.ts';
import { parametersOf } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { symbolOf } from './context.ts';
import { lowerExpr } from './lower-expr.ts';
import { lowerPatternDefaults } from './lower-function.ts';
import { lowerStatement } from './lower-stmt.ts';
import type { Lowering } from './lowering.ts';

export type Callback = ts.ArrowFunction | ts.FunctionExpression;

const FATAL = { fatal: true };

/** `(x) => e` is lowered as `return e`. */
export function lowerCallback(l: Lowering, node: Callback): StmtId {
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
export function bindingText({ dotDotDotToken, name, initializer }: ts.ParameterDeclaration): string {
  const text = `${dotDotDotToken ? '...' : ''}${name.getText()}`;
  return initializer ? `${text} = ${initializer.getText()}` : text;
}

export function callbackFaults(l: Lowering, callback: Callback, elementAt: 0 | 1): Fault[] {
  const faults: Fault[] = [];
  const refuse = (at: ts.Node, what: string): void => void faults.push(l.fault(at, 'PAR2013', { what }, FATAL));
  if (callback.asteriskToken) faults.push(l.fault(callback, 'PAR2010', { what: 'a generator as callback' }, FATAL));
  const own = ts.isFunctionExpression(callback) && ownThis(callback);
  if (own) faults.push(l.fault(own, 'PAR6007', {}, FATAL));
  for (const [position, p] of parametersOf(callback).entries()) {
    if (position > 1 + elementAt && !ts.isIdentifier(p.name)) refuse(p, 'A pattern in place of the array');
    const computed =
      (p.initializer && !isConstant(l, lowerExpr(l, p.initializer))) ||
      lowerPatternDefaults(l, p.name).some((id) => !isOwn(l, id));
    if (computed) refuse(p, 'A default value of a parameter that is computed');
  }
  return faults;
}

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

export function assignedIndex(l: Lowering, index: ts.Identifier | undefined): Fault[] {
  const symbol = index && symbolOf(l.ctx, index);
  const [assigned] = symbol?.assignments ?? [];
  if (!symbol || !assigned) return [];
  return [l.fault(assigned.node, 'PAR2007', { name: symbol.name }, { ...FATAL, variable: symbol.name })];
}
