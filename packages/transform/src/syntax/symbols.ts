import type { ts } from './ts.ts';

export type SymbolKind =
  | 'var'
  | 'let'
  | 'const'
  | 'param'
  | 'function'
  | 'class'
  | 'enum'
  | 'namespace'
  | 'import'
  | 'catch'
  | 'global';

/** A read or write of a variable. `x += 1` is both. */
export interface Reference {
  readonly node: ts.Identifier;
  readonly read: boolean;
  readonly write: boolean;
}

/** A variable, function, class, enum or import binding of one module, or an undeclared (global) name. */
export class Sym {
  readonly name: string;
  readonly kind: SymbolKind;
  readonly scope: Scope;
  /** Nodes that declare it: several for merged functions, overloads and `var`. */
  readonly declarations: ts.Node[] = [];
  readonly references: Reference[] = [];

  constructor(name: string, kind: SymbolKind, scope: Scope) {
    this.name = name;
    this.kind = kind;
    this.scope = scope;
  }

  /** Writes other than the initialiser of its declaration. */
  get assignments(): Reference[] {
    return this.references.filter((r) => r.write);
  }
}

export class Scope {
  /** The node that opens the scope: source file, function, block, loop, class … */
  readonly node: ts.Node;
  readonly parent: Scope | undefined;
  readonly symbols = new Map<string, Sym>();
  /** The nearest function-like node (or the source file) around. */
  readonly owner: ts.Node;

  constructor(node: ts.Node, parent: Scope | undefined, owner: ts.Node) {
    this.node = node;
    this.parent = parent;
    this.owner = owner;
  }

  declare(name: string, kind: SymbolKind, declaration: ts.Node): Sym {
    let symbol = this.symbols.get(name);
    if (!symbol) {
      symbol = new Sym(name, kind, this);
      this.symbols.set(name, symbol);
    }
    symbol.declarations.push(declaration);
    return symbol;
  }

  lookup(name: string): Sym | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) {
      const symbol = scope.symbols.get(name);
      if (symbol) return symbol;
    }
    return undefined;
  }
}
