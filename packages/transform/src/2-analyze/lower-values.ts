/** Calls of functions that travel as values: what each of them may do is charged to the call. */
import { bare } from '../syntax/nodes.ts';
import type { ts } from '../syntax/ts.ts';
import { type Callee, calleeOfValue } from './callees.ts';
import { withState } from './closure-state.ts';
import { literalFunction } from './context.ts';
import {
  type Arguments,
  applied,
  argumentReads,
  builtinCallback,
  CALLBACK_RUNS,
  type Call,
  type Effects,
  together,
} from './lower-call.ts';
import type { Lowering } from './lowering.ts';
import type { ParamAccess } from './outward.ts';
import { type Closure, valuesFor } from './sources.ts';
import { summaryOf } from './summaries.ts';

/** Functions that travel as values: any of them may be called. */
export function closureEffects(
  l: Lowering,
  node: Call,
  { all, builtins, values }: Extract<Callee, { kind: 'closures' }>,
): Effects {
  const effects = all.map((c) => {
    const own = { values: valuesFor(c, values), self: c.bound?.[0] };
    return applied(l, node, withState(l, node.expression, c, summaryOf(l.ctx, c.node, c.frame)), own);
  });
  const cost = Math.max(...effects.map((e) => e.cost ?? 0));
  const isForeign = builtins.length > 0 || all.some((c) => c.open);
  const extra = isForeign ? { accesses: argumentReads(l, node) } : {};
  return { ...effects.reduce(together, extra), cost };
}

export function changedByClosures(
  l: Lowering,
  { all }: Extract<Callee, { kind: 'closures' }>,
): (position: number) => boolean {
  const changed = all.flatMap((c) => summaryOf(l.ctx, c.node, c.frame).accesses).filter((a) => a.write);
  // Arguments that are bound or passed by hand stand at other places.
  return () => changed.some(({ root }) => root.kind === 'param');
}

/** A callback argument's effects are in its own record if it is written here; a value may be known functions. */
export function calledArgument(l: Lowering, node: Call, argument: ts.Expression | undefined): Effects {
  if (argument && literalFunction(argument) && node.arguments?.includes(argument)) return {};
  const callee = argument && calleeOfValue(l.ctx, bare(argument));
  if (callee?.kind === 'builtin') return builtinCallback(l, argument!, callee.info, callee.name);
  const effects = callee && valueEffects(l, node, argument!, callee);
  if (effects) return effects;
  const name = argument ? argument.getText() : 'a missing callback';
  return { faults: [l.fault(node, 'PAR4008', { name }, { fatal: true, variable: name })] };
}

/** A function that somebody calls with arguments of which nothing is known. */
export function valueEffects(l: Lowering, node: Call, value: ts.Expression, callee: Callee): Effects | undefined {
  if (callee.kind !== 'function' && (callee.kind !== 'closures' || callee.builtins.length > 0)) return undefined;
  const all: readonly Closure[] = callee.kind === 'function' ? [{ node: callee.node, frame: undefined }] : callee.all;
  const effects = all.map((c) => {
    const summary = withState(l, value, c, summaryOf(l.ctx, c.node, c.frame));
    const detachedAccesses = summary.accesses.map(detached);
    return {
      ...applied(l, node, { ...summary, accesses: detachedAccesses }, UNKNOWN),
      cost: summary.cost * CALLBACK_RUNS,
    };
  });
  return effects.reduce(together, {});
}

const UNKNOWN: Arguments = { values: null };

/** The arguments of a callback are elements of something: any object. What is `this` in it, nobody has said. */
export const detached = (a: ParamAccess): ParamAccess =>
  a.root.kind === 'param' || a.root.kind === 'this' ? { ...a, root: { kind: 'unknown', text: 'an element' } } : a;
