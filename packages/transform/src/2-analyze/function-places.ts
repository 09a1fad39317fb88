/** Where a function stands as a value: under which name it is stored, or who calls it there. */
import { bare } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { namespaceMember } from './knowledge/globals.ts';
import { methodInfo } from './knowledge/methods.ts';

/** The name under which the value is stored: `{ name: f }`, `x.name = f`, `x[name] = f`, a field of a class. */
export function nameOfPlace(value: ts.Node): ts.PropertyName | undefined {
  const { parent } = value;
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name;
  if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent))
    return parent.initializer === value ? parent.name : undefined;
  const left = ts.isBinaryExpression(parent) && parent.right === value ? parent.left : undefined;
  if (left && ts.isPropertyAccessExpression(left) && ts.isIdentifier(left.name)) return left.name;
  return left && ts.isElementAccessExpression(left) && ts.isStringLiteral(left.argumentExpression)
    ? left.argumentExpression
    : undefined;
}

/** A constant that holds it, a call of it, a callback of a built-in method: nobody else gets hold of it. */
export function isCalledInPlace(value: ts.Node, parent: ts.Node): boolean {
  // Another name of a function is not followed.
  if (ts.isVariableDeclaration(parent)) return ts.isFunctionLike(value) && ts.isIdentifier(parent.name);
  if (ts.isExportSpecifier(parent) || ts.isExportAssignment(parent) || ts.isTypeQueryNode(parent)) return true;
  if (ts.isNewExpression(parent)) return parent.expression === value || parent.expression.getText() === 'Promise';
  if (!ts.isCallExpression(parent)) return false;
  if (parent.expression === value) return true;
  const target = bare(parent.expression);
  if (!ts.isPropertyAccessExpression(target)) return false;
  const base = bare(target.expression);
  const info = ts.isIdentifier(base) ? namespaceMember(base.text, target.name.text) : undefined;
  return (info ?? methodInfo(target.name.text))?.callback !== undefined;
}
