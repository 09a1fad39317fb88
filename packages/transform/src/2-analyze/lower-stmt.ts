/** One row per kind of statement. */
import type { Declarator, ExprId, Jump, StmtId, SymbolId } from '../records/graph.ts';
import { isFunctionLike, spanOf } from '../syntax/nodes.ts';
import { forEachName } from '../syntax/scopes.ts';
import { ts } from '../syntax/ts.ts';
import { contains, symbolOf } from './context.ts';
import { rangeOf } from './inner-range.ts';
import { lowerExpr } from './lower-expr.ts';
import { gather, lowerFunctionBody, lowerPatternDefaults } from './lower-function.ts';
import { Lowering } from './lowering.ts';

const K = ts.SyntaxKind;
type Row = (l: Lowering, node: never) => StmtId;

export function lowerStatement(l: Lowering, node: ts.Statement): StmtId {
  const row = ROWS.get(node.kind);
  if (row) return row(l, node as never);
  const faults = [l.fault(node, 'PAR2013', { what: `'${K[node.kind]}'` }, { fatal: true })];
  return l.addStatement(node, { op: 'empty', exprs: [l.add(node, { faults })], kids: [] });
}

export function lowerBlock(l: Lowering, node: ts.Block): StmtId {
  return l.addStatement(node, { op: 'block', exprs: [], kids: node.statements.map((s) => lowerStatement(l, s)) });
}

const symbolsOf = (l: Lowering, name: ts.BindingName): SymbolId[] => {
  const ids: SymbolId[] = [];
  forEachName(name, (n) => {
    const symbol = symbolOf(l.ctx, n);
    if (symbol) ids.push(l.id(symbol));
  });
  return ids;
};

// ------------------------------------------------------------------ declarations

function lowerVariables(l: Lowering, node: ts.VariableStatement): StmtId {
  return lowerDeclarations(l, node, node.declarationList);
}

function lowerDeclarations(l: Lowering, node: ts.Node, list: ts.VariableDeclarationList): StmtId {
  const exprs: ExprId[] = [];
  const declarators = list.declarations.map((d) => lowerDeclarator(l, d, exprs));
  if (list.flags & ts.NodeFlags.Using && !(list.flags & ts.NodeFlags.Const))
    exprs.push(l.add(list, { faults: [l.fault(list, 'PAR2013', { what: "a 'using' declaration" }, { fatal: true })] }));
  return l.addStatement(node, {
    op: 'declaration',
    exprs,
    kids: [],
    declarators,
    declares: declarators.flatMap((d) => d.symbols),
  });
}

function lowerDeclarator(l: Lowering, node: ts.VariableDeclaration, exprs: ExprId[]): Declarator {
  const init = node.initializer ? lowerExpr(l, node.initializer) : null;
  if (init !== null) exprs.push(init);
  if (isVar(node) ? node.initializer : isShared(l, node)) exprs.push(varWrite(l, node));
  if (!ts.isIdentifier(node.name) && node.initializer) {
    exprs.push(...lowerPatternDefaults(l, node.name));
    exprs.push(
      l.add(node.name, { accesses: [l.accessTo(node.initializer, false, { any: true })], replaceable: false, cost: 2 }),
    );
  }
  return {
    symbols: symbolsOf(l, node.name),
    span: spanOf(node),
    init,
    simple: ts.isIdentifier(node.name),
    rest: /\.\.\./.test(node.name.getText()),
  };
}

const isVar = (node: ts.VariableDeclaration): boolean =>
  (ts.getCombinedNodeFlags(node) & ts.NodeFlags.BlockScoped) === 0;

/** Declared by a section for the sections behind it. */
function isShared(l: Lowering, node: ts.VariableDeclaration): boolean {
  const [first] = symbolsOf(l, node.name);
  return first !== undefined && !l.isPrivate(l.ctx.ids.get(first));
}

/** `var x = e` assigns a variable of the function around, which keeps its value from one iteration to the next. */
function varWrite(l: Lowering, node: ts.VariableDeclaration): ExprId {
  const writes = symbolsOf(l, node.name).map((symbol) => ({ symbol, span: spanOf(node.name), compound: false }));
  return l.add(node.name, { op: 'assign', writes, replaceable: false });
}

/** A function statement: its effects are charged to it, and again (through its summary) to each call. */
function lowerFunctionDeclaration(l: Lowering, node: ts.FunctionDeclaration): StmtId {
  const body = new Lowering(l.ctx, l.boundary);
  if (!l.ctx.now.making) lowerFunctionBody(body, node);
  const effects = gather(body, node);
  const expr = l.add(node, { op: 'function', ...effects, cost: 0, replaceable: false });
  const symbol = node.name && symbolOf(l.ctx, node.name);
  return l.addStatement(node, { op: 'function', exprs: [expr], kids: [], declares: symbol ? [l.id(symbol)] : [] });
}

