/** Methods of `this` in a worker: they run on an object of ours, which has them and the fields that they read. */
import type { OwnCall } from '../records/graph.ts';
import type { Capture, Copied } from '../records/plan.ts';
import { keyOf } from './paths.ts';
import type { View } from './view.ts';

/** Numbers of copies that belong to no variable begin here and go down. */
const FIRST = -1000;

interface OwnNeeds {
  readonly copies: Copied[];
  /** Text of the object, when one is needed. */
  readonly self?: string;
}

/** @param captures those of the paths that P uses */
export function ownNeeds(calls: readonly OwnCall[], captures: readonly Capture[]): OwnNeeds {
  if (calls.length === 0) return { copies: [] };
  const methods = [...new Map(calls.flatMap((c) => c.methods.map((m) => [m.name, m] as const))).values()];
  const copies = methods.map(({ name, span }, i): Copied => {
    const prefix = `const $o_${name} = { `;
    return { symbol: FIRST - i, name: `$o_${name}`, file: 0, span, local: false, prefix, suffix: ' }', object: false };
  });
  const fields = new Map(calls.flatMap((c) => (c.fields ?? []).map((f) => [keyOf(f), f] as const)));
  const members = [
    ...methods.map(({ name }) => `${name}: $o_${name}.${name}`),
    ...[...fields].map(([key, f]) => `${f.fields[0]}: ${nameOf(captures, key)}`),
  ];
  return { copies, self: `{ ${members.join(', ')} }` };
}

const nameOf = (captures: readonly Capture[], key: string): string =>
  captures.find((c) => c.path && keyOf(c.path) === key)?.name ?? 'undefined';

/** `$par.methods(this, Model, ["score"])`, wherever the methods are called, in P or in R. */
export function ownGuards(view: View): string[] {
  const calls = view.expressions.flatMap((e) => [...(e.own ? [e.own] : []), ...(e.owns ?? [])]);
  const names = [...new Set(calls.flatMap((c) => c.methods.map((m) => m.name)))];
  const [first] = calls;
  return first ? [`$par.methods(this, ${first.owner}, ${JSON.stringify(names)})`] : [];
}
