/**
 * V1: the emitted main module with everything of ours taken out again is, token for token, the source. Works on the
 * emitted text alone and knows nothing of the plan that it came from.
 */
import { parse } from '../syntax/parse.ts';
import { ts } from '../syntax/ts.ts';
import { CALLS, isHandle, named, type Shape } from './replay-calls.ts';

/** @returns what is wrong, or undefined */
export function checkReplay(source: string, emitted: string, path: string): string | undefined {
  const before = tokensOf(source, path, (node) => node.getChildren());
  const after = tokensOf(emitted, path, original);
  if (!before || !after) return 'the emitted module does not parse';
  const at = before.findIndex((t, i) => t !== after[i]);
  if (at < 0 && after.length === before.length) return undefined;
  const i = Math.max(0, at < 0 ? before.length : at);
  return `the replay has '${after.slice(i, i + 6).join(' ')}' where the source has '${before.slice(i, i + 6).join(' ')}'`;
}

type Children = (node: ts.Node) => readonly ts.Node[];

function tokensOf(text: string, path: string, children: Children): string[] | undefined {
  const { source, errors } = parse(text, path);
  if (errors.length > 0) return undefined;
  const tokens: string[] = [];
  const visit = (node: ts.Node): void => {
    if (node.kind >= ts.SyntaxKind.FirstJSDocNode && node.kind <= ts.SyntaxKind.LastJSDocNode) return;
    // A token has no children to start with; a node that is ours may have none left.
    if (node.getChildCount() === 0) {
      if (node.getWidth() > 0) tokens.push(node.getText());
    } else children(node).forEach(visit);
  };
  visit(source);
  return tokens;
}

// ------------------------------------------------------------------ our shapes, and what of the source is in them

const isStep = (node: ts.Node): boolean =>
  ts.isExpressionStatement(node) &&
  ts.isCallExpression(node.expression) &&
  isHandle(node.expression.expression, 'next');

const isSkip = (node: ts.Node): boolean =>
  ts.isIfStatement(node) && ts.isBinaryExpression(node.expression) && isHandle(node.expression.left, 'skip');

/** Imports and variables of ours. */
const header: Shape = (node) => {
  if (ts.isImportDeclaration(node)) {
    const bindings = node.importClause?.namedBindings;
    const first = bindings && ts.isNamedImports(bindings) ? bindings.elements[0]?.name : bindings?.name;
    return named(first ?? node.importClause?.name, /^\$par(_|$)/) ? [] : undefined;
  }
  if (ts.isFunctionDeclaration(node)) return named(node.name, /^\$par_get_/) ? [] : undefined;
  if (!ts.isVariableStatement(node)) return undefined;
  return named(node.declarationList.declarations[0]?.name, /^\$par\d+$/) ? [] : undefined;
};

/** `(0x00 ? ORIGINAL : $x0)` */
const once: Shape = (node) =>
  ts.isParenthesizedExpression(node) &&
  ts.isConditionalExpression(node.expression) &&
  node.expression.condition.getText() === '0x00' &&
  named(node.expression.whenFalse, /^\$x\d+$/)
    ? [node.expression.whenTrue]
    : undefined;

/** `{ const $x0 = …; let $n0; if (…) try { … } catch …; const $h0 = …; const $c0_0 = …; try { LOOP } finally { … } }` */
const loop: Shape = (node) => {
  if (!ts.isBlock(node)) return undefined;
  const [attempt, ...before] = [...node.statements].reverse();
  if (!attempt || !ts.isTryStatement(attempt) || !before.some((s) => declares(s, /^\$h\d+$/))) return undefined;
  if (!before.every((s) => declares(s, /^\$(?:[nxsh]\d+|c\d+_\d+)$/) || isPreparation(s))) return undefined;
  const [inner] = attempt.tryBlock.statements;
  return inner && ts.isIfStatement(inner) ? [inner.thenStatement] : inner ? [inner] : undefined;
};

const declares = (node: ts.Statement, pattern: RegExp): boolean =>
  ts.isVariableStatement(node) && node.declarationList.declarations.every((d) => named(d.name, pattern));