// ------------------------------------------------------------------ structure

function lowerIf(l: Lowering, node: ts.IfStatement): StmtId {
  const exprs = [lowerExpr(l, node.expression)];
  const kids = [lowerStatement(l, node.thenStatement)];
  if (node.elseStatement) kids.push(lowerStatement(l, node.elseStatement));
  return l.addStatement(node, { op: 'if', exprs, kids });
}

function lowerFor(l: Lowering, node: ts.ForStatement): StmtId {
  const init = lowerForInit(l, node.initializer);
  const range = rangeOf(l.ctx, node);
  if (range) l.ranges.push(range);
  const test = node.condition ? [l.fix(lowerExpr(l, node.condition))] : [];
  const update = node.incrementor ? [l.sometimes(node.incrementor, [lowerExpr(l, node.incrementor)])] : [];
  const exprs = [...test, ...update];
  const kids = [...init, l.inLoop(() => lowerStatement(l, node.statement))];
  return l.addStatement(node, { op: 'loop', exprs, kids, header: init.length });
}

function lowerForInit(l: Lowering, init: ts.ForInitializer | undefined): StmtId[] {
  if (!init) return [];
  if (ts.isVariableDeclarationList(init)) {
    const id = lowerDeclarations(l, init, init);
    for (const e of l.statements[id]!.exprs) l.fix(e);
    return [id];
  }
  return [l.addStatement(init, { op: 'expression', exprs: [l.fix(lowerExpr(l, init))], kids: [] })];
}

function lowerIteration(l: Lowering, node: ts.ForOfStatement | ts.ForInStatement): StmtId {
  const exprs = [lowerExpr(l, node.expression)];
  const declares = ts.isVariableDeclarationList(node.initializer)
    ? node.initializer.declarations.flatMap((d) => symbolsOf(l, d.name))
    : [];
  const accesses = [l.accessTo(node.expression, false, { any: true })];
  const awaits = ts.isForOfStatement(node) && node.awaitModifier;
  const faults = awaits ? [l.fault(node, 'PAR2010', { what: 'for await' }, { fatal: true })] : [];
  if (!ts.isVariableDeclarationList(node.initializer) && !ts.isIdentifier(node.initializer))
    faults.push(l.fault(node.initializer, 'PAR2013', { what: 'This target of an inner loop' }, { fatal: true }));
  const target = { accesses, faults, writes: targetWrites(l, node), replaceable: false, cost: 2 };
  exprs.push(l.add(node.initializer, awaits ? { ...target, suspends: true } : target));
  const kids = [l.inLoop(() => lowerStatement(l, node.statement))];
  return l.addStatement(node, { op: 'loop', exprs, kids, header: 0, begins: true, declares });
}

function targetWrites(
  l: Lowering,
  node: ts.ForOfStatement | ts.ForInStatement,
): { symbol: SymbolId; span: { start: number; end: number }; compound: boolean }[] {
  const { initializer } = node;
  if (ts.isVariableDeclarationList(initializer)) return [];
  const symbol = ts.isIdentifier(initializer) ? symbolOf(l.ctx, initializer) : undefined;
  return symbol ? [{ symbol: l.id(symbol), span: spanOf(initializer), compound: false }] : [];
}

function lowerWhile(l: Lowering, node: ts.WhileStatement | ts.DoStatement): StmtId {
  const test = l.fix(lowerExpr(l, node.expression));
  // The condition of `do` is evaluated after the body, if it is.
  const exprs = [ts.isDoStatement(node) ? l.sometimes(node.expression, [test]) : test];
  return l.addStatement(node, {
    op: 'loop',
    exprs,
    kids: [l.inLoop(() => lowerStatement(l, node.statement))],
    header: 0,
  });
}

function lowerSwitch(l: Lowering, node: ts.SwitchStatement): StmtId {
  const exprs = [lowerExpr(l, node.expression)];
  const kids: StmtId[] = [];
  for (const clause of node.caseBlock.clauses) {
    if (ts.isCaseClause(clause)) exprs.push(l.fix(lowerExpr(l, clause.expression)));
    kids.push(...clause.statements.map((s) => lowerStatement(l, s)));
  }
  return l.addStatement(node, { op: 'switch', exprs, kids });
}

