/** The modules that an analysis reads: parsed once, imports followed through the host. */
import type { Host } from '../options.ts';
import { parse } from '../syntax/parse.ts';
import { resolveScopes, type Scopes } from '../syntax/scopes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';

export interface Module {
  readonly path: string;
  readonly text: string;
  readonly source: ts.SourceFile;
  readonly scopes: Scopes;
  /** 0 is the module that is transformed. */
  readonly index: number;
}

/** What an import binding stands for. */
export type Target =
  | { readonly kind: 'symbol'; readonly module: Module; readonly symbol: Sym }
  | { readonly kind: 'module'; readonly module: Module }
  | { readonly kind: 'external'; readonly specifier: string; readonly imported: string }
  | { readonly kind: 'missing' };

export class Project {
  readonly modules: Module[] = [];
  private readonly byPath = new Map<string, Module | undefined>();
  private readonly host: Host;

  constructor(host: Host, text: string, path: string, source: ts.SourceFile) {
    this.host = host;
    this.add(path, text, source);
  }

  get main(): Module {
    return this.modules[0]!;
  }

  /** Paths of the other modules that were read. */
  get dependencies(): string[] {
    return this.modules.slice(1).map((m) => m.path);
  }

  moduleOf(node: ts.Node): Module {
    const source = node.getSourceFile();
    return this.modules.find((m) => m.source === source) ?? this.main;
  }

  /** Follows an import binding, through re-exports, to what it names. */
  follow(symbol: Sym): Target {
    const node = symbol.declarations[0]!;
    const specifier = specifierOf(node);
    if (specifier === undefined) return { kind: 'missing' };
    const imported = importedName(node);
    const from = this.moduleOf(node);
    return this.find(specifier, imported, from, 0);
  }

  /** The specifier under which the main module itself imports `module`. */
  specifierOf(module: Module): string | undefined {
    for (const statement of this.main.source.statements) {
      if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
      const { text } = statement.moduleSpecifier;
      if (this.host.resolve(text, this.main.path) === module.path) return text;
    }
    return undefined;
  }

  /** The symbol that `module` exports under `name`. */
  exported(module: Module, name: string, depth = 0): Target {
    if (depth > 20) return { kind: 'missing' };
    for (const statement of module.source.statements) {
      const target = this.exportedBy(statement, module, name, depth);
      if (target) return target;
    }
    return { kind: 'missing' };
  }

  private find(specifier: string, imported: string, from: Module, depth: number): Target {
    const path = this.host.resolve(specifier, from.path);
    const module = path === undefined ? undefined : this.load(path);
    if (!module) {
      const local = specifier.startsWith('.') || specifier.startsWith('/');
      return local ? { kind: 'missing' } : { kind: 'external', specifier, imported };
    }
    return imported === '*' ? { kind: 'module', module } : this.exported(module, imported, depth + 1);
  }

  private exportedBy(statement: ts.Statement, module: Module, name: string, depth: number): Target | undefined {
    if (ts.isExportDeclaration(statement)) return this.reExported(statement, module, name, depth);
    if (ts.isExportAssignment(statement)) {
      const { expression } = statement;
      if (name !== 'default' || !ts.isIdentifier(expression)) return undefined;
      // A copy of the value at that time, unless the value never changes.
      const target = this.local(module, expression);
      return target?.kind === 'symbol' && target.symbol.assignments.length > 0 ? { kind: 'missing' } : target;
    }
    const flags = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    if (!flags.some((m) => m.kind === ts.SyntaxKind.ExportKeyword)) return undefined;
    const isDefault = flags.some((m) => m.kind === ts.SyntaxKind.DefaultKeyword);
    if (isDefault !== (name === 'default')) return undefined;
    const id = isDefault ? (statement as { name?: ts.Identifier }).name : undefined;
    if (isDefault) return id ? this.local(module, id) : undefined;
    const symbol = module.scopes.root.symbols.get(name);
    const declared = symbol?.declarations.some((d) => isWithin(d, statement));
    return symbol && declared ? { kind: 'symbol', module, symbol } : undefined;
  }

  private reExported(node: ts.ExportDeclaration, module: Module, name: string, depth: number): Target | undefined {
    if (node.isTypeOnly) return undefined;
    const specifier =
      node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : undefined;
    if (!node.exportClause) {
      const target = specifier === undefined ? undefined : this.find(specifier, name, module, depth + 1);
      return target?.kind === 'symbol' ? target : undefined;
    }
    if (!ts.isNamedExports(node.exportClause)) return undefined;
    const element = node.exportClause.elements.find((e) => e.name.text === name);
    if (!element) return undefined;
    const inner = element.propertyName ?? element.name;
    if (specifier !== undefined) return this.find(specifier, inner.text, module, depth + 1);
    const symbol = module.scopes.root.symbols.get(inner.text);
    if (!symbol) return undefined;
    return symbol.kind === 'import' ? this.follow(symbol) : { kind: 'symbol', module, symbol };
  }

  private local(module: Module, name: ts.Identifier): Target | undefined {
    const symbol = module.scopes.symbolOf(name);
    if (!symbol) return undefined;
    return symbol.kind === 'import' ? this.follow(symbol) : { kind: 'symbol', module, symbol };
  }

  private load(path: string): Module | undefined {
    if (!this.byPath.has(path)) {
      const text = this.host.readFile(path);
      const parsed = text === undefined ? undefined : parse(text, path);
      if (text !== undefined && parsed && parsed.errors.length === 0) this.add(path, text, parsed.source);
      else this.byPath.set(path, undefined);
    }
    return this.byPath.get(path);
  }

  private add(path: string, text: string, source: ts.SourceFile): void {
    const module = { path, text, source, scopes: resolveScopes(source), index: this.modules.length };
    this.modules.push(module);
    this.byPath.set(path, module);
  }
}

const isWithin = (node: ts.Node, ancestor: ts.Node): boolean => node.pos >= ancestor.pos && node.end <= ancestor.end;

function specifierOf(node: ts.Node): string | undefined {
  for (let n: ts.Node | undefined = node; n; n = n.parent)
    if (ts.isImportDeclaration(n)) return ts.isStringLiteral(n.moduleSpecifier) ? n.moduleSpecifier.text : undefined;
  return undefined;
}

function importedName(node: ts.Node): string {
  if (ts.isImportSpecifier(node)) return (node.propertyName ?? node.name).text;
  return ts.isNamespaceImport(node) ? '*' : 'default';
}
