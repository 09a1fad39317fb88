/** What a module hands out: modules that import it can change an object that it exports. */
import { bare, hasModifier } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { type Context, constantDeclaration } from './context.ts';
import { isLeaf } from './leaves.ts';
import { membersOf } from './members.ts';

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
export function handedOut(ctx: Context, symbol: Sym): ts.Node | undefined {
  const declaration = constantDeclaration(symbol);
  const init = declaration?.initializer;
  if (!declaration || !init || isFrozen(ctx, bare(init))) return undefined;
  return exportedName(symbol, ctx.project.moduleOf(declaration).source) === undefined ? undefined : declaration.name;
}

/** `Object.freeze({ … })` of nothing in which anything could be changed. */
function isFrozen(ctx: Context, node: ts.Expression): boolean {
  const literal = frozen(node);
  const members = literal && membersOf(ctx, bare(literal));
  return members?.every((m) => ts.isMethodDeclaration(m) || isLeaf(ctx, m)) ?? false;
}

/** What `Object.freeze(…)` freezes. */
export const frozen = (node: ts.Expression): ts.Expression | undefined =>
  ts.isCallExpression(node) && node.expression.getText() === 'Object.freeze' ? node.arguments[0] : undefined;