function lowerTry(l: Lowering, node: ts.TryStatement): StmtId {
  const kids = [lowerBlock(l, node.tryBlock)];
  if (node.catchClause) kids.push(lowerBlock(l, node.catchClause.block));
  if (node.finallyBlock) kids.push(lowerBlock(l, node.finallyBlock));
  const handler = { catch: node.catchClause !== undefined, finally: node.finallyBlock !== undefined };
  const name = node.catchClause?.variableDeclaration?.name;
  return l.addStatement(node, { op: 'try', exprs: [], kids, handler, declares: name ? symbolsOf(l, name) : [] });
}

// ------------------------------------------------------------------ jumps

function jump(l: Lowering, node: ts.Statement, kind: Jump['kind'], expression?: ts.Expression): StmtId {
  const exprs = expression ? [lowerExpr(l, expression)] : [];
  return l.addStatement(node, {
    op: 'jump',
    exprs,
    kids: [],
    jump: { kind, leaves: leaves(l, node, kind), exits: exits(l, node, kind) },
  });
}

/** True when the jump ends the iteration of the construct whose body is being lowered. */
function leaves(l: Lowering, node: ts.Statement, kind: Jump['kind']): boolean {
  if (kind === 'return') return true;
  if (kind === 'throw')
    return !enclosedBy(
      l,
      node,
      (n, child) => ts.isTryStatement(n) && n.tryBlock === child && n.catchClause !== undefined,
    );
  const label = (node as ts.BreakOrContinueStatement).label?.text;
  if (label !== undefined) return !enclosedBy(l, node, (n) => ts.isLabeledStatement(n) && n.label.text === label);
  return !enclosedBy(l, node, (n) => isLoop(n) || (kind === 'break' && ts.isSwitchStatement(n)));
}

/** True unless it goes on with the next iteration of the construct, or stays inside of the iteration. */
function exits(l: Lowering, node: ts.Statement, kind: Jump['kind']): boolean {
  if (kind !== 'continue') return leaves(l, node, kind);
  const label = (node as ts.BreakOrContinueStatement).label?.text;
  if (label === undefined || !leaves(l, node, kind)) return false;
  for (let n = l.loop.parent; ts.isLabeledStatement(n); n = n.parent) if (n.label.text === label) return false;
  return true;
}

const isLoop = (n: ts.Node): boolean => ts.isIterationStatement(n, false);

function enclosedBy(l: Lowering, node: ts.Node, test: (n: ts.Node, child: ts.Node) => boolean): boolean {
  let child = node;
  for (let n = node.parent; n && n !== l.loop && contains(l.loop, n) && !isFunctionLike(n); child = n, n = n.parent)
    if (test(n, child)) return true;
  return false;
}

const ROWS = new Map<ts.SyntaxKind, Row>([
  [K.Block, lowerBlock as Row],
  [
    K.ExpressionStatement,
    (l, node: ts.ExpressionStatement) =>
      l.addStatement(node, { op: 'expression', exprs: [lowerExpr(l, node.expression)], kids: [] }),
  ],
  [K.VariableStatement, lowerVariables as Row],
  [K.FunctionDeclaration, lowerFunctionDeclaration as Row],
  [K.IfStatement, lowerIf as Row],
  [K.ForStatement, lowerFor as Row],
  [K.ForOfStatement, lowerIteration as Row],
  [K.ForInStatement, lowerIteration as Row],
  [K.WhileStatement, lowerWhile as Row],
  [K.DoStatement, lowerWhile as Row],
  [K.SwitchStatement, lowerSwitch as Row],
  [K.TryStatement, lowerTry as Row],
  [
    K.LabeledStatement,
    (l, node: ts.LabeledStatement) =>
      l.addStatement(node, { op: 'label', exprs: [], kids: [lowerStatement(l, node.statement)] }),
  ],
  [K.BreakStatement, (l, node: ts.BreakStatement) => jump(l, node, 'break')],
  [K.ContinueStatement, (l, node: ts.ContinueStatement) => jump(l, node, 'continue')],
  [K.ReturnStatement, (l, node: ts.ReturnStatement) => jump(l, node, 'return', node.expression)],
  [K.ThrowStatement, (l, node: ts.ThrowStatement) => jump(l, node, 'throw', node.expression)],
  [K.EmptyStatement, (l, node: ts.Statement) => l.addStatement(node, { op: 'empty', exprs: [], kids: [] })],
  [K.InterfaceDeclaration, (l, node: ts.Statement) => l.addStatement(node, { op: 'empty', exprs: [], kids: [] })],
  [K.TypeAliasDeclaration, (l, node: ts.Statement) => l.addStatement(node, { op: 'empty', exprs: [], kids: [] })],
  [K.DebuggerStatement, (l, node: ts.Statement) => l.addStatement(node, { op: 'empty', exprs: [], kids: [] })],
]);
