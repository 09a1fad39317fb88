/** Headers of `for…of` and `for…in`: what is gone through, and what each iteration is given. */
import type { Elements, ExprId, Fault, Header, SymbolId } from '../records/graph.ts';
import { bare, spanOf } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { contains, symbolOf } from './context.ts';
import { changesItems, lowerGenerator } from './generators.ts';
import { type Framed, INDEXED, lowerEntry, namesIn, rooted } from './header.ts';
import { containerOf, generatorOf, iterableKind, matchesOf, viewOf } from './iterables.ts';
import { lowerExpr } from './lower-expr.ts';
import { lowerPatternDefaults } from './lower-function.ts';
import { lowerStatement } from './lower-stmt.ts';
import type { Lowering } from './lowering.ts';
import { pathOf } from './paths.ts';

const K = ts.SyntaxKind;

type Loop = ts.ForOfStatement | ts.ForInStatement;

export function frameForEach(l: Lowering, node: Loop, streamed: boolean): Framed {
  const faults: Fault[] = [];
  const source = streamed ? streamOf(l, node, faults) : sourceOf(l, node, faults);
  const body = lowerStatement(l, node.statement);
  const target = targetOf(l, node, faults);
  const header: Header = {
    kind: 'for-of',
    ...source,
    awaits: ts.isForOfStatement(node) && node.awaitModifier !== undefined,
    pattern: target.pattern,
    target: spanOf(node.initializer),
    assigns: target.assigns,
    outer: target.outer,
    ...rooted(l, pathOf(l.ctx, containerOf(l.ctx, node))),
  };
  const induction = counterOf(l, node, source.elements);
  return { header, induction, elements: target.elements, body, bodySpan: spanOf(node.statement), faults };
}

// ------------------------------------------------------------------ what is gone through

interface Source {
  readonly iterated: ExprId;
  readonly stable: boolean;
  readonly elements: Elements;
}

/** Evaluated once, where it stands. */
function streamOf(l: Lowering, { expression }: Loop, faults: Fault[]): Source {
  const generator = generatorOf(l.ctx, expression);
  const related = generator && changesItems(l, generator);
  const text = shortText(expression);
  if (related)
    faults.push({ ...l.fault(expression, 'PAR2009', { text, ahead: 1 }, { fatal: true, variable: text }), related });
  return { iterated: lowerExpr(l, expression), stable: true, elements: { ...INDEXED, kind: 'streamed' } };
}

function sourceOf(l: Lowering, node: Loop, faults: Fault[]): Source {
  const { expression } = node;
  const plain = (at: ts.Expression, elements: Elements): Source => {
    const stable = isPath(at);
    return { iterated: lowerEntry(l, at, faults, stable), stable, elements };
  };
  if (ts.isForInStatement(node)) return plain(expression, { ...INDEXED, kind: 'names' });
  if (generatorOf(l.ctx, expression)) {
    const generator = lowerGenerator(l, bare(expression) as ts.CallExpression, faults);
    return { ...generator, stable: true, elements: { ...INDEXED, kind: 'drained', looksInto: generator.looksInto } };
  }
  const matches = matchesOf(l.ctx, expression);
  if (matches) return plain(matches.text, { ...INDEXED, kind: 'matches', arguments: [matches.pattern] });
  const view = viewOf(l.ctx, expression);
  const container = view?.receiver ?? expression;
  const kind = iterableKind(l.ctx, container);
  if (kind === 'iterator' || kind === 'custom') {
    const text = shortText(expression);
    faults.push(l.fault(expression, 'PAR2009', { text }, { fatal: true, variable: text }));
  }
  const isArray = kind === 'array' || (kind === 'unknown' && view !== undefined && usesPosition(l, node, view.view));
  const method = view?.view ?? (kind === 'map' ? 'pairs' : null);
  return plain(container, { ...INDEXED, kind: isArray ? 'indexed' : 'listed', method });
}

const shortText = (node: ts.Node): string => node.getText().replace(/\s+/g, ' ').slice(0, 60);

/** Names and member paths, which give the same when they are evaluated again. */
function isPath(node: ts.Expression): boolean {
  const inner = bare(node);
  if (ts.isIdentifier(inner) || inner.kind === K.ThisKeyword) return true;
  if (ts.isPropertyAccessExpression(inner)) return !inner.questionDotToken && isPath(inner.expression);
  if (ts.isElementAccessExpression(inner)) {
    const key = bare(inner.argumentExpression);
    const simple = ts.isIdentifier(key) || ts.isNumericLiteral(key) || ts.isStringLiteral(key);
    return !inner.questionDotToken && simple && isPath(inner.expression);
  }
  return false;
}

// ------------------------------------------------------------------ what an iteration is given

interface Target {
  readonly elements: SymbolId[];
  readonly pattern: boolean;
  readonly assigns: boolean;
  readonly outer: SymbolId[];
}

