/** Which classes the main module can name where the construct stands. */
import { hasModifier } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import type { Context } from './context.ts';

/** At the top level of the main module, or exported by a module that the main module imports. */
export function isNameable(ctx: Context, node: ts.ClassDeclaration): boolean {
  if (!ts.isSourceFile(node.parent)) return false;
  const module = ctx.project.moduleOf(node);
  return module.index === 0 || (isExported(node) && ctx.project.specifierOf(module) !== undefined);
}

const isExported = (node: ts.ClassDeclaration): boolean =>
  hasModifier(node, ts.SyntaxKind.ExportKeyword) ||
  node
    .getSourceFile()
    .statements.some(
      (s) =>
        ts.isExportDeclaration(s) &&
        !s.moduleSpecifier &&
        s.exportClause !== undefined &&
        ts.isNamedExports(s.exportClause) &&
        s.exportClause.elements.some((e) => (e.propertyName ?? e.name).text === node.name?.text),
    );
