/** Perfectly nested counted loops that the clause `collapse` makes one iteration space. */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Fault } from '../records/graph.ts';
import { isFunctionLike } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { symbolOf } from './context.ts';
import type { Start } from './header-moves.ts';
import type { Lowering } from './lowering.ts';

/** The clause `collapse(n)`. */
export interface Collapse {
  readonly loops: number;
  readonly span: Span;
}

/** Says why the loops cannot be one. */
type Wrong = (at: ts.Node | Span, why: string, variable?: string) => void;

export const wrongNest =
  (l: Lowering, { loops }: Collapse, faults: Fault[]): Wrong =>
  (at, why, variable) => {
    const args = { loops, why };
    const named = variable === undefined ? {} : { variable };
    if ('kind' in at) faults.push(l.fault(at, 'PAR1012', args, { fatal: true, ...named }));
    else faults.push({ code: 'PAR1012', args, span: at, fatal: true, ...named });
  };

/** The loops from the outside in; fewer than asked for where something is wrong. */
export function nestOf(node: ts.ForStatement, { loops, span }: Collapse, wrong: Wrong): readonly ts.ForStatement[] {
  const nest = [node];
  while (nest.length < loops) {
    const inner = onlyStatement(nest.at(-1)!.statement);
    const depth = nest.length === 1 ? 'only one loop' : `only ${nest.length} nested loops`;
    if (inner.loop) nest.push(inner.loop);
    else {
      if (inner.between) wrong(inner.between, 'this stands between two of them, and nothing may');
      else if (inner.other)
        wrong(inner.other, 'this loop does not count; only `for` loops with a counter can be joined');
      else wrong(span, `there ${nest.length === 1 ? 'is' : 'are'} ${depth}`);
      return nest;
    }
  }
  return nest;
}

/** What is the whole body of a loop, if that is a loop; else what stands beside an inner loop. */
function onlyStatement(body: ts.Statement): { loop?: ts.ForStatement; other?: ts.Node; between?: ts.Node } {
  if (ts.isLabeledStatement(body)) return onlyStatement(body.statement);
  if (ts.isForStatement(body)) return { loop: body };
  if (ts.isIterationStatement(body, false)) return { other: body };
  if (!ts.isBlock(body)) return {};
  const statements = body.statements.filter((s) => !ts.isEmptyStatement(s));
  const [first] = statements;
  if (first && statements.length === 1) return onlyStatement(first);
  const between = statements.find((s) => !isLoop(s));
  return statements.some(isLoop) ? { between: between ?? statements[1]! } : {};
}

const isLoop = (s: ts.Statement): boolean =>
  ts.isLabeledStatement(s) ? isLoop(s.statement) : ts.isIterationStatement(s, false);

/** What the header of one of the loops says. */
interface Headed {
  readonly node: ts.ForStatement;
  readonly counters: readonly Sym[];
  readonly starts: readonly Start[];
  readonly constants: readonly Start[];
  readonly inBody: boolean;
}

/** The inner loops must run equally often in all iterations of the outer ones, from the same start. */
export function checkNest(l: Lowering, nest: readonly Headed[], wrong: Wrong): void {
  for (const [i, { node, counters, starts, constants, inBody }] of nest.entries()) {
    if (i === 0) continue;
    const around = nest.slice(0, i).flatMap((outer) => [...outer.counters, ...outer.constants.map((c) => c.symbol)]);
    const moving = nest.slice(0, i).flatMap((outer) => outer.counters);
    const idle = counters.find((c) => !starts.some((s) => s.symbol === c));
    const [constant] = constants;
    const same = counters.find((c) => around.some((a) => a.name === c.name));
    const parts = [node.initializer, node.condition, inBody ? undefined : node.incrementor];
    const outer = parts.map((part) => part && mentionOf(l, part, moving)).find((found) => found !== undefined);
    if (constant)
      wrong(
        constant.value,
        `the header of an inner loop sets '${constant.symbol.name}', which belongs in front of them`,
      );
    else if (inBody) wrong(node, 'the body of the inner loop moves its counter');
    else if (idle)
      wrong(node.initializer ?? node, `the inner loop does not set '${idle.name}' to a start value`, idle.name);
    else if (same) wrong(node.initializer ?? node, `two of them count with '${same.name}'`, same.name);
    else if (outer) wrong(outer, `'${outer.text}' decides how often the inner loop runs`, outer.text);
  }
}

function mentionOf(l: Lowering, node: ts.Node, symbols: readonly Sym[]): ts.Identifier | undefined {
  const symbol = ts.isIdentifier(node) ? symbolOf(l.ctx, node) : undefined;
  if (symbol && symbols.includes(symbol)) return node as ts.Identifier;
  return ts.forEachChild(node, (child) => mentionOf(l, child, symbols));
}

/** Jumps to the next iteration of an outer loop pass over iterations that are numbered. */
export function checkJumps(nest: readonly ts.ForStatement[], wrong: Wrong): void {
  const [outermost] = nest;
  const innermost = nest.at(-1)!;
  const visit = (node: ts.Node): void => {
    if (isFunctionLike(node)) return;
    if (ts.isBreakStatement(node) || ts.isContinueStatement(node)) {
      const target = targetOf(node);
      const fine = ts.isBreakStatement(node) ? outermost : innermost;
      if (nest.some((loop) => loop === target) && target !== fine)
        wrong(node, 'this goes on with the next iteration of an outer one');
    } else ts.forEachChild(node, visit);
  };
  visit(innermost.statement);
}

/** The loop, or another statement, that the jump leaves or goes on with. */
function targetOf({ label, kind, parent }: ts.BreakOrContinueStatement): ts.Node | undefined {
  const isBreak = kind === ts.SyntaxKind.BreakStatement;
  for (let node: ts.Node | undefined = parent; node; node = node.parent) {
    if (label === undefined) {
      if (ts.isIterationStatement(node, false) || (isBreak && ts.isSwitchStatement(node))) return node;
    } else if (ts.isLabeledStatement(node) && node.label.text === label.text) {
      let labelled: ts.Statement = node.statement;
      while (ts.isLabeledStatement(labelled)) labelled = labelled.statement;
      return labelled;
    }
  }
  return undefined;
}
