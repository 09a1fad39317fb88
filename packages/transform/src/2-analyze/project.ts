/** The modules that an analysis reads: parsed once, imports followed through the host, into packages as well. */
import type { Host, ResolvedOptions } from '../options.ts';
import { parse } from '../syntax/parse.ts';
import { resolveScopes, type Scopes } from '../syntax/scopes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { exportedExpression, starTargets, targetSymbol } from './exported.ts';
import { importedName, specifierOf } from './imports.ts';
import { isBuiltinModule } from './packages/builtins.ts';
import type { Package } from './packages/manifest.ts';
import { type Found, Packages } from './packages/packages.ts';
import { parsedModule } from './packages/parsed.ts';

export interface Module {
  readonly path: string;
  readonly text: string;
  readonly source: ts.SourceFile;
  readonly scopes: Scopes;
  /** 0 is the module that is transformed. */
  readonly index: number;
  /** The package that it is a part of; undefined for modules of the program. */
  readonly package?: Package;
  readonly commonJs?: boolean;
}

/** An import that leads out of the modules of the program, or out of a package: the module that does it, and its words. */
export interface External {
  readonly kind: 'external';
  readonly specifier: string;
  readonly imported: string;
  readonly from: Module;
}

/** What an import binding stands for. `boundary`: where the way there left the program. */
export type Target =
  | { readonly kind: 'symbol'; readonly module: Module; readonly symbol: Sym; readonly boundary?: External }
  | { readonly kind: 'module'; readonly module: Module; readonly boundary?: External }
  | External
  | { readonly kind: 'missing' };

export type Settings = Pick<ResolvedOptions, 'host' | 'resolution' | 'pure'>;

const MISSING: Target = { kind: 'missing' };
const MAX_DEPTH = 20;

export class Project {
  readonly modules: Module[] = [];
  readonly packages: Packages;
  readonly settings: Settings;
  private readonly byPath = new Map<string, Module | undefined>();
  private readonly bySource = new Map<ts.SourceFile, Module>();
  private readonly followed = new Map<Sym, Target>();
  private readonly host: Host;

  constructor(settings: Settings, text: string, path: string, source: ts.SourceFile) {
    this.settings = settings;
    this.host = settings.host;
    this.packages = new Packages(settings.host, settings.resolution);
    this.add({ path, text, source, scopes: resolveScopes(source) });
  }

  get main(): Module {
    return this.modules[0]!;
  }

  /** The modules of the program itself, among those that are known. */
  get own(): Module[] {
    return this.modules.filter((m) => m.package === undefined);
  }

  /** Paths of the other files that were read. */
  get dependencies(): string[] {
    const own = this.own.slice(1).map((m) => m.path);
    return [...new Set([...own, ...this.packages.files])];
  }

  moduleOf(node: ts.Node): Module {
    return this.bySource.get(node.getSourceFile()) ?? this.main;
  }

  /** Follows an import binding, through re-exports and into packages, to what it names. */
  follow(symbol: Sym): Target {
    let target = this.followed.get(symbol);
    if (!target) {
      target = this.enter(this.leave(symbol));
      this.followed.set(symbol, target);
    }
    return target;
  }

