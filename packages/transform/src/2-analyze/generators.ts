/**
 * Loops over a generator: its elements are listed before the loop, by a generator of our own. That is not noticed if
 * the generator only computes, and what it has given away does not change afterwards.
 */
import type { Access, ExprId, Fault, SymbolId } from '../records/graph.ts';
import { bare, type FunctionNode } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { functionOf } from './context.ts';
import { guardedText } from './entry-text.ts';
import { depthOf } from './freshness.ts';
import { generatorOf } from './iterables.ts';
import { applied } from './lower-call.ts';
import { lowerExpr } from './lower-expr.ts';
import { lowerFunctionBody } from './lower-function.ts';
import { Lowering } from './lowering.ts';
import { type Summary, summaryOf } from './summaries.ts';

interface Generator {
  readonly iterated: ExprId;
  readonly looksInto: readonly SymbolId[];
}

export function lowerGenerator(l: Lowering, node: ts.CallExpression, faults: Fault[]): Generator {
  const text = node.getText().replace(/\s+/g, ' ').slice(0, 60);
  const generator = generatorOf(l.ctx, node)!;
  const yields = yieldsOf(generator);
  const summary = withoutYields(summaryOf(l.ctx, generator), yields);
  const wrong = impurity(l, node, generator, yields, summary);
  const kids = node.arguments.map((a) => lowerExpr(l, a));
  const effects = applied(l, node, { ...summary, faults: [] });
  const entry = entryText(l, node, yields);
  const iterated = l.add(node, { op: 'call', kids, ...effects, faults: [], ...(entry === undefined ? {} : { entry }) });
  if (wrong || entry === undefined) {
    const related = wrong && typeof wrong === 'object' ? { related: wrong } : {};
    faults.push({ ...l.fault(node, 'PAR2009', { text }, { fatal: true, variable: text }), ...related });
  }
  const reads = l.expressions.filter((e) => e.id === iterated || kids.includes(e.id) || isBelow(l, kids, e.id));
  return { iterated, looksInto: objectsOf(l, [...new Set(reads.flatMap((e) => e.reads))]) };
}

function isBelow(l: Lowering, kids: readonly ExprId[], id: ExprId): boolean {
  return kids.some((k) => l.expressions[k]!.kids.includes(id) || isBelow(l, l.expressions[k]!.kids, id));
}

/** Variables that may hold objects; functions are what they are. */
const objectsOf = (l: Lowering, ids: readonly SymbolId[]): SymbolId[] =>
  ids.filter((id) => {
    const symbol = l.ctx.ids.get(id);
    return symbol.kind !== 'global' && !functionOf(symbol);
  });

/** `$par.drained` takes a second argument when what is given away is new: then it is copied at once. */
function entryText(l: Lowering, node: ts.CallExpression, yields: readonly ts.YieldExpression[]): string | undefined {
  const callee = bare(node.expression);
  if (!ts.isIdentifier(callee) || node.arguments.some((a) => ts.isSpreadElement(a))) return undefined;
  const args = node.arguments.map((a) => guardedText(l.ctx, a));
  if (args.some((a) => a === undefined)) return undefined;
  return `${callee.text}(${args.join(', ')}), ${isNew(l, yields)}`;
}

const isNew = (l: Lowering, yields: readonly ts.YieldExpression[]): boolean =>
  yields.every((y) => !y.expression || depthOf(l.ctx, y.expression) === Number.POSITIVE_INFINITY);

type Place = NonNullable<Fault['related']>;

/** Why the generator may not run ahead of the loop: a place in it, or true. */
function impurity(
  l: Lowering,
  node: ts.CallExpression,
  generator: FunctionNode,
  yields: readonly ts.YieldExpression[],
  summary: Summary,
): Place | true | undefined {
  const file = l.ctx.project.moduleOf(generator).index;
  const at = (n: ts.Node, message: string): Place => ({ message, file, span: { start: n.getStart(), end: n.end } });
  const [fault] = summary.faults;
  if (fault) return { message: 'nobody knows what the generator does here', file, span: fault.span };
  const external = summary.externals[0];
  if (external) return { message: 'the generator does more than compute here', ...(external.origin ?? at(node, '')) };
  const write = summary.writes[0] ?? summary.accesses.find((a) => a.write);
  if (write) return { message: 'the generator changes something here', ...(write.origin ?? at(node, '')) };
  const endless = endlessLoop(generator);
  if (endless) return at(endless, 'this loop of the generator may not end');
  const star = yields.find((y) => y.asteriskToken);
  if (star) return at(star, 'the generator hands on to another one here');
  return changesItems(l, generator);
}

/** Where a generator may change what it has given away, so that nobody may keep an item while it goes on. */
export function changesItems(l: Lowering, generator: FunctionNode): Place | undefined {
  const changed = isNew(l, yieldsOf(generator)) ? undefined : ownChange(l, generator);
  const { index } = l.ctx.project.moduleOf(generator);
  return (
    changed && { message: 'the generator may change here what it has given away', file: index, span: changed.span }
  );
}

/** Any change of an object in the generator's body. */
function ownChange(l: Lowering, generator: FunctionNode): Access | undefined {
  const body = new Lowering(l.ctx, generator);
  lowerFunctionBody(body, generator);
  return body.expressions.flatMap((e) => e.accesses).find((a) => a.write);
}

function withoutYields(summary: Summary, yields: readonly ts.YieldExpression[]): Summary {
  const own = (f: Fault): boolean =>
    f.code === 'PAR2010' && yields.some((y) => y.getStart() === f.span.start && y.end === f.span.end);
  return { ...summary, faults: summary.faults.filter((f) => !own(f)) };
}

function yieldsOf(generator: FunctionNode): ts.YieldExpression[] {
  const found: ts.YieldExpression[] = [];
  const visit = (n: ts.Node): void => {
    if (ts.isYieldExpression(n)) found.push(n);
    if (!ts.isFunctionLike(n)) ts.forEachChild(n, visit);
  };
  if (generator.body) visit(generator.body);
  return found;
}

/** `while (true)` and the like without a `yield`: a loop that is left early would never have come to it. */
function endlessLoop(generator: FunctionNode): ts.Node | undefined {
  let found: ts.Node | undefined;
  const visit = (n: ts.Node): void => {
    if (isEndless(n) && !holdsYield(n)) found ??= n;
    ts.forEachChild(n, visit);
  };
  if (generator.body) visit(generator.body);
  return found;
}

function isEndless(node: ts.Node): boolean {
  if (ts.isForStatement(node)) return !node.condition || node.condition.kind === ts.SyntaxKind.TrueKeyword;
  const condition = ts.isWhileStatement(node) || ts.isDoStatement(node) ? bare(node.expression) : undefined;
  return condition !== undefined && (condition.kind === ts.SyntaxKind.TrueKeyword || ts.isNumericLiteral(condition));
}

const holdsYield = (node: ts.Node): boolean =>
  ts.isYieldExpression(node) || (ts.forEachChild(node, (n) => holdsYield(n) || undefined) ?? false);
