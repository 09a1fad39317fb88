/** What the text of a module exports under a name. */
import { hasModifier } from '../syntax/nodes.ts';
import { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { WHOLE } from './imports.ts';
import { exportsOf } from './packages/commonjs.ts';
import type { Module } from './project.ts';

/** A name or function in the module; what another module exports; or the module as a whole. */
export type Exported =
  | { readonly node: ts.Node }
  | { readonly specifier: string; readonly imported: string }
  | 'module';

/** Undefined: not by the module itself, but possibly by one of which it exports everything. */
export function exportedExpression(module: Module, name: string): Exported | undefined {
  if (module.commonJs) return fromCommonJs(module, name);
  if (name === WHOLE) return 'module';
  for (const statement of module.source.statements) {
    const found = exportedBy(statement, module, name);
    if (found) return found;
  }
  return undefined;
}

function fromCommonJs({ source }: Module, name: string): Exported | undefined {
  const exports = exportsOf(source);
  if (!exports) return undefined;
  const { whole, named, esModule } = exports;
  if (name === WHOLE || (name === 'default' && !esModule)) return whole ? asExported(whole) : 'module';
  const value = name === 'default' ? undefined : named.get(name);
  return value && asExported(value);
}

function asExported(value: ts.Expression): Exported {
  const [specifier] = ts.isCallExpression(value) && value.expression.getText() === 'require' ? value.arguments : [];
  return specifier && ts.isStringLiteral(specifier) ? { specifier: specifier.text, imported: WHOLE } : { node: value };
}

function exportedBy(statement: ts.Statement, module: Module, name: string): Exported | undefined {
  if (ts.isExportDeclaration(statement)) return reExported(statement, name);
  if (ts.isExportAssignment(statement)) return name === 'default' ? { node: statement.expression } : undefined;
  if (!hasModifier(statement, ts.SyntaxKind.ExportKeyword)) return undefined;
  const isDefault = hasModifier(statement, ts.SyntaxKind.DefaultKeyword);
  if (isDefault !== (name === 'default')) return undefined;
  if (isDefault) return { node: (statement as { name?: ts.Identifier }).name ?? statement };
  const symbol = module.scopes.root.symbols.get(name);
  const declaration = symbol?.declarations.find((d) => isWithin(d, statement));
  const id = declaration && identifierOf(declaration, name);
  return id && { node: id };
}

/** The name in a declaration that stands for the symbol. */
function identifierOf(declaration: ts.Node, name: string): ts.Node | undefined {
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (found) return;
    if (ts.isIdentifier(node) && node.text === name) found = node;
    else ts.forEachChild(node, visit);
  };
  const { name: own } = declaration as { name?: ts.Node };
  visit(own ?? declaration);
  return found;
}

function reExported(node: ts.ExportDeclaration, name: string): Exported | undefined {
  if (node.isTypeOnly || !node.exportClause) return undefined;
  const specifier = specifierIn(node);
  if (ts.isNamespaceExport(node.exportClause))
    return node.exportClause.name.text === name && specifier !== undefined ? { specifier, imported: '*' } : undefined;
  const element = node.exportClause.elements.find((e) => e.name.text === name);
  if (!element) return undefined;
  const inner = element.propertyName ?? element.name;
  return specifier === undefined ? { node: inner } : { specifier, imported: inner.text };
}

const specifierIn = ({ moduleSpecifier }: ts.ExportDeclaration): string | undefined =>
  moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : undefined;

/**
 * Modules of which everything is exported. A name that two of them export is exported by neither, so those whose file
 * has that name may be asked first.
 */
export function starTargets({ source }: Module, name: string): string[] {
  if (name === 'default') return [];
  const stars = source.statements.flatMap((s) => {
    const specifier = ts.isExportDeclaration(s) && !s.exportClause && !s.isTypeOnly ? specifierIn(s) : undefined;
    return specifier === undefined ? [] : [specifier];
  });
  const isNamed = (specifier: string): boolean => /([^/]*?)(\.[cm]?[jt]s)?$/.exec(specifier)?.[1] === name;
  return [...stars.filter(isNamed), ...stars.filter((s) => !isNamed(s))];
}

const literals = new WeakMap<ts.Node, Sym>();

/** The variable that an exported node names. Functions without a name get one, in packages. */
export function targetSymbol(module: Module, node: ts.Node): Sym | undefined {
  if (ts.isIdentifier(node)) return nameOf(module, node);
  if (!module.package || !isFunction(node)) return undefined;
  let symbol = literals.get(node);
  if (!symbol) {
    symbol = new Sym('default', 'function', module.scopes.root);
    symbol.declarations.push(node);
    literals.set(node, symbol);
  }
  return symbol;
}

const isFunction = (node: ts.Node): boolean =>
  ts.isFunctionExpression(node) || ts.isArrowFunction(node) || ts.isFunctionDeclaration(node);

/** `export default x` is a copy of the value at that time, unless the value never changes. */
function nameOf({ scopes }: Module, node: ts.Identifier): Sym | undefined {
  const symbol = scopes.symbolOf(node) ?? scopes.root.symbols.get(node.text);
  if (!symbol || symbol.kind === 'global') return undefined;
  return ts.isExportAssignment(node.parent) && symbol.assignments.length > 0 ? undefined : symbol;
}

const isWithin = (node: ts.Node, ancestor: ts.Node): boolean => node.pos >= ancestor.pos && node.end <= ancestor.end;
