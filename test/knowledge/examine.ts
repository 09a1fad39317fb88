/** Calls a function with many arguments and compares what comes of it with a row of the tables. */
import { isDeepStrictEqual } from 'node:util';
import { serialize } from 'node:v8';
import type { Row } from '../../packages/transform/dist/2-analyze/knowledge/rows.js';

type Fn = (...args: unknown[]) => unknown;

/** A pool makes its values anew, so that no call sees what another one has done to them. */
export type Pool = () => readonly unknown[];

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

/** All objects that can be reached; functions count as values. */
function graph(value: unknown, found = new Set<object>()): Set<object> {
  if (!isObject(value) || typeof value === 'function' || found.has(value)) return found;
  found.add(value);
  if (ArrayBuffer.isView(value)) return graph(value.buffer, found);
  if (value instanceof Map || value instanceof Set) for (const inner of value) graph(inner, found);
  for (const inner of Object.values(value)) graph(inner, found);
  return found;
}

/** What is new in the result, by the row: everything, or the outermost level. */
function isNew(result: unknown, args: readonly unknown[], { depth, groups }: Row): boolean {
  const before = graph(args);
  const levels = groups ? 1 : (depth ?? Number.POSITIVE_INFINITY);
  const inspected = levels === 1 ? (isObject(result) ? [result] : []) : [...graph(result)];
  return inspected.every((o) => !before.has(o));
}

/** Dates without a time are not equal by `isDeepStrictEqual`, and functions cannot be serialized. */
function isAlike(a: unknown, b: unknown): boolean {
  if (isDeepStrictEqual(a, b)) return true;
  try {
    return serialize(a).equals(serialize(b));
  } catch {
    return false;
  }
}

interface Trial {
  readonly outcome: unknown;
  readonly problem?: string;
}

function attempt(fn: Fn, row: Row, make: () => unknown[]): Trial | undefined {
  const args = make();
  const untouched = make();
  const tripped: number[] = [];
  const given = args.map((a, i) =>
    typeof a !== 'function' || i === row.callback ? a : spy(a as Fn, () => tripped.push(i)),
  );
  let outcome: unknown;
  try {
    outcome = fn(...given);
  } catch {
    return undefined;
  }
  const same = (a: unknown, i: number): boolean =>
    typeof a === 'function' || (row.mutates === true && i === 0) || isAlike(a, untouched[i]);
  if (tripped.length > 0) return { outcome, problem: `calls argument ${tripped[0]}` };
  if (!given.every(same)) return { outcome, problem: 'changes an argument' };
  if (row.returns === 'primitive' && isObject(outcome)) return { outcome, problem: 'returns an object' };
  if (row.returns === 'argument' && outcome !== given[0]) return { outcome, problem: 'does not return its argument' };
  if (row.returns === 'fresh' && !isNew(outcome, given, row)) return { outcome, problem: 'returns what was there' };
  return { outcome };
}

const spy =
  (fn: Fn, tell: () => void): Fn =>
  (...args) => {
    tell();
    return fn(...args);
  };

/** Writes to its first argument whatever that holds. */
function readsTarget(fn: Fn, make: () => unknown[]): boolean {
  const [zeros, sevens] = [0, 7].map((fill) => {
    const [out, ...rest] = make();
    if (!(out instanceof Float64Array)) return undefined;
    try {
      fn(out.fill(fill), ...rest);
    } catch {
      return undefined;
    }
    return out;
  });
  return zeros?.some((v, i) => !Object.is(v, sevens![i]) && !(v === 0 && sevens![i] === 7)) ?? false;
}

function* tuples(pool: Pool, length: number): Generator<readonly number[]> {
  const size = pool().length;
  for (let n = 0; n < size ** length; n++) yield Array.from({ length }, (_, k) => Math.floor(n / size ** k) % size);
}

/** @returns what is wrong with the row; undefined when nothing is */
export function examine(fn: Fn, row: Row, pool: Pool, most = 3): string | undefined {
  const results = new Map<readonly number[], unknown>();
  const makeOf = (indices: readonly number[]) => () => indices.map((i) => pool()[i]);
  for (let length = 1; length <= Math.min(most, row.most ?? most); length++)
    for (const indices of tuples(pool, length)) {
      const trial = attempt(fn, row, makeOf(indices));
      if (trial?.problem !== undefined) return `${trial.problem} (arguments ${indices})`;
      if (row.mutates && readsTarget(fn, makeOf(indices))) return `reads what it changes (arguments ${indices})`;
      if (trial) results.set(indices, trial.outcome);
    }
  if (results.size === 0) return 'always throws';
  for (const [indices, outcome] of results)
    if (!isAlike(attempt(fn, row, makeOf(indices))?.outcome, outcome))
      return `gives something else the second time (arguments ${indices})`;
  return undefined;
}
