/** What the plan has to know about each variable: where it lives, who changes it, how a worker can have it. */
import type { Place, Supply, SymbolRecord } from '../records/graph.ts';
import { enclosingFunction, isAssignment, spanOf } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { isInert, isPure } from './classes.ts';
import { type Context, constantDeclaration, contains, declaredIn, functionOf, isHeaderConstant } from './context.ts';
import { exportedName } from './exports.ts';
import { freeSymbols } from './free-symbols.ts';
import { depthOf, depthOfSymbol, isPrimitive } from './freshness.ts';
import { originOf } from './instances.ts';
import type { Obstacle } from './kept.ts';
import { isConstantExport, isKnownModule } from './knowledge/modules.ts';
import { lowerExpr } from './lower-expr.ts';
import { Lowering } from './lowering.ts';
import { namespaceSupply } from './namespaces.ts';
import { externalSupply, importedSupply, innerSupply } from './packages/supply.ts';
import { rebuilt } from './rebuilt.ts';
import { partSpan, spaceAround, spaceCopy } from './spaces.ts';
import { staticData } from './static-fields.ts';
import { storesInto } from './stores.ts';
import { tableText } from './table-text.ts';
import { isTool } from './tools.ts';
import { type Unclonable, unclonableType } from './unclonable.ts';

/** Records of every symbol met so far, and of those that their declarations refer to. */
export function symbolRecords(ctx: Context, boundary: ts.Node): SymbolRecord[] {
  const records: SymbolRecord[] = [];
  // Describing a symbol may meet further ones, which are appended to the list.
  for (let i = 0; i < ctx.ids.list.length; i++) records.push(recordOf(ctx, ctx.ids.get(i), i, boundary));
  return records;
}

function recordOf(ctx: Context, symbol: Sym, id: number, boundary: ts.Node): SymbolRecord {
  const declaration = symbol.declarations[0]!;
  const module = ctx.project.moduleOf(declaration);
  const owner = enclosingFunction(declaration);
  const foreign = symbol.references.filter((r) => !contains(boundary, r.node) && enclosingFunction(r.node) !== owner);
  const place = placeOf(ctx, symbol, boundary);
  const exportedAs = exportedName(symbol, module.source);
  const unclonable = unclonableType(ctx, symbol);
  return {
    id,
    name: symbol.name,
    place,
    kind: symbol.kind,
    file: module.index,
    span: spanOf((declaration as { name?: ts.Node }).name ?? declaration),
    definitions: symbol.assignments.length + symbol.declarations.filter(givesValue).length,
    captured: foreign.length > 0,
    exported: exportedAs !== undefined,
    ...(exportedAs === undefined ? {} : { exportedAs }),
    visible: isVisible(ctx, symbol),
    supply: supplyOf(ctx, symbol, place, exportedAs),
    ...(unclonable === undefined ? {} : { unclonable: unclonableRecord(ctx, unclonable) }),
    declaredInBody: symbol.kind !== 'global' && contains(boundary, declaration),
    unsteady: isUnsteady(ctx, symbol, boundary),
    confined: exportedAs === undefined && isConfined(ctx, symbol, boundary),
  };
}

/**
 * A function that waits is passed by all others: closures may assign its variables, and anybody those that it shares
 * with them. A `var` of theirs may get its first value by then.
 */
function isUnsteady(ctx: Context, symbol: Sym, boundary: ts.Node): boolean {
  if (symbol.kind === 'global' || symbol.kind === 'import') return false;
  const owner = enclosingFunction(symbol.declarations[0]!);
  if (owner === enclosingFunction(ctx.construct))
    return symbol.references.some((r) => r.write && ![owner, boundary].includes(enclosingFunction(r.node)));
  return symbol.assignments.length > 0 || (symbol.kind === 'var' && symbol.declarations.some(givesValue));
}
const unclonableRecord = (ctx: Context, { type, defect }: Unclonable): NonNullable<SymbolRecord['unclonable']> => ({
  type,
  ...(defect ? { why: defect.what, place: originOf(ctx, defect.node) } : {}),
});

