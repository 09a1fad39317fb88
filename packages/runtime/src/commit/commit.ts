import type { ChunkLog, WriteLog } from '../worker/protocol.ts';

/** Stands for every kind of typed array. */
type Numeric = Float64Array;

/** A container that bulk writes go to: an array or a typed array. */
export type Target = unknown[] | Numeric;

const MAX_LENGTH = 2 ** 32 - 1;

/**
 * Commits the first `count` iterations of a chunk, so many of them as certainly cannot throw.
 *
 * @returns the number of iterations that were committed: the original loop goes on after them
 */
export const commit = (log: ChunkLog, targets: readonly Target[]): number => {
  let count = log.misses === null ? log.count : log.misses[0]!;
  log.writes.forEach((writes, t) => {
    count = Math.min(count, safe(writes, targets[t]!, count));
  });
  log.writes.forEach((writes, t) => {
    const entries = end(writes, count);
    if (writes.op === 'push') append(writes, targets[t]!, entries);
    else place(writes, targets[t]!, entries);
  });
  return count;
};

/** Entries that the first `count` iterations made. */
const end = (writes: WriteLog, count: number): number => {
  const { offsets } = writes;
  if (offsets === null) return count;
  return count < offsets.length ? offsets[count]! : writes.values.length;
};

/** Iterations of the first `count` whose writes cannot throw. */
const safe = (writes: WriteLog, target: Target, count: number): number => {
  const entries = end(writes, count);
  if (writes.op === 'push') return (target as unknown[]).length + entries <= MAX_LENGTH ? count : 0;
  if (!ArrayBuffer.isView(target)) return count;
  const big = target instanceof BigInt64Array || target instanceof BigUint64Array;
  if (writes.values instanceof Float64Array) return big && entries > 0 ? 0 : count;
  for (let e = 0; e < entries; e++) if (!converts(writes.values[e], big)) return iterationOf(writes, e);
  return count;
};

/** Assigning the value to an element of a typed array cannot throw. */
const converts = (value: unknown, big: boolean): boolean => {
  if (big) return typeof value === 'bigint' || typeof value === 'boolean';
  return typeof value !== 'bigint' && (typeof value !== 'object' || value === null);
};

const iterationOf = (writes: WriteLog, entry: number): number => {
  const { offsets } = writes;
  if (offsets === null) return entry;
  let k = 0;
  while (k + 1 < offsets.length && offsets[k + 1]! <= entry) k++;
  return k;
};

const append = (writes: WriteLog, target: Target, entries: number): void => {
  const list = target as unknown[];
  for (let e = 0; e < entries; e++) list.push(writes.values[e]);
};

const place = (writes: WriteLog, target: Target, entries: number): void => {
  const { values, indices, base } = writes;
  if (indices === null && isDoubles(values) && isTyped(target) && inside(target, base, entries)) {
    target.set(values.length === entries ? values : values.subarray(0, entries), base);
    return;
  }
  for (let e = 0; e < entries; e++) target[indices === null ? base + e : indices[e]!] = values[e] as number;
};

const isDoubles = (values: WriteLog['values']): values is Float64Array => values instanceof Float64Array;
const isTyped = (target: Target): target is Numeric => ArrayBuffer.isView(target);

/** All elements [base, base + entries) exist: `target.set` then means the same as element assignments. */
const inside = (target: Numeric, base: number, entries: number): boolean =>
  Number.isInteger(base) && base >= 0 && base + entries <= target.length;
