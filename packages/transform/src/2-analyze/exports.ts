/** What a module hands out: modules that import it can change an object that it exports. */
import { bare, hasModifier } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { type Context, constantDeclaration } from './context.ts';

/** The name under which a top-level symbol is exported. */
export function exportedName(symbol: Sym, source: ts.SourceFile): string | undefined {
  if (symbol.scope.parent !== undefined) return undefined;
  for (const declaration of symbol.declarations) {
    const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
    if (hasModifier(statement, ts.SyntaxKind.DefaultKeyword)) return 'default';
    if (hasModifier(statement, ts.SyntaxKind.ExportKeyword)) return symbol.name;
  }
  for (const statement of source.statements) {
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier || !statement.exportClause) continue;
    if (!ts.isNamedExports(statement.exportClause)) continue;
    const element = statement.exportClause.elements.find((e) => (e.propertyName ?? e.name).text === symbol.name);
    if (element) return element.name.text;
  }
  return undefined;
}

/**
 * Where an object that is not frozen is exported. Who imports it may be any module, also one that nobody has looked at.
 */
export function handedOut({ project }: Context, symbol: Sym): ts.Node | undefined {
  const declaration = constantDeclaration(symbol);
  const init = declaration?.initializer && bare(declaration.initializer);
  if (!declaration || !init || isFrozen(init)) return undefined;
  return exportedName(symbol, project.moduleOf(declaration).source) === undefined ? undefined : declaration.name;
}

/** `Object.freeze({ … })` of values that hold nothing themselves, or are frozen too. */
function isFrozen(node: ts.Expression): boolean {
  const [literal] = ts.isCallExpression(node) && node.expression.getText() === 'Object.freeze' ? node.arguments : [];
  const inner = literal && bare(literal);
  if (!inner || !(ts.isObjectLiteralExpression(inner) || ts.isArrayLiteralExpression(inner))) return false;
  const parts = ts.isArrayLiteralExpression(inner)
    ? inner.elements
    : inner.properties.flatMap((p) => (ts.isPropertyAssignment(p) ? [p.initializer] : []));
  return parts.every((part) => {
    const value = bare(part);
    return !(ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value) || ts.isNewExpression(value));
  });
}
