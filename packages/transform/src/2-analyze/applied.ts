/** Callbacks that are not written in place: the body of the construct is a call of the callback's value. */
import { symbolForm } from '../records/affine.ts';
import { type Access, ITERATION, type Segment, type StmtId } from '../records/graph.ts';
import { bare, parametersOf, spanOf } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { type Callee, calleeOfValue } from './callees.ts';
import { targetPart } from './lower-assign.ts';
import { builtinCallback, dispatching, type Effects, importedBase, together } from './lower-call.ts';
import { detached } from './lower-values.ts';
import type { Lowering } from './lowering.ts';
import type { ParamAccess } from './outward.ts';
import { extend, type Path, pathOf } from './paths.ts';
import type { Closure } from './sources.ts';
import { type Summary, summaryOf } from './summaries.ts';

/** Names in a worker of what a method gives to its callback: element, index, array. */
export const ARGUMENTS = ['$1', '$2', '$3'];

const ELEMENT: Segment = { index: symbolForm(ITERATION) };

export function lowerApplied(l: Lowering, callback: ts.Expression, receiver: ts.Expression, method: string): StmtId {
  const callee = calleeOfValue(l.ctx, bare(callback));
  const names = method === 'from' ? ARGUMENTS.slice(0, 2) : ARGUMENTS;
  const call = l.add(callback, {
    op: 'call',
    kids: calleePart(l, callback, callee),
    applied: `(${names.join(', ')})`,
    ...effectsOf(l, callback, callee, pathOf(l.ctx, receiver)),
  });
  return l.addStatement(callback, {
    op: 'jump',
    exprs: [call],
    kids: [],
    jump: { kind: 'return', leaves: true, exits: false },
  });
}

/** Built-in functions do nothing with it that could be told from a copy. */
export function takesArray(l: Lowering, callback: ts.Expression): boolean {
  const callee = calleeOfValue(l.ctx, bare(callback));
  const all = callee.kind === 'function' ? [callee] : callee.kind === 'closures' ? callee.all : [];
  return all.some((c) => {
    const parameters = parametersOf(c.node);
    return parameters.length > 2 || parameters.some((p) => p.dotDotDotToken);
  });
}

/** Of element, index and array only the index is certainly a primitive; there is no fourth argument. */
const isCountOrMissing = (parameter: number): boolean => parameter === 1 || parameter > 2;

function calleePart(l: Lowering, callback: ts.Expression, callee: Callee): number[] {
  const target = bare(callback);
  if (callee.kind === 'builtin') return importedBase(l, callback);
  return [targetPart(l, ts.isPropertyAccessExpression(target) ? target.expression : callback)];
}

function effectsOf(
  l: Lowering,
  callback: ts.Expression,
  callee: Callee,
  array: Path,
): Effects & { primitive?: boolean } {
  if (callee.kind === 'function') {
    const summary = summaryOf(l.ctx, callee.node);
    const given = summary.primitiveGiven;
    return { ...applied(l, callback, summary, array), primitive: given !== null && [...given].every(isCountOrMissing) };
  }
  if (callee.kind === 'closures' && callee.builtins.length === 0) {
    const [first, ...others] = callee.all.map((c) => boundEffects(l, callback, c, array));
    return others.reduce<Effects>(together, first!);
  }
  if (callee.kind === 'builtin') {
    const { info, name } = callee;
    const { accesses = [], ...effects } = builtinCallback(l, callback, info, name);
    const read = l.access(callback, extend(array, ELEMENT, { any: true }), false);
    return { ...effects, accesses: [...accesses, read], cost: info.cost ?? 5, primitive: info.returns === 'primitive' };
  }
  const name = callback.getText().replace(/\s+/g, ' ').slice(0, 60);
  const fatal = { fatal: true, variable: name };
  if (callee.kind === 'parameter') return { faults: [l.fault(callback, 'PAR4008', { name }, fatal)] };
  return { faults: [l.fault(callback, 'PAR4001', { callee: name }, fatal)] };
}

/** What `bind` has fixed stands in front of the element. */
function boundEffects(l: Lowering, callback: ts.Expression, { node, frame, bound }: Closure, array: Path): Effects {
  const summary = summaryOf(l.ctx, node, frame);
  if (!bound) return applied(l, callback, summary, array);
  return applied(l, callback, { ...summary, accesses: summary.accesses.map(detached) }, array);
}

/** The summary with the element, its index and the array put in for the parameters. */
function applied(l: Lowering, callback: ts.Expression, summary: Summary, array: Path): Effects {
  const span = spanOf(callback);
  const name = callback.getText().slice(0, 60);
  const asks = [...summary.called].map(() => l.fault(callback, 'PAR4008', { name }, { fatal: true, variable: name }));
  // The method calls it with another `this` than the worker does.
  const bound = summary.accesses.some((a) => a.root.kind === 'this') ? [l.fault(callback, 'PAR6007', {})] : [];
  return {
    reads: [...summary.reads],
    writes: summary.writes.map((w) => ({ ...w, span })),
    accesses: summary.accesses.flatMap((a) => given(l, callback, a, array)),
    externals: [...summary.externals],
    faults: [...summary.faults.map((f) => ({ ...f, span })), ...asks, ...bound],
    cost: summary.cost + 5,
    ...dispatching(summary.dispatches),
  };
}

function given(l: Lowering, callback: ts.Expression, access: ParamAccess, array: Path): Access[] {
  const { root, path, write, origin } = access;
  const charged = { write, origin, span: spanOf(callback) };
  if (root.kind !== 'param') return [{ ...charged, root, path }];
  const argument = [extend(array, ELEMENT), undefined, array][root.index];
  return argument ? [{ ...l.access(callback, extend(argument, ...path), write), origin }] : [];
}
