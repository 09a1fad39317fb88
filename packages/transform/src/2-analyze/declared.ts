/** What a name stands for where it is written, types included: classes, interfaces, functions, variables. Hints only. */
import { ts } from '../syntax/ts.ts';
import type { Context } from './context.ts';
import type { Module, Project } from './project.ts';

/** How many re-exports are followed. */
const MAX_DEPTH = 10;

/** The declarations of a name in a value or type position; none for global names. */
export function declarationsOf(ctx: Context, name: ts.Identifier): readonly ts.Node[] {
  const module = ctx.project.moduleOf(name);
  const symbol = module.scopes.scopeAt(name).lookup(name.text);
  if (symbol && symbol.kind !== 'import' && symbol.kind !== 'global') return symbol.declarations;
  return inModule(ctx.project, module, name.text, 0);
}

/** Top-level declarations of the module, its imports followed. */
function inModule(project: Project, module: Module, name: string, depth: number): readonly ts.Node[] {
  if (depth > MAX_DEPTH) return [];
  const own = module.source.statements.flatMap((s) => declaredBy(s, name));
  if (own.length > 0) return own;
  return module.source.statements.flatMap((s) => imported(project, module, s, name, depth));
}

function declaredBy(statement: ts.Statement, name: string): readonly ts.Node[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.filter((d) => ts.isIdentifier(d.name) && d.name.text === name);
  const isNamed =
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isFunctionDeclaration(statement);
  return isNamed && statement.name?.text === name ? [statement] : [];
}

function imported(
  project: Project,
  module: Module,
  statement: ts.Statement,
  name: string,
  depth: number,
): readonly ts.Node[] {
  if (!ts.isImportDeclaration(statement)) return [];
  const clause = statement.importClause;
  const bindings = clause?.namedBindings;
  const named =
    bindings && ts.isNamedImports(bindings) ? bindings.elements.find((e) => e.name.text === name) : undefined;
  const isDefault = clause?.name?.text === name;
  const target = named || isDefault ? project.moduleNamed(statement.moduleSpecifier, module) : undefined;
  return target
    ? exported(project, target, named ? (named.propertyName ?? named.name).text : 'default', depth + 1)
    : [];
}

function exported(project: Project, module: Module, name: string, depth: number): readonly ts.Node[] {
  for (const s of module.source.statements) {
    if (ts.isExportAssignment(s) && name === 'default' && ts.isIdentifier(s.expression))
      return inModule(project, module, s.expression.text, depth);
    if (name === 'default' && ts.isClassDeclaration(s) && isDefault(s)) return [s];
    if (!ts.isExportDeclaration(s)) continue;
    const found = reExported(project, module, s, name, depth);
    if (found.length > 0) return found;
  }
  return inModule(project, module, name, depth);
}

function reExported(
  project: Project,
  module: Module,
  node: ts.ExportDeclaration,
  name: string,
  depth: number,
): readonly ts.Node[] {
  if (depth > MAX_DEPTH) return [];
  const target = node.moduleSpecifier && project.moduleNamed(node.moduleSpecifier, module);
  if (!node.exportClause) return target ? exported(project, target, name, depth + 1) : [];
  if (!ts.isNamedExports(node.exportClause)) return [];
  const element = node.exportClause.elements.find((e) => e.name.text === name);
  if (!element) return [];
  const inner = (element.propertyName ?? element.name).text;
  if (!node.moduleSpecifier) return inModule(project, module, inner, depth + 1);
  return target ? exported(project, target, inner, depth + 1) : [];
}

const isDefault = (node: ts.ClassDeclaration): boolean =>
  (ts.getModifiers(node) ?? []).some((m) => m.kind === ts.SyntaxKind.DefaultKeyword);
