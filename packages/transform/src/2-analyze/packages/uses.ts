/** How an import of a package is mentioned. */
import { bare, isAssignment } from '../../syntax/nodes.ts';
import { ts } from '../../syntax/ts.ts';
import { calleeOfValue } from '../callees.ts';
import type { Context } from '../context.ts';

/** `map`, `_.map`, `glm.vec3.add`: the name with the members that are looked up in it. */
export function wholeMention(name: ts.Identifier): ts.Expression {
  let node: ts.Expression = name;
  for (;;) {
    const { parent } = node;
    const isLook = ts.isPropertyAccessExpression(parent) && parent.expression === node;
    if (!isLook && !(ts.isExpression(parent) && bare(parent) === bare(node))) return node;
    node = parent as ts.Expression;
  }
}

/** The mention names a function of which it is known what it does: it is called, or passed on. */
export const isKnownUse = (ctx: Context, name: ts.Identifier): boolean => {
  const mention = wholeMention(name);
  return ts.isExportSpecifier(name.parent) || calleeOfValue(ctx, mention).kind === 'builtin';
};

/** `pkg.settings.x = …`, `Object.assign(pkg, …)`: the program changes what the package has exported, or may do so. */
export function mayChange(name: ts.Identifier): boolean {
  const node = wholeMention(name);
  const { parent } = node;
  const isNamed = ts.isImportClause(parent) || ts.isVariableDeclaration(parent) || ts.isNamespaceImport(parent);
  if (bare(node) === name) return !isNamed;
  return ts.isBinaryExpression(parent)
    ? parent.left === node && isAssignment(parent.operatorToken.kind)
    : ts.isDeleteExpression(parent);
}
