/** `namespace Geo { export const R = 6371; export function dist(…) {…} }`: its members, and how a worker has it. */
import type { TextEdit } from '../records/graph.ts';
import { bare, enclosingFunction, hasModifier, isFunctionLike, spanOf } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { isInert } from './classes.ts';
import { type Context, contains, resolved, symbolOf } from './context.ts';
import { isPrimitive } from './freshness.ts';
import type { Obstacle } from './kept.ts';
import { makingObstacle, rebuilt } from './rebuilt.ts';

/** The namespace that an expression certainly names. */
export function spaceOf(ctx: Context, expression: ts.Expression): Sym | undefined {
  const node = bare(expression);
  if (ts.isPropertyAccessExpression(node)) {
    const member = spaceMember(ctx, node);
    return member?.kind === 'namespace' ? member : undefined;
  }
  const symbol = ts.isIdentifier(node) ? symbolOf(ctx, node) : undefined;
  const local = symbol && symbol.kind !== 'global' ? resolved(ctx, symbol)?.symbol : undefined;
  return local?.kind === 'namespace' && blocksOf(local) ? local : undefined;
}

/** What `Geo.dist` is. */
export function spaceMember(ctx: Context, { expression, name }: ts.PropertyAccessExpression): Sym | undefined {
  const space = spaceOf(ctx, expression);
  for (const block of (space && blocksOf(space)) ?? []) {
    const symbol = ctx.project.moduleOf(block).scopes.scopeAt(block).symbols.get(name.text);
    if (symbol?.declarations.some((d) => d.pos >= block.pos && d.end <= block.end && isExported(d))) return symbol;
  }
  return undefined;
}

const isExported = (declaration: ts.Node): boolean =>
  hasModifier(
    ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration,
    ts.SyntaxKind.ExportKeyword,
  );

/** Undefined for namespaces that are merged with something else, or written with dots. */
function blocksOf({ declarations }: Sym): readonly ts.ModuleBlock[] | undefined {
  const blocks = declarations.map((d) =>
    ts.isModuleDeclaration(d) && d.body && ts.isModuleBlock(d.body) && !hasModifier(d, ts.SyntaxKind.DeclareKeyword)
      ? d.body
      : undefined,
  );
  return blocks.every((b) => b !== undefined) ? (blocks as ts.ModuleBlock[]) : undefined;
}

/** The namespace outside of the construct in which the symbol is declared, outermost first. */
export function spaceAround(ctx: Context, symbol: Sym): Sym | undefined {
  let outermost: ts.ModuleDeclaration | undefined;
  for (let n: ts.Node = symbol.declarations[0]!; n; n = n.parent) if (ts.isModuleDeclaration(n)) outermost = n;
  if (!outermost || outermost === symbol.declarations[0] || contains(outermost, ctx.construct)) return undefined;
  return ts.isIdentifier(outermost.name) ? symbolOf(ctx, outermost.name) : undefined;
}

// ------------------------------------------------------------------ supply

/** A copy of the namespace as an object of its members, or why there can be none. */
export function spaceCopy(
  ctx: Context,
  space: Sym,
): Obstacle | { readonly parts: readonly { node: ts.Node; edits: readonly TextEdit[] }[] } {
  const blocks = blocksOf(space);
  const [declaration] = space.declarations;
  if (!blocks) return { why: `'${space.name}' is more than a namespace`, node: declaration! };
  const inner = space.references.find(
    ({ node }) => blocks.some((b) => contains(b, node)) && !isFunctionLike(enclosingFunction(node)),
  );
  if (inner) return { why: `'${space.name}' is used while it is made`, node: inner.node };
  for (const block of blocks)
    for (const s of block.statements) {
      const obstacle = ofStatement(ctx, s);
      if (obstacle) return obstacle;
    }
  const changed = space.references.find(({ node }) => !looksIn(node));
  if (changed) return { why: `'${space.name}' may be changed, or handed on`, node: changed.node };
  const early = blocks
    .flatMap((b, i) => blocks.slice(i + 1).map((later) => mentionsOf(space, b, later)[0]))
    .find(Boolean);
  if (early) return { why: `'${early}' is declared by a later part of '${space.name}'`, node: declaration! };
  return {
    parts: blocks.map((b, i) => ({ node: b.parent, edits: editsOf(space, b, blocks.slice(0, i)) })),
  };
}

/** `Geo.dist`, not assigned and not handed on. */
function looksIn(node: ts.Identifier): boolean {
  const access = node.parent;
  if (ts.isExportSpecifier(access) || ts.isExportAssignment(access)) return true;
  if (!ts.isPropertyAccessExpression(access) || access.expression !== node) return false;
  const outer = access.parent;
  const isTarget =
    ts.isBinaryExpression(outer) && outer.left === access && outer.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return !isTarget && !ts.isDeleteExpression(outer) && !ts.isPostfixUnaryExpression(outer);
}