/** Where the construct stands; variables of its own header are declared again at its entry. */
const isVisible = (ctx: Context, symbol: Sym): boolean =>
  isHeaderConstant(symbol, ctx.construct) ||
  ctx.project.main.scopes.scopeAt(ctx.construct.parent).lookup(symbol.name) === symbol;

const givesValue = (node: ts.Node): boolean =>
  !ts.isVariableDeclaration(node) ||
  node.initializer !== undefined ||
  ts.isForOfStatement(node.parent.parent) ||
  ts.isForInStatement(node.parent.parent);

function placeOf(ctx: Context, symbol: Sym, boundary: ts.Node): Place {
  if (symbol.kind === 'global') return 'global';
  if (declaredIn(symbol, boundary)) return 'private';
  if (symbol.kind === 'import') return isOutside(ctx, symbol) ? 'import' : 'module';
  return symbol.scope.parent === undefined ? 'module' : 'local';
}

/** From a package or built-in module that is not read. */
function isOutside(ctx: Context, symbol: Sym): boolean {
  const outer = ctx.project.leave(symbol);
  if (outer.kind !== 'external') return false;
  return externalSupply(ctx, symbol, outer) !== undefined || ctx.project.follow(symbol).kind === 'external';
}

// ------------------------------------------------------------------ supply

/** `E.A`, `E[n]`: looked into, not handed on, not changed. */
function readsMember(node: ts.Identifier): boolean {
  const access = node.parent;
  const isBase =
    (ts.isPropertyAccessExpression(access) || ts.isElementAccessExpression(access)) && access.expression === node;
  const outer = access.parent;
  const isTarget =
    isBase && ts.isBinaryExpression(outer) && outer.left === access && isAssignment(outer.operatorToken.kind);
  return (isBase && !isTarget) || ts.isExportSpecifier(access);
}

const none = (code: string, args: Record<string, string>): Extract<Supply, { kind: 'none' }> => ({
  kind: 'none',
  code,
  args,
});

function supplyOf(ctx: Context, symbol: Sym, place: Place, exportedAs: string | undefined): Supply {
  if (place === 'global') return { kind: 'global' };
  if (place === 'private') return { kind: 'value' };
  const declaration = symbol.declarations[0]!;
  if (ctx.project.moduleOf(declaration).package) return innerSupply(ctx, symbol);
  if (symbol.kind === 'import') return importSupply(ctx, symbol);
  const around = spaceAround(ctx, symbol);
  if (around) return { kind: 'within', target: ctx.ids.id(around) };
  const node = functionOf(symbol);
  if (node) return copy(ctx, symbol, ts.isFunctionDeclaration(node) ? node : statementOf(declaration), false);
  if (ts.isClassLike(declaration)) return classSupply(ctx, symbol, declaration);
  if (symbol.kind === 'namespace') return spaceSupply(ctx, symbol);
  if (symbol.declarations.length > 1) return none('PAR6005', { name: symbol.name });
  if (ts.isEnumDeclaration(declaration) && !symbol.references.every((r) => readsMember(r.node)))
    return none('PAR6005', { name: symbol.name });
  if (ts.isEnumDeclaration(declaration)) return copy(ctx, symbol, declaration, true);
  const again = rebuiltSupply(ctx, symbol, declaration, exportedAs !== undefined);
  if (again) return again;
  if (symbol.kind === 'function') return none('PAR6005', { name: symbol.name });
  if (isStatelessPattern(symbol, declaration) || isTool(ctx, symbol))
    return copy(ctx, symbol, statementOf(declaration), true);
  return ctx.project.moduleOf(declaration).index === 0 ? { kind: 'value' } : foreignSupply(ctx, symbol, exportedAs);
}