/** `if ($par.ready(…)) try { $n0 = …; } catch …` and `if ("then" in $h0) $h0 = await $h0;` */
function isPreparation(node: ts.Statement): boolean {
  if (!ts.isIfStatement(node) || node.elseStatement) return false;
  const { expression, thenStatement } = node;
  if (ts.isBinaryExpression(expression)) return named(expression.right, /^\$h\d+$/);
  const only = ts.isTryStatement(thenStatement) ? thenStatement.tryBlock.statements.at(-1) : undefined;
  const entry =
    only && ts.isExpressionStatement(only) && ts.isBinaryExpression(only.expression) ? only.expression.left : undefined;
  return named(entry, /^\$n\d+$/);
}

/** `{ $h0.next(); BODY }` and, with an empty statement behind ours, braces that are ours as well. */
const body: Shape = (node) => {
  if (!ts.isBlock(node)) return isStep(node) || isSkip(node) ? [] : undefined;
  const [first, second, third] = node.statements;
  if (!first || !(isStep(first) || isSkip(first)) || !second || !ts.isEmptyStatement(second)) return undefined;
  return third && node.statements.length === 3 ? [third] : undefined;
};

/** `($h0.hit ? … : ORIGINAL)` and `($h0.hit ? … : $c0_0.self(ORIGINAL))` */
const choice: Shape = (node) => {
  if (!ts.isParenthesizedExpression(node) || !ts.isConditionalExpression(node.expression)) return undefined;
  const { condition, whenFalse } = node.expression;
  if (!isHandle(condition, 'hit')) return undefined;
  return isSelf(whenFalse) ? [whenFalse.arguments[0]!] : [whenFalse];
};

const isSelf = (node: ts.Expression): node is ts.CallExpression =>
  ts.isCallExpression(node) &&
  ts.isPropertyAccessExpression(node.expression) &&
  node.expression.name.text === 'self' &&
  named(node.expression.expression, /^\$c\d+_\d+$/);

/** `total: (($h0.hit ? … : $c0_0.self(total)))` stands for `total`. */
const shorthand: Shape = (node) => {
  if (!ts.isPropertyAssignment(node) || !ts.isParenthesizedExpression(node.initializer)) return undefined;
  const inner = node.initializer.expression;
  return choice(inner) ? [inner] : undefined;
};

/** `if (!$h0.hit) { STATEMENT }`, in braces of ours with an empty statement in front of it. */
const passedBy: Shape = (node) => {
  if (ts.isBlock(node)) {
    const [empty, test, more] = node.statements;
    return empty && ts.isEmptyStatement(empty) && test && !more ? passedBy(test) : undefined;
  }
  if (!ts.isIfStatement(node) || !ts.isPrefixUnaryExpression(node.expression)) return undefined;
  if (!isHandle(node.expression.operand, 'hit') || !ts.isBlock(node.thenStatement)) return undefined;
  return [...node.thenStatement.statements];
};

/** `0x00, EXPRESSION` */
const leading: Shape = (node) =>
  ts.isBinaryExpression(node) && node.left.getText() === '0x00' ? [node.right] : undefined;

/** `$h0.pin(0, ORIGINAL)` */
const pin: Shape = (node) =>
  ts.isCallExpression(node) && isHandle(node.expression, 'pin') ? [node.arguments[1]!] : undefined;

/** `$h0.stream(ORIGINAL)`, `$h0.streamAsync(ORIGINAL)` */
const stream: Shape = (node) =>
  ts.isCallExpression(node) && (isHandle(node.expression, 'stream') || isHandle(node.expression, 'streamAsync'))
    ? [node.arguments[0]!]
    : undefined;

/** `$h0.random(ORIGINAL)` */
const draw: Shape = (node) =>
  ts.isCallExpression(node) && isHandle(node.expression, 'random') ? [node.arguments[0]!] : undefined;

const SHAPES: readonly Shape[] = [
  header,
  once,
  loop,
  body,
  choice,
  shorthand,
  passedBy,
  leading,
  pin,
  stream,
  draw,
  ...CALLS,
];

function original(node: ts.Node): readonly ts.Node[] {
  for (const shape of SHAPES) {
    const parts = shape(node);
    if (parts) return parts;
  }
  return node.getChildren();
}