  /** As {@link follow}, but stays where it is: what lies outside of the program is not read. */
  leave(symbol: Sym): Target {
    const node = symbol.declarations[0]!;
    const specifier = specifierOf(node);
    if (specifier === undefined || symbol.assignments.length > 0) return MISSING;
    return this.find(specifier, importedName(node, symbol.name), this.moduleOf(node), 0);
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

  /** The module of the program, or of the same package, that a specifier names. */
  moduleNamed(specifier: ts.Expression, from: Module): Module | undefined {
    return ts.isStringLiteral(specifier) ? this.inside(specifier.text, from) : undefined;
  }

  /** What `module` exports under `name`. */
  exported(module: Module, name: string): Target {
    return this.enter(this.exportedFrom(module, name, 0));
  }

  /** The module that a specifier in a module of a package means, if it can be read. */
  moduleAt(specifier: string, from: Module): Module | undefined {
    const found = this.outside(specifier, from);
    return found && this.loadFrom(found);
  }

  private exportedFrom(module: Module, name: string, depth: number): Target {
    if (depth > MAX_DEPTH) return MISSING;
    const own = exportedExpression(module, name);
    if (own === 'module') return { kind: 'module', module };
    if (own && 'specifier' in own) return this.find(own.specifier, own.imported, module, depth + 1);
    if (own) return this.at(module, own.node, depth);
    for (const specifier of starTargets(module, name)) {
      const target = this.find(specifier, name, module, depth + 1);
      if (target.kind === 'symbol' || target.kind === 'module') return target;
    }
    return MISSING;
  }

  /** What an exported expression is: a name, a function literal, a member of another module. */
  private at(module: Module, node: ts.Node, depth: number): Target {
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
      const base = this.at(module, node.expression, depth);
      return base.kind === 'module' ? this.exportedFrom(base.module, node.name.text, depth + 1) : MISSING;
    }
    const symbol = targetSymbol(module, node);
    if (!symbol) return MISSING;
    if (symbol.kind !== 'import') return { kind: 'symbol', module, symbol };
    const specifier = specifierOf(symbol.declarations[0]!);
    if (specifier === undefined || symbol.assignments.length > 0) return MISSING;
    return this.find(specifier, importedName(symbol.declarations[0]!, symbol.name), module, depth + 1);
  }

  private find(specifier: string, imported: string, from: Module, depth: number): Target {
    const module = this.inside(specifier, from);
    if (module) return imported === '*' ? { kind: 'module', module } : this.exportedFrom(module, imported, depth + 1);
    return isPath(specifier) ? MISSING : { kind: 'external', specifier, imported, from };
  }

  /** Another module of the program, or of the same package. */
  private inside(specifier: string, from: Module): Module | undefined {
    if (from.package) return isPath(specifier) ? this.moduleAt(specifier, from) : undefined;
    const path = this.host.resolve(specifier, from.path);
    return path === undefined ? undefined : this.load(path);
  }

  private outside(specifier: string, from: Module): Found | undefined {
    if (isBuiltinModule(specifier)) return undefined;
    if (from.package) return this.packages.findWithin(specifier, from.path, from.package);
    return this.packages.find(specifier, from.path);
  }

  /** From the border of the program, or of a package, to what lies behind it, as far as that can be read. */
  private enter(target: Target): Target {
    if (target.kind !== 'external') return target;
    let inner: Target = target;
    for (let depth = 0; inner.kind === 'external' && depth < MAX_DEPTH; depth++) {
      const module = this.moduleAt(inner.specifier, inner.from);
      if (!module) return target;
      inner = inner.imported === '*' ? { kind: 'module', module } : this.exportedFrom(module, inner.imported, 0);
    }
    return inner.kind === 'symbol' || inner.kind === 'module' ? { ...inner, boundary: target } : target;
  }

  private load(path: string): Module | undefined {
    if (!this.byPath.has(path)) {
      const text = this.host.readFile(path);
      const parsed = text === undefined ? undefined : parse(text, path);
      if (text !== undefined && parsed && parsed.errors.length === 0)
        this.add({ path, text, source: parsed.source, scopes: resolveScopes(parsed.source) });
      else this.byPath.set(path, undefined);
    }
    return this.byPath.get(path);
  }

  private loadFrom({ path, package: owner }: Found): Module | undefined {
    if (!this.byPath.has(path)) {
      const text = this.packages.read(path);
      const parsed = text === undefined ? undefined : parsedModule(path, text);
      if (parsed) this.add({ path, ...parsed, package: owner });
      else this.byPath.set(path, undefined);
    }
    return this.byPath.get(path);
  }

  private add(parts: Omit<Module, 'index'>): void {
    const module = { ...parts, index: this.modules.length };
    this.modules.push(module);
    this.byPath.set(module.path, module);
    this.bySource.set(module.source, module);
  }
}

const isPath = (specifier: string): boolean => /^[./]/.test(specifier);
