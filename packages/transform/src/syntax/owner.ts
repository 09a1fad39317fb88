/** What people call the function that a place in a module belongs to. */
import { isFunctionLike } from './nodes.ts';
import { ts } from './ts.ts';

/** The name that a function or class has itself, or gets from what it is assigned to. */
function nameOf(node: ts.Node): string | undefined {
  const own = (node as { name?: ts.Node }).name;
  if (own && (ts.isIdentifier(own) || ts.isPrivateIdentifier(own) || ts.isStringLiteral(own))) return own.text;
  if (ts.isConstructorDeclaration(node)) return 'constructor';
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent))
    return parent.name.getText();
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken)
    return parent.left.getText().replace(/\s+/g, '');
  return undefined;
}

const isNamed = (node: ts.Node): boolean =>
  isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node);

/**
 * @returns the names of the functions, classes and namespaces around a place, from the outside in: `Renderer.draw`.
 *   Functions without a name are left out; the empty text at the top level.
 */
export function ownerName(source: ts.SourceFile, offset: number): string {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (node.getStart(source) > offset || node.end <= offset) return;
    const name = isNamed(node) && node.getStart(source) < offset ? nameOf(node) : undefined;
    if (name !== undefined) names.push(name);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return names.join('.');
}
