/** The values of clauses are copied into the construct's entry: each must be one expression that does nothing. */
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { report } from '../diagnostics/report.ts';
import { isAssignment } from '../syntax/nodes.ts';
import { parse } from '../syntax/parse.ts';
import type { Scopes } from '../syntax/scopes.ts';
import { ts } from '../syntax/ts.ts';
import type { Directive, TextSpan } from './directive.ts';

/** Clauses whose values (those at the given positions) are expressions of the program. */
const VALUES: Readonly<Record<string, number>> = { workers: 0, if: 0, schedule: 1, name: 0, seed: 0 };

/** @param statement the annotated statement, in whose surroundings the values are evaluated */
export function clauseProblems(file: string, directive: Directive, scopes: Scopes, statement: ts.Node): Diagnostic[] {
  return directive.clauses.flatMap((clause) => {
    const position = VALUES[clause.name];
    const item = position === undefined ? undefined : clause.items[position];
    const problem = item && problemOf(item, scopes, statement);
    if (!item || problem === undefined) return [];
    return [report('PAR1004', file, item.span, { clause: clause.name, expected: problem, got: item.text })];
  });
}

function problemOf({ text }: TextSpan, scopes: Scopes, statement: ts.Node): string | undefined {
  const { source, errors } = parse(`(${text});`, 'clause.ts');
  const [only, more] = source.statements;
  const value = only && ts.isExpressionStatement(only) ? only.expression : undefined;
  const isOne = errors.length === 0 && !more && value && ts.isParenthesizedExpression(value) && !/\/[/*]/.test(text);
  if (!isOne || isComma(value.expression)) return 'one expression';
  return hasEffect(value) ? 'an expression without calls and assignments' : unknownName(value, scopes, statement);
}

const isComma = (node: ts.Expression): boolean =>
  ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.CommaToken;

function hasEffect(node: ts.Node): boolean {
  const acts =
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isYieldExpression(node) ||
    ts.isDeleteExpression(node) ||
    ts.isFunctionLike(node) ||
    ts.isClassLike(node) ||
    (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) ||
    ((ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
      (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken));
  return acts || (ts.forEachChild(node, (child) => hasEffect(child) || undefined) ?? false);
}

/** A name that has no value yet, or none at all, where the construct stands. */
function unknownName(node: ts.Node, scopes: Scopes, statement: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return unknownName(node.expression, scopes, statement);
  if (ts.isIdentifier(node) && !['undefined', 'NaN', 'Infinity'].includes(node.text)) {
    const symbol = scopes.scopeAt(statement.parent).lookup(node.text);
    const declaration = symbol?.declarations[0];
    if (!symbol || !declaration || symbol.kind === 'global')
      return `a variable that is in scope ('${node.text}' is not)`;
    const isLater =
      (symbol.kind === 'let' || symbol.kind === 'const') &&
      declaration.pos > statement.pos &&
      symbol.scope.owner === scopes.scopeAt(statement.parent).owner;
    return isLater ? `a variable that has its value already ('${node.text}' is declared below)` : undefined;
  }
  return ts.forEachChild(node, (child) => unknownName(child, scopes, statement));
}