function spaceSupply(ctx: Context, symbol: Sym): Supply {
  const found = spaceCopy(ctx, symbol);
  if ('why' in found) return refused(ctx, symbol, found);
  const refs = found.parts.flatMap(({ node }) => freeSymbols(ctx, node)).filter((s) => s !== symbol);
  const [first, ...more] = found.parts.map(({ node, edits }) => ({ span: partSpan(node), edits }));
  return { kind: 'copy', ...first!, more, refs: refs.map((s) => ctx.ids.id(s)), object: true };
}

function refused(ctx: Context, symbol: Sym, obstacle: Obstacle): Supply {
  const file = ctx.project.moduleOf(obstacle.node).index;
  const related = { message: obstacle.why, span: spanOf(obstacle.node), file };
  return { ...none('PAR6006', { name: symbol.name, why: obstacle.why }), related };
}

/** A constant that holds functions: made again from its text, or not to be had. */
function rebuiltSupply(ctx: Context, symbol: Sym, declaration: ts.Node, exported: boolean): Supply | undefined {
  const found = rebuilt(ctx, symbol);
  if (!found) return undefined;
  const { obstacle, scalars } = found;
  if (!obstacle) {
    const copied = copy(ctx, symbol, statementOf(declaration), true);
    const init = exported ? constantDeclaration(symbol)?.initializer : undefined;
    const text = init && ts.isIdentifier((declaration as ts.VariableDeclaration).name) ? tableText(ctx, init) : null;
    return {
      ...copied,
      ...(scalars.length > 0 ? { scalars: scalars.map((s) => ctx.ids.id(s)) } : {}),
      ...(text !== null && typeof text === 'object' ? { table: JSON.stringify(text) } : {}),
    } as Supply;
  }
  return refused(ctx, symbol, obstacle);
}

/** A variable of another module: copied if constant, imported by the main module and sent if exported. */
function foreignSupply(ctx: Context, symbol: Sym, exportedAs: string | undefined): Supply {
  const init = constantDeclaration(symbol)?.initializer;
  const constant = init && (isPrimitive(ctx, init) || (exportedAs === undefined && neverChanges(ctx, symbol)));
  if (constant && isPure(ctx, init) && depthOf(ctx, init) === Number.POSITIVE_INFINITY)
    return copy(ctx, symbol, statementOf(symbol.declarations[0]!), !isPrimitive(ctx, init));
  const importable =
    exportedAs !== undefined && ctx.project.specifierOf(ctx.project.moduleOf(symbol.declarations[0]!)) !== undefined;
  return !importable ? none('PAR6001', { name: symbol.name, type: 'a variable of another module' }) : { kind: 'value' };
}

const neverChanges = (ctx: Context, symbol: Sym): boolean =>
  symbol.assignments.length === 0 && storesInto(ctx, symbol).length === 0 && !mutated(ctx, symbol);

/** A method that changes its receiver is called on the variable or on a part of it. */
function mutated(ctx: Context, symbol: Sym): boolean {
  return symbol.references.some(({ node }) => {
    let n: ts.Node = node;
    while (ts.isPropertyAccessExpression(n.parent) || ts.isElementAccessExpression(n.parent)) n = n.parent;
    if (!ts.isCallExpression(n.parent) || n.parent.expression !== n) return false;
    const l = new Lowering(ctx, n.parent);
    lowerExpr(l, n.parent);
    return l.expressions.some((e) => e.accesses.some((a) => a.write));
  });
}

/** A constant regular expression that is only passed to string methods, which do not depend on where it stopped. */
function isStatelessPattern(symbol: Sym, declaration: ts.Node): boolean {
  const init = constantDeclaration(symbol)?.initializer;
  if (!init || !ts.isRegularExpressionLiteral(init) || !ts.isVariableDeclaration(declaration)) return false;
  return symbol.references.every(({ node }) => {
    const call = node.parent;
    return (
      ts.isCallExpression(call) &&
      ts.isPropertyAccessExpression(call.expression) &&
      PATTERN_TAKERS.has(call.expression.name.text) &&
      call.arguments[0] === node
    );
  });
}

const PATTERN_TAKERS = new Set(['replace', 'replaceAll', 'match', 'matchAll', 'split', 'search']);