function ofStatement(ctx: Context, s: ts.Statement): Obstacle | undefined {
  if (ts.isFunctionDeclaration(s) || ts.isInterfaceDeclaration(s) || ts.isTypeAliasDeclaration(s)) return undefined;
  if (ts.isEnumDeclaration(s) || ts.isEmptyStatement(s)) return undefined;
  if (ts.isClassDeclaration(s)) return isInert(ctx, s) ? undefined : { why: 'its class runs code', node: s };
  if (ts.isModuleDeclaration(s)) {
    const { body } = s;
    if (!body || !ts.isModuleBlock(body)) return { why: 'a namespace in it is written with dots', node: s };
    return body.statements.map((inner) => ofStatement(ctx, inner)).find((o) => o !== undefined);
  }
  if (!ts.isVariableStatement(s)) return { why: 'it runs code', node: s };
  return s.declarationList.declarations.map((d) => ofConstant(ctx, d, isExported(d))).find((o) => o !== undefined);
}

function ofConstant(ctx: Context, d: ts.VariableDeclaration, exported: boolean): Obstacle | undefined {
  const symbol = ts.isIdentifier(d.name) ? symbolOf(ctx, d.name) : undefined;
  if (symbol?.kind !== 'const' || !d.initializer)
    return { why: `'${d.name.getText()}' in it is no constant`, node: d.name };
  const functions = rebuilt(ctx, symbol);
  if (functions?.obstacle) return functions.obstacle;
  if (!functions && !isPrimitive(ctx, d.initializer))
    return { why: `'${symbol.name}' in it is an object, which may be changed`, node: d.name };
  const isTable = exported && functions && !ts.isFunctionLike(bare(d.initializer));
  if (isTable) return { why: `'${symbol.name}' in it can be changed from outside`, node: d.name };
  return makingObstacle(ctx, d);
}

/** Exports of another part that this part mentions by their names alone. */
function mentionsOf(space: Sym, part: ts.ModuleBlock, other: ts.ModuleBlock): string[] {
  return namesOf(other).filter((name) => {
    const used = (n: ts.Node): boolean =>
      (ts.isIdentifier(n) && n.text === name && !ts.isPropertyAccessExpression(n.parent)) ||
      (ts.forEachChild(n, used) ?? false);
    return space.declarations.length > 1 && used(part);
  });
}

/** Names of the values that a part exports. */
function namesOf({ statements }: ts.ModuleBlock): string[] {
  const exported = statements.filter((s) => hasModifier(s, ts.SyntaxKind.ExportKeyword));
  const names = exported.flatMap((s) => {
    if (ts.isVariableStatement(s)) return s.declarationList.declarations.map((d) => d.name.getText());
    const hasValue =
      ts.isFunctionDeclaration(s) || ts.isClassDeclaration(s) || ts.isEnumDeclaration(s) || ts.isModuleDeclaration(s);
    return hasValue && s.name ? [s.name.getText()] : [];
  });
  return [...new Set(names)];
}

/** `const Geo = (() => { …; return { R, dist }; })()`: a namespace may not stand in a function. */
function editsOf(space: Sym, block: ts.ModuleBlock, before: readonly ts.ModuleBlock[]): TextEdit[] {
  const declaration = block.parent as ts.ModuleDeclaration;
  const known = before.flatMap((b) => mentionsOf(space, block, b));
  const bound = known.length > 0 ? `const { ${known.join(', ')} } = ${space.name}; ` : '';
  const isMore = before.length > 0;
  const start = isMore ? `Object.assign(${space.name}, (() => { ${bound}` : `const ${space.name} = (() => { `;
  const from = declaration.modifiers?.at(-1)?.end ?? declaration.getStart();
  return [
    { span: { start: firstBehind(declaration, from), end: block.getStart() + 1 }, text: start },
    ...block.statements.flatMap(innerEdits),
    {
      span: { start: block.end - 1, end: block.end },
      text: ` return { ${namesOf(block).join(', ')} }; })()${isMore ? ')' : ''}`,
    },
  ];
}

const firstBehind = (node: ts.Node, at: number): number => {
  const { text } = node.getSourceFile();
  let start = at;
  while (/\s/.test(text[start] ?? '')) start++;
  return start;
};

function innerEdits(s: ts.Statement): TextEdit[] {
  const modifier = (ts.canHaveModifiers(s) ? ts.getModifiers(s) : undefined)?.find(
    (m) => m.kind === ts.SyntaxKind.ExportKeyword,
  );
  const own = modifier ? [{ span: { start: modifier.getStart(), end: firstBehind(s, modifier.end) }, text: '' }] : [];
  if (!ts.isModuleDeclaration(s) || !s.body || !ts.isModuleBlock(s.body)) return own;
  const { body, name } = s;
  const from = firstBehind(s, modifier?.end ?? s.getStart());
  return [
    ...own,
    { span: { start: from, end: body.getStart() + 1 }, text: `const ${name.getText()} = (() => { ` },
    ...body.statements.flatMap(innerEdits),
    { span: { start: body.end - 1, end: body.end }, text: ` return { ${namesOf(body).join(', ')} }; })();` },
  ];
}

/** The span of a part, without what exports it. */
export function partSpan(node: ts.Node): { start: number; end: number } {
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  const last = modifiers.at(-1);
  return { start: last ? firstBehind(node, last.end) : spanOf(node).start, end: node.end };
}
