/** Lexical scopes and name resolution of one module, without a type checker. */
import { hasModifier, isFunctionLike, isTypePosition, referenceOf } from './nodes.ts';
import { Scope, type Sym, type SymbolKind } from './symbols.ts';
import { ts } from './ts.ts';

export interface Scopes {
  readonly root: Scope;
  /** The symbol that an identifier in a value position (or a declaration's name) stands for. */
  symbolOf(node: ts.Identifier): Sym | undefined;
  /** The scope in which a node stands. */
  scopeAt(node: ts.Node): Scope;
}

/**
 * Builds the scopes of a module; undeclared names get a symbol of kind `global` in the root scope.
 *
 * @param commonJs `const x = require('…')` at the top level is an import
 */
export function resolveScopes(source: ts.SourceFile, commonJs = false): Scopes {
  const scopeOf = new Map<ts.Node, Scope>();
  const symbolOf: SymbolMap = new Map();
  const root = new Scope(source, undefined, source);
  declareAll(source, root, scopeOf, { symbols: symbolOf, commonJs });
  shareExports(scopeOf);
  resolveAll(source, root, scopeOf, symbolOf);
  return {
    root,
    symbolOf: (node) => symbolOf.get(node),
    scopeAt(node) {
      for (let n: ts.Node | undefined = node; n; n = n.parent) {
        const scope = scopeOf.get(n);
        if (scope) return scope;
      }
      return root;
    },
  };
}

type ScopeMap = Map<ts.Node, Scope>;
type SymbolMap = Map<ts.Identifier, Sym>;
interface Declared {
  readonly symbols: SymbolMap;
  readonly commonJs: boolean;
}

const opensScope = (node: ts.Node): boolean =>
  isFunctionLike(node) ||
  ts.isBlock(node) ||
  ts.isForStatement(node) ||
  ts.isForOfStatement(node) ||
  ts.isForInStatement(node) ||
  ts.isCaseBlock(node) ||
  ts.isCatchClause(node) ||
  ts.isClassLike(node) ||
  ts.isEnumDeclaration(node) ||
  ts.isModuleBlock(node);

function declareAll(node: ts.Node, scope: Scope, scopes: ScopeMap, declared: Declared): void {
  let inner = scope;
  if (opensScope(node)) {
    const owner = isFunctionLike(node) || ts.isModuleBlock(node) ? node : scope.owner;
    inner = new Scope(node, scope, owner);
    scopes.set(node, inner);
  } else if (ts.isSourceFile(node)) scopes.set(node, scope);
  declareNode(node, scope, inner, declared);
  ts.forEachChild(node, (child) => {
    if (!isTypePosition(child)) declareAll(child, inner, scopes, declared);
  });
}

/** `outer` is the scope around the node, `inner` the one that it opens (or the same). */
function declareNode(node: ts.Node, outer: Scope, inner: Scope, { symbols, commonJs }: Declared): void {
  const put = (scope: Scope, kind: SymbolKind, name: ts.Identifier | undefined): void => {
    if (name) symbols.set(name, scope.declare(name.text, kind, node));
  };
  if (ts.isVariableDeclaration(node)) {
    const isImport = commonJs && outer.parent === undefined && requiredBy(node) !== undefined;
    const kind = isImport ? 'import' : ts.isCatchClause(node.parent) ? 'catch' : variableKind(node);
    const scope = kind === 'var' ? hoistTarget(outer) : outer;
    forEachName(node.name, (name) => symbols.set(name, scope.declare(name.text, kind, node)));
  } else if (ts.isParameter(node)) {
    forEachName(node.name, (name) => symbols.set(name, outer.declare(name.text, 'param', node)));
  } else if (ts.isFunctionDeclaration(node)) put(outer, 'function', node.name);
  else if (ts.isFunctionExpression(node)) put(inner, 'function', node.name);
  else if (ts.isClassDeclaration(node)) put(outer, 'class', node.name);
  else if (ts.isClassExpression(node)) put(inner, 'class', node.name);
  else if (ts.isEnumDeclaration(node)) {
    put(outer, 'enum', node.name);
    for (const m of node.members) if (ts.isIdentifier(m.name)) inner.declare(m.name.text, 'const', m);
  } else if (ts.isModuleDeclaration(node)) put(outer, 'namespace', ts.isIdentifier(node.name) ? node.name : undefined);
  else if (ts.isImportClause(node) && !node.isTypeOnly) put(outer, 'import', node.name);
  else if (ts.isImportSpecifier(node) && !node.isTypeOnly && !node.parent.parent.isTypeOnly)
    put(outer, 'import', node.name);
  else if (ts.isNamespaceImport(node) && !node.parent.isTypeOnly) put(outer, 'import', node.name);
  else if (ts.isImportEqualsDeclaration(node)) put(outer, 'import', node.name);
}