function importSupply(ctx: Context, symbol: Sym): Supply {
  const outer = ctx.project.leave(symbol);
  const spoken = outer.kind === 'external' ? externalSupply(ctx, symbol, outer) : undefined;
  if (spoken) return spoken;
  const target = ctx.project.follow(symbol);
  if ((target.kind === 'symbol' || target.kind === 'module') && target.boundary)
    return importedSupply(ctx, symbol, target, target.boundary);
  if (target.kind === 'symbol') return { kind: 'alias', target: ctx.ids.id(target.symbol) };
  if (target.kind === 'external') {
    const { specifier, imported } = target;
    const known = isKnownModule(specifier) || isConstantExport(specifier, imported);
    const again: Supply = { kind: 'import', specifier, imported };
    return known ? again : { kind: 'none', code: 'PAR4001', args: { callee: symbol.name }, otherwise: again };
  }
  return target.kind === 'module' ? namespaceSupply(ctx, symbol) : none('PAR4001', { callee: symbol.name });
}

function classSupply(ctx: Context, symbol: Sym, node: ts.ClassLikeDeclaration): Supply {
  if (!isInert(ctx, node)) return none('PAR6005', { name: symbol.name });
  const statics = staticData(ctx, node);
  return { ...copy(ctx, symbol, node, true), ...(statics.length > 0 ? { statics } : {}) } as Supply;
}

/** The statement that declares it, or its declarator when the statement declares others as well. */
function statementOf(declaration: ts.Node): ts.Node {
  if (!ts.isVariableDeclaration(declaration)) return declaration;
  const list = declaration.parent;
  return ts.isVariableDeclarationList(list) && list.declarations.length > 1 ? declaration : list.parent;
}

function copy(ctx: Context, symbol: Sym, node: ts.Node, object: boolean): Supply {
  const refs = freeSymbols(ctx, node).filter((s) => s !== symbol);
  const prefix = ts.isVariableDeclaration(node) ? { prefix: 'const ' } : {};
  return { kind: 'copy', span: declarationSpan(node), refs: refs.map((s) => ctx.ids.id(s)), object, ...prefix };
}

/** Without `export` and `default`, which mean nothing inside a function. */
function declarationSpan(node: ts.Node): { start: number; end: number } {
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  const exporting = modifiers.filter(
    (m) => m.kind === ts.SyntaxKind.ExportKeyword || m.kind === ts.SyntaxKind.DefaultKeyword,
  );
  const last = exporting.at(-1);
  const text = node.getSourceFile().text;
  let start = last ? last.end : node.getStart();
  while (last && /\s/.test(text[start] ?? '')) start++;
  return { start, end: node.end };
}

// ------------------------------------------------------------------ confinement

/**
 * Nobody but the enclosing function can see the object in the variable while the construct runs: it is allocated
 * here, no closure mentions it, and before the construct it is only looked into.
 */
function isConfined(ctx: Context, symbol: Sym, boundary: ts.Node): boolean {
  const declaration = constantDeclaration(symbol);
  if (!declaration || !ts.isIdentifier(declaration.name) || depthOfSymbol(ctx, symbol) < 1) return false;
  const owner = enclosingFunction(declaration);
  // Another call of the function would have the same object.
  if (owner !== enclosingFunction(ctx.construct) && !neverChanges(ctx, symbol)) return false;
  const repeated = loopAround(boundary, owner);
  return symbol.references.every(({ node }) => {
    if (contains(boundary, node)) return true;
    if (enclosingFunction(node) !== owner) return false;
    return (!repeated && node.pos > boundary.end) || looksInto(node);
  });
}

const looksInto = (node: ts.Node): boolean => {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) return parent.expression === node;
  return ts.isForOfStatement(parent) || ts.isReturnStatement(parent);
};

function loopAround(node: ts.Node, owner: ts.Node): boolean {
  for (let n = node.parent; n && n !== owner; n = n.parent) if (ts.isIterationStatement(n, false)) return true;
  return false;
}
