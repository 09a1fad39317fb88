import { bufferPrototype, type Classes, FULL_CHECK, hasGetter, judge } from './plain.ts';
import type { Packed } from './protocol.ts';

/** What a walk found out about a graph of values. */
export interface Walk {
  /** Every object of the graph. */
  readonly seen: Set<object>;
  readonly buffers: object[];
  readonly bare: object[];
  /** Instances of each registered class. */
  readonly instances: object[][];
  readonly classes: Classes | null;
}

/** The step from a view to its memory, which no property of the program is mistaken for. */
export const MEMORY = Symbol('buffer');

/** Where a value was found: a linked list, so that no text is built unless something is refused. */
export interface Trace {
  readonly parent: Trace | null;
  readonly key: PropertyKey;
}

/** Looks at an object before its parts: a text refuses it. */
export type Visit = (value: object, trace: Trace) => string | null;

export interface Refusal {
  readonly trace: Trace;
  readonly what: string;
}

export const emptyWalk = (classes: Classes | null = null): Walk => ({
  seen: new Set(),
  buffers: [],
  bare: [],
  instances: [],
  classes,
});

type Push = (value: unknown, trace: Trace) => void;

const PARTS: Record<string, (value: object, trace: Trace, push: Push) => string | null> = {
  leaf: () => null,
  array: (value, trace, push) => {
    const list = value as unknown[];
    for (let i = 0; i < list.length; i++) {
      if (hasGetter(list, i)) return 'array with accessors';
      const item = list[i];
      if (!isTrivial(item)) push(item, { parent: trace, key: i });
    }
    if (list.length <= FULL_CHECK) named(value, list.length, trace, push);
    return null;
  },
  object: (value, trace, push) => {
    for (const key of Object.keys(value)) {
      const item = (value as Record<string, unknown>)[key];
      if (!isTrivial(item)) push(item, { parent: trace, key });
    }
    return null;
  },
  map: (value, trace, push) => {
    for (const [key, item] of Map.prototype.entries.call(value)) {
      push(key, { parent: trace, key: 'keys()' });
      push(item, { parent: trace, key: 'values()' });
    }
    return null;
  },
  set: (value, trace, push) => {
    for (const item of Set.prototype.values.call(value)) push(item, { parent: trace, key: 'values()' });
    return null;
  },
  view: (value, trace, push) => {
    push((value as DataView).buffer, { parent: trace, key: MEMORY });
    return null;
  },
};

/** Properties of an array other than its elements, such as the `groups` of a match. */
const named = (value: object, length: number, trace: Trace, push: Push): void => {
  const keys = Object.keys(value);
  if (keys.length <= length && (keys.length === 0 || /^\d+$/.test(keys.at(-1)!))) return;
  for (const key of keys) {
    const item: unknown = Reflect.get(value, key);
    if (!/^\d+$/.test(key) && !isTrivial(item)) push(item, { parent: trace, key });
  }
};

/** Primitives that always travel. */
const isTrivial = (value: unknown): boolean =>
  value === null || (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol');

/**
 * Walks everything reachable from `root` once.
 *
 * @param walk what earlier walks of the same message found; extended
 * @param visit asked about each object at its first visit
 * @returns null, or the first value that a structured clone would not reproduce
 */
export const walk = (walk: Walk, root: unknown, at: Trace, visit: Visit): Refusal | null => {
  const values: unknown[] = [root];
  const traces: Trace[] = [at];
  const push: Push = (value, trace) => {
    values.push(value);
    traces.push(trace);
  };
  while (values.length > 0) {
    const value = values.pop();
    const trace = traces.pop()!;
    if (isTrivial(value)) continue;
    if (typeof value !== 'object') return { trace, what: typeof value };
    const what = enter(walk, value as object, trace, visit, push);
    if (what !== null) return { trace, what };
  }
  return null;
};

const enter = (walk: Walk, value: object, trace: Trace, visit: Visit, push: Push): string | null => {
  const objection = visit(value, trace);
  if (objection !== null) return objection;
  if (walk.seen.has(value)) return null;
  walk.seen.add(value);
  const verdict = judge(value, walk.classes);
  if (typeof verdict === 'object') return verdict.refused;
  const proto: object | null = Object.getPrototypeOf(value);
  if (proto === null) walk.bare.push(value);
  else if (proto === bufferPrototype) walk.buffers.push(value);
  else if (walk.classes !== null) {
    const known = walk.classes.index.get(proto);
    if (known !== undefined) listOf(walk, known).push(value);
  }
  return PARTS[verdict]!(value, trace, push);
};

/** The instances of a registered class. */
export const listOf = ({ instances }: Walk, known: number): object[] => {
  const list = instances[known] ?? [];
  instances[known] = list;
  return list;
};

/** Values with what a walk found among them. */
export const packed = <T>(values: T, { buffers, bare, instances, classes }: Walk): Packed<T> => ({
  values,
  buffers,
  bare,
  // No holes, which the receiver would not expect.
  ...(classes === null ? {} : { instances: Array.from(instances, (list) => list ?? []) }),
});

/** Gives arrived objects back the prototypes that the clone took. Returns the values. */
export const unpack = <T>(packed: Packed<T>, prototypes: Iterable<object> = []): T => {
  for (const buffer of packed.buffers) Object.setPrototypeOf(buffer, bufferPrototype);
  for (const object of packed.bare) Object.setPrototypeOf(object, null);
  if (packed.instances !== undefined) revive(packed.instances, prototypes);
  return packed.values;
};

/** Makes objects instances of their classes. */
export const revive = (instances: readonly (readonly object[])[], prototypes: Iterable<object>): void => {
  let i = 0;
  for (const proto of prototypes) for (const object of instances[i++] ?? []) Object.setPrototypeOf(object, proto);
};
