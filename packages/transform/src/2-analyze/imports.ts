/** The words of an import binding. */
import { requiredBy } from '../syntax/scopes.ts';
import { ts } from '../syntax/ts.ts';

/** What `require` gives: in CommonJS modules the value of `module.exports`. */
export const WHOLE = 'module.exports';

export function specifierOf(node: ts.Node): string | undefined {
  for (let n: ts.Node | undefined = node; n; n = n.parent) {
    if (ts.isImportDeclaration(n)) return ts.isStringLiteral(n.moduleSpecifier) ? n.moduleSpecifier.text : undefined;
    if (ts.isVariableDeclaration(n)) return requiredBy(n);
  }
  return undefined;
}

/** @param name of the variable */
export function importedName(node: ts.Node, name: string): string {
  if (ts.isImportSpecifier(node)) return (node.propertyName ?? node.name).text;
  if (ts.isVariableDeclaration(node)) return requiredName(node.name, name);
  return ts.isNamespaceImport(node) ? '*' : 'default';
}

/** `const { a, b: name } = require('…')` */
function requiredName(binding: ts.BindingName, name: string): string {
  if (ts.isIdentifier(binding)) return WHOLE;
  const part = binding.elements.find((e) => ts.isBindingElement(e) && ts.isIdentifier(e.name) && e.name.text === name);
  const isPlain = part && ts.isBindingElement(part) && !part.dotDotDotToken && !part.initializer;
  const key = isPlain ? (part.propertyName ?? part.name) : undefined;
  // Nothing is exported under the empty name.
  return key && ts.isIdentifier(key) && ts.isObjectBindingPattern(binding) ? key.text : '';
}
