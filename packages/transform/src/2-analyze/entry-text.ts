/**
 * Header expressions as text for the construct's entry, where they are evaluated once more: on one line, without
 * comments, and with every property read through a guard that fails rather than run an accessor.
 */
import { bare } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { type Context, symbolOf } from './context.ts';
import { CONSTANT_MEMBERS } from './knowledge/globals.ts';

/** @returns undefined when the text cannot stand on one line */
export function guardedText(ctx: Context, expression: ts.Expression): string | undefined {
  const node = bare(expression);
  if (ts.isPropertyAccessExpression(node) && !ts.isOptionalChain(node) && !isConstant(ctx, node))
    return ts.isPrivateIdentifier(node.name)
      ? ofPrivate(ctx, node.expression, node.name.text)
      : withBase(ctx, node.expression, JSON.stringify(node.name.text));
  if (ts.isElementAccessExpression(node) && !ts.isOptionalChain(node)) {
    const key = guardedText(ctx, node.argumentExpression);
    return key && withBase(ctx, node.expression, key);
  }
  if (ts.isBinaryExpression(node)) {
    const [left, right] = [guardedText(ctx, node.left), guardedText(ctx, node.right)];
    return left && right && `(${left} ${node.operatorToken.getText()} ${right})`;
  }
  if (
    ts.isPrefixUnaryExpression(node) &&
    (node.operator === ts.SyntaxKind.MinusToken || node.operator === ts.SyntaxKind.PlusToken)
  ) {
    const operand = guardedText(ctx, node.operand);
    return operand && `(${ts.tokenToString(node.operator)}${operand})`;
  }
  return plainText(node);
}

function withBase(ctx: Context, base: ts.Expression, key: string): string | undefined {
  const object = guardedText(ctx, base);
  return object && `$par.get(${object}, ${key})`;
}

/** A private field: no accessor, and no proxy has one. */
function ofPrivate(ctx: Context, base: ts.Expression, name: string): string | undefined {
  const object = guardedText(ctx, base);
  return object && `${object}.${name}`;
}

const isConstant = (ctx: Context, node: ts.PropertyAccessExpression): boolean =>
  ts.isIdentifier(node.expression) &&
  CONSTANT_MEMBERS.has(node.expression.text) &&
  symbolOf(ctx, node.expression)?.kind === 'global';

/** The tokens, one blank apart. Undefined when one of them (a template) goes over several lines. */
export function plainText(node: ts.Node): string | undefined {
  const tokens: string[] = [];
  const visit = (n: ts.Node): void => {
    if (n.kind >= ts.SyntaxKind.FirstJSDocNode && n.kind <= ts.SyntaxKind.LastJSDocNode) return;
    const children = n.getChildren();
    if (children.length > 0) children.forEach(visit);
    else if (n.getWidth() > 0) tokens.push(n.getText());
  };
  visit(node);
  return tokens.some((t) => /[\r\n\u2028\u2029]/.test(t)) ? undefined : joined(node, tokens);
}

/** Templates must not get blanks between their parts. */
const joined = (node: ts.Node, tokens: readonly string[]): string | undefined => {
  const own = node.getText();
  return own.includes('`') ? (/[\r\n]|\/[/*]/.test(own) ? undefined : own) : tokens.join(' ');
};
