/** How the header of a counted loop starts its variables and moves them. */
import { bare } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { contains, symbolOf } from './context.ts';
import type { Lowering } from './lowering.ts';

const K = ts.SyntaxKind;

export type Wrong = (at: ts.Node, why: string) => void;

/** A variable to which the header gives a value before the first iteration. */
export interface Start {
  readonly symbol: Sym;
  readonly value: ts.Expression;
  /** By a `let` or `const` of the header. */
  readonly declared: boolean;
}

/** A constant step that is added or subtracted; `expr` is null for `++` and `--`. */
export interface Step {
  readonly sign: 1 | -1;
  readonly expr: ts.Expression | null;
  readonly constant: number | null;
}

export interface Move {
  readonly symbol: Sym;
  readonly step: Step;
}

export function isName(l: Lowering, node: ts.Expression, symbol: Sym): boolean {
  const inner = bare(node);
  return ts.isIdentifier(inner) && symbolOf(l.ctx, inner) === symbol;
}

/** Operands of the comma operator. */
export function commaList(node: ts.Expression | undefined): ts.Expression[] {
  if (!node) return [];
  const inner = bare(node);
  return ts.isBinaryExpression(inner) && inner.operatorToken.kind === K.CommaToken
    ? [...commaList(inner.left), ...commaList(inner.right)]
    : [inner];
}

export function startsOf(l: Lowering, { initializer }: ts.ForStatement, wrong: Wrong): Start[] | undefined {
  if (!initializer) return [];
  return ts.isVariableDeclarationList(initializer)
    ? declared(l, initializer, wrong)
    : assigned(l, commaList(initializer), wrong);
}

function declared(l: Lowering, list: ts.VariableDeclarationList, wrong: Wrong): Start[] | undefined {
  const isVar = (list.flags & ts.NodeFlags.BlockScoped) === 0;
  const starts: Start[] = [];
  for (const { name, initializer } of list.declarations) {
    const symbol = ts.isIdentifier(name) ? symbolOf(l.ctx, name) : undefined;
    if (!symbol || !initializer) return void wrong(list, 'its variable has no start value');
    starts.push({ symbol, value: initializer, declared: !isVar });
  }
  return starts;
}

function assigned(l: Lowering, parts: readonly ts.Expression[], wrong: Wrong): Start[] | undefined {
  const starts: Start[] = [];
  for (const part of parts) {
    const plain = ts.isBinaryExpression(part) && part.operatorToken.kind === K.EqualsToken;
    const symbol = plain && ts.isIdentifier(part.left) ? symbolOf(l.ctx, part.left) : undefined;
    if (!plain || !symbol) return void wrong(part, 'it does not set a loop variable to a start value');
    starts.push({ symbol, value: part.right, declared: false });
  }
  return starts;
}

/** `i++`, `i += s`, `i = i + s`; undefined for any other update. */
export function moveOf(l: Lowering, node: ts.Expression): Move | undefined {
  const target =
    ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)
      ? bare(node.operand as ts.Expression)
      : ts.isBinaryExpression(node)
        ? bare(node.left)
        : undefined;
  const symbol = target && ts.isIdentifier(target) ? symbolOf(l.ctx, target) : undefined;
  const step = symbol && stepOf(l, node, symbol);
  return step && { symbol, step };
}

function stepOf(l: Lowering, update: ts.Expression, symbol: Sym): Step | undefined {
  if (ts.isPrefixUnaryExpression(update) || ts.isPostfixUnaryExpression(update)) {
    if (update.operator === K.PlusPlusToken) return { sign: 1, expr: null, constant: 1 };
    return update.operator === K.MinusMinusToken ? { sign: -1, expr: null, constant: -1 } : undefined;
  }
  if (!ts.isBinaryExpression(update)) return undefined;
  const kind = update.operatorToken.kind;
  if (kind === K.PlusEqualsToken) return signed(update.right, 1);
  if (kind === K.MinusEqualsToken) return signed(update.right, -1);
  const value = bare(update.right);
  if (kind !== K.EqualsToken || !ts.isBinaryExpression(value)) return undefined;
  const sign = value.operatorToken.kind === K.PlusToken ? 1 : value.operatorToken.kind === K.MinusToken ? -1 : 0;
  if (sign !== 0 && isName(l, value.left, symbol)) return signed(value.right, sign);
  return sign === 1 && isName(l, value.right, symbol) ? signed(value.left, 1) : undefined;
}

function signed(node: ts.Expression, sign: 1 | -1): Step {
  const inner = bare(node);
  const constant = ts.isNumericLiteral(inner) ? sign * Number(inner.text) : null;
  return { sign, expr: node, constant };
}

/** `for (…; …; ) { …; i++; }`: the last statement of the body, if nothing passes it by. */
export function lastUpdate(l: Lowering, node: ts.ForStatement): ts.Expression | undefined {
  const last = ts.isBlock(node.statement) ? node.statement.statements.at(-1) : undefined;
  if (!last || !ts.isExpressionStatement(last)) return undefined;
  const update = bare(last.expression);
  const move = moveOf(l, update);
  const only = move?.symbol.assignments.every((r) => !contains(node.statement, r.node) || contains(last, r.node));
  return only && !continues(node.statement) ? update : undefined;
}

/** A `continue` that may belong to the loop itself. */
function continues(body: ts.Node): boolean {
  let found = false;
  const visit = (n: ts.Node, inner: boolean): void => {
    if (ts.isContinueStatement(n) && (n.label || !inner)) found = true;
    if (ts.isFunctionLike(n)) return;
    ts.forEachChild(n, (child) => visit(child, inner || ts.isIterationStatement(n, false)));
  };
  ts.forEachChild(body, (child) => visit(child, false));
  return found;
}
