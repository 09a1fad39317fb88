/** V1: the shapes of array calls. */
import { bare } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';

/** Which parts of a node come from the source; undefined when it is not the shape. */
export type Shape = (node: ts.Node) => readonly ts.Node[] | undefined;

export const named = (node: ts.Node | undefined, pattern: RegExp): boolean =>
  node !== undefined && ts.isIdentifier(node) && pattern.test(node.text);

/** `$h0.name` */
export const isHandle = (node: ts.Node, name: string): boolean =>
  ts.isPropertyAccessExpression(node) && node.name.text === name && named(node.expression, /^\$h\d+$/);

/** `$par.callback($h0, $c0_0, ORIGINAL)` */
const callback: Shape = (node) => {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression, name } = node.expression;
  return named(expression, /^\$par$/) && name.text === 'callback' ? [node.arguments[2]!] : undefined;
};

/** `(0x00 ? ORIGINAL : $r)`: what has been evaluated before. */
const evaluated: Shape = (node) => {
  if (!ts.isParenthesizedExpression(node) || !ts.isConditionalExpression(node.expression)) return undefined;
  const { condition, whenTrue } = node.expression;
  return condition.getText() === '0x00' ? [whenTrue] : undefined;
};

/** `($h0.next(), (EXPRESSION))` */
const callbackBody: Shape = (node) => {
  if (!ts.isParenthesizedExpression(node) || !ts.isBinaryExpression(node.expression)) return undefined;
  const { left, right } = node.expression;
  if (!ts.isCallExpression(left) || !isHandle(left.expression, 'next')) return undefined;
  return ts.isParenthesizedExpression(right) ? [right.expression] : undefined;
};

/** `$par.each(site, RECEIVER, entry, (…) => { …; return $r.METHOD(CALLBACK); })` */
const call: Shape = (node) => {
  if (ts.isAwaitExpression(node)) {
    const inner = bare(node.expression);
    return ts.isCallExpression(inner) && call(inner) ? [node.expression] : undefined;
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression, name } = node.expression;
  if (!named(expression, /^\$par$/) || !/^each(Async)?$/.test(name.text)) return undefined;
  const [, receiver, , replay] = node.arguments;
  if (!receiver || !replay || !ts.isArrowFunction(replay) || !ts.isBlock(replay.body)) return undefined;
  const last = replay.body.statements.at(-1);
  const result = last && ts.isReturnStatement(last) ? last.expression : undefined;
  if (!result || !ts.isCallExpression(result) || !ts.isPropertyAccessExpression(result.expression)) return undefined;
  if (!named(result.expression.expression, /^\$r$/))
    return isEvaluated(result.arguments[0], receiver) ? [result] : undefined;
  const [, ...access] = result.expression.getChildren();
  return [receiver, ...access, ...result.getChildren().slice(1)];
};

/** `$par.each(site, null, entry, (…) => { …; return LITERAL; })`, and `(await $par.eachAsync(…))`: sections. */
const literal: Shape = (node) => {
  if (ts.isParenthesizedExpression(node))
    return ts.isAwaitExpression(node.expression) ? literal(node.expression.expression) : undefined;
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression, name } = node.expression;
  const [, nothing, , replay] = node.arguments;
  if (!named(expression, /^\$par$/) || !/^each(Async)?$/.test(name.text)) return undefined;
  if (nothing?.kind !== ts.SyntaxKind.NullKeyword || !replay || !ts.isArrowFunction(replay)) return undefined;
  const last = ts.isBlock(replay.body) ? replay.body.statements.at(-1) : undefined;
  return last && ts.isReturnStatement(last) && last.expression ? [last.expression] : undefined;
};

/** `Array.from((0x00 ? ORIGINAL : $r), …)`, and `$r` is the original. */
function isEvaluated(node: ts.Node | undefined, value: ts.Node): boolean {
  const [source] = (node && evaluated(node)) ?? [];
  return source !== undefined && compact(source) === compact(value);
}

const compact = (node: ts.Node): string => leaves(node).join(' ');

const leaves = (node: ts.Node): string[] =>
  node.getChildCount() === 0 ? (node.getWidth() > 0 ? [node.getText()] : []) : node.getChildren().flatMap(leaves);

export const CALLS: readonly Shape[] = [callbackBody, callback, evaluated, literal, call];