function targetOf(l: Lowering, node: Loop, faults: Fault[]): Target {
  const { initializer } = node;
  if (!ts.isVariableDeclarationList(initializer)) return assignedTarget(l, initializer, faults);
  const { name } = initializer.declarations[0]!;
  lowerPatternDefaults(l, name);
  if (initializer.flags & ts.NodeFlags.Using && !(initializer.flags & ts.NodeFlags.Const))
    faults.push(l.fault(initializer, 'PAR2013', { what: "a 'using' declaration" }, { fatal: true }));
  const names = namesIn(l, name);
  const isVar = (initializer.flags & ts.NodeFlags.BlockScoped) === 0;
  const early = isVar ? undefined : mentionOf(node.expression, new Set(names.map((id) => l.ctx.ids.get(id).name)));
  if (early) {
    // There it has no value yet, and reading it throws.
    const what = `'${early.text}' in the header that declares it`;
    faults.push(l.fault(early, 'PAR2013', { what }, { fatal: true, variable: early.text }));
  }
  return { elements: isVar ? [] : names, pattern: !ts.isIdentifier(name), assigns: false, outer: isVar ? names : [] };
}

/** The first mention of a variable of one of these names. */
function mentionOf(node: ts.Node, names: ReadonlySet<string>): ts.Identifier | undefined {
  const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
  if (ts.isIdentifier(node)) return names.has(node.text) && !isMember ? node : undefined;
  return ts.forEachChild(node, (child) => mentionOf(child, names));
}

/** `for (x of xs)` and `for ([a, b] of xs)` with variables of the program. */
function assignedTarget(l: Lowering, node: ts.Expression, faults: Fault[]): Target {
  const target = bare(node);
  const names = assignedNames(target);
  if (!names)
    faults.push(
      l.fault(node, 'PAR2001', { why: 'the loop assigns something other than plain variables' }, { fatal: true }),
    );
  const symbols = (names ?? []).map((n) => symbolOf(l.ctx, n));
  const outer = symbols.flatMap((s) => (s && s.kind !== 'global' ? [l.id(s)] : []));
  if (outer.length < symbols.length)
    faults.push(
      l.fault(node, 'PAR2001', { why: 'the loop variable is not declared in this program' }, { fatal: true }),
    );
  return { elements: [], pattern: !ts.isIdentifier(target), assigns: true, outer };
}

/** The names of a target that holds nothing else: no defaults, no rest, no members. */
function assignedNames(node: ts.Expression): ts.Identifier[] | undefined {
  if (ts.isIdentifier(node)) return [node];
  const parts = ts.isArrayLiteralExpression(node)
    ? node.elements.map((e) => (ts.isOmittedExpression(e) ? [] : assignedNames(e)))
    : ts.isObjectLiteralExpression(node)
      ? node.properties.map(assignedProperty)
      : undefined;
  return parts?.every((p) => p !== undefined) ? parts.flat() : undefined;
}

function assignedProperty(node: ts.ObjectLiteralElementLike): ts.Identifier[] | undefined {
  if (ts.isShorthandPropertyAssignment(node)) return node.objectAssignmentInitializer ? undefined : [node.name];
  return ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) ? assignedNames(node.initializer) : undefined;
}

// ------------------------------------------------------------------ counters

/** The variable that holds the position, or the property name: different in each iteration. */
function counterOf(l: Lowering, node: Loop, { kind, method }: Elements): SymbolId | null {
  const name = positionName(node, kind === 'names' ? 'keys' : method);
  if (!name || (kind !== 'indexed' && kind !== 'names')) return null;
  const symbol = symbolOf(l.ctx, name);
  return symbol && !symbol.assignments.some((r) => contains(node.statement, r.node)) ? l.id(symbol) : null;
}

function positionName(node: Loop, view: Elements['method']): ts.Identifier | undefined {
  const { initializer } = node;
  if (!ts.isVariableDeclarationList(initializer) || !(initializer.flags & ts.NodeFlags.BlockScoped)) return undefined;
  const { name } = initializer.declarations[0]!;
  if (view === 'keys') return ts.isIdentifier(name) ? name : undefined;
  if (view !== 'entries' || !ts.isArrayBindingPattern(name)) return undefined;
  const [first] = name.elements;
  const plain = first && ts.isBindingElement(first) && !first.initializer && !first.dotDotDotToken;
  return plain && ts.isIdentifier(first.name) ? first.name : undefined;
}

/** Of something of which nothing is known: `ys[i]` says that the keys are positions. */
function usesPosition(l: Lowering, node: Loop, view: Elements['method']): boolean {
  const name = positionName(node, view);
  const symbol = name && symbolOf(l.ctx, name);
  return (
    symbol?.references.some(
      ({ node: use }) => ts.isElementAccessExpression(use.parent) && use.parent.argumentExpression === use,
    ) ?? false
  );
}