/** The specifier in `const x = require('specifier')`. */
export function requiredBy(node: ts.VariableDeclaration): string | undefined {
  const call = node.initializer;
  if (!call || !ts.isCallExpression(call) || !ts.isIdentifier(call.expression)) return undefined;
  const [specifier] = call.arguments;
  return call.expression.text === 'require' && specifier && ts.isStringLiteral(specifier) ? specifier.text : undefined;
}

/** The parts of a namespace see each other's exports. */
function shareExports(scopes: ScopeMap): void {
  for (const scope of scopes.values())
    for (const { kind, declarations } of scope.symbols.values()) {
      if (kind !== 'namespace' || declarations.length < 2) continue;
      const parts = declarations.flatMap((d) => {
        const part = ts.isModuleDeclaration(d) && d.body ? scopes.get(d.body) : undefined;
        return part ? [part] : [];
      });
      const own = parts.map((part) => [...part.symbols].filter(([, s]) => s.scope === part && isExported(s)));
      for (const [i, part] of parts.entries())
        for (const [name, symbol] of own.filter((_, j) => j !== i).flat())
          if (!part.symbols.has(name)) part.symbols.set(name, symbol);
    }
}

const isExported = ({ declarations }: Sym): boolean =>
  declarations.some((d) => hasModifier(ts.isVariableDeclaration(d) ? d.parent.parent : d, ts.SyntaxKind.ExportKeyword));

function variableKind(node: ts.VariableDeclaration): SymbolKind {
  const flags = ts.getCombinedNodeFlags(node);
  if ((flags & ts.NodeFlags.AwaitUsing) === ts.NodeFlags.AwaitUsing || flags & ts.NodeFlags.Using) return 'const';
  if (flags & ts.NodeFlags.Const) return 'const';
  return flags & ts.NodeFlags.Let ? 'let' : 'var';
}

function hoistTarget(scope: Scope): Scope {
  let target = scope;
  while (target.parent && !isFunctionLike(target.node) && !ts.isModuleBlock(target.node)) target = target.parent;
  return target;
}

/** Calls `visit` with every identifier that a binding name declares. */
export function forEachName(name: ts.BindingName, visit: (name: ts.Identifier) => void): void {
  if (ts.isIdentifier(name)) visit(name);
  else for (const element of name.elements) if (ts.isBindingElement(element)) forEachName(element.name, visit);
}

function resolveAll(source: ts.SourceFile, root: Scope, scopes: ScopeMap, symbols: SymbolMap): void {
  const visit = (node: ts.Node, scope: Scope): void => {
    if (isTypePosition(node)) return;
    const inner = scopes.get(node) ?? scope;
    if (ts.isIdentifier(node)) resolveName(node, scope, root, symbols);
    ts.forEachChild(node, (child) => visit(child, inner));
  };
  visit(source, root);
}

function resolveName(node: ts.Identifier, scope: Scope, root: Scope, symbols: SymbolMap): void {
  const use = referenceOf(node);
  if (!use) return;
  const symbol = scope.lookup(node.text) ?? root.declare(node.text, 'global', node);
  symbols.set(node, symbol);
  symbol.references.push({ node, ...use });
}
