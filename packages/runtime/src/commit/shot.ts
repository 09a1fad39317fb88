import { type Classes, FULL_CHECK, hasGetter } from '../worker/plain.ts';
import { emptyWalk, MEMORY, type Visit, walk } from '../worker/walk.ts';

/** What one object held at some time, without what is in the objects that it holds. */
export interface Shot {
  readonly object: object;
  /** How many values that are. */
  readonly size: number;
  /** The object holds the same values, and objects, as then. Runs no code of the program. */
  holds(): boolean;
  /** Puts back what it held. */
  restore(): void;
}

/** Stands for an element or property that is computed by a getter. */
const COMPUTED = Symbol('accessor');

/** The value of an own property; undefined where there is none. */
export const slotOf = (object: object, key: PropertyKey): unknown =>
  contentOf(Object.getOwnPropertyDescriptor(object, key));

const contentOf = (property: PropertyDescriptor | undefined): unknown =>
  property === undefined || 'value' in property ? property?.value : COMPUTED;

/** Everything that the values reach, as it is now. The audit has seen that all of it is plain data, or of these classes. */
export const reached = (
  values: readonly unknown[],
  classes: Classes | null,
  known: Map<object, Shot> = new Map(),
  isProxy: (value: object) => boolean = () => false,
): Shot[] => {
  const found = emptyWalk(classes);
  // Memory that is only reached through a view is seen there.
  const direct = new Set<object>();
  const visit: Visit = (object, { key }) => {
    if (isProxy(object)) return 'proxy';
    if (key !== MEMORY) direct.add(object);
    return null;
  };
  for (const value of values) walk(found, value, { parent: null, key: '' }, visit);
  return [...direct].map((object) => {
    const shot = known.get(object) ?? shotOf(object);
    known.set(object, shot);
    return shot;
  });
};

/** Of an object of plain data, as an audit has found it. */
export const shotOf = (object: object): Shot => {
  if (object instanceof Map) return collected(object, pairsOf, refillMap);
  if (object instanceof Set) return collected(object, (set) => [...set], refillSet);
  if (object instanceof Date) return time(object);
  if (ArrayBuffer.isView(object) && !(object instanceof DataView)) return numbers(object, object as Uint8Array);
  if (object instanceof DataView) return numbers(object, bytesOf(object));
  if (isMemory(object)) return numbers(object, new Uint8Array(object));
  if (object instanceof RegExp) return pattern(object);
  return Array.isArray(object) ? list(object) : properties(object);
};

const isMemory = (object: object): object is ArrayBuffer =>
  object instanceof ArrayBuffer || (typeof SharedArrayBuffer !== 'undefined' && object instanceof SharedArrayBuffer);

const bytesOf = ({ buffer, byteOffset, byteLength }: DataView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

const isIndex = (key: string | symbol): boolean => typeof key === 'string' && /^\d+$/.test(key);

const alike = (a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
};

const pairsOf = (map: Map<unknown, unknown>): unknown[] => [...map].flat(1);

const refillMap = (map: Map<unknown, unknown>, pairs: readonly unknown[]): void => {
  map.clear();
  for (let i = 0; i < pairs.length; i += 2) map.set(pairs[i], pairs[i + 1]);
};

const refillSet = (set: Set<unknown>, values: readonly unknown[]): void => {
  set.clear();
  for (const value of values) set.add(value);
};

const collected = <C extends object>(
  object: C,
  read: (object: C) => unknown[],
  refill: (object: C, values: readonly unknown[]) => void,
): Shot => {
  const values = read(object);
  return {
    object,
    size: values.length + 1,
    holds: () => alike(read(object), values) && Reflect.ownKeys(object).length === 0,
    restore: () => refill(object, values),
  };
};

const time = (object: Date): Shot => {
  const then = object.getTime();
  return {
    object,
    size: 1,
    holds: () => Object.is(object.getTime(), then),
    restore: () => void object.setTime(then),
  };
};

/** Its text changes only where `compile` is called. */
const pattern = (object: RegExp): Shot => {
  const { source, flags } = object;
  const own = properties(object);
  return {
    ...own,
    holds: () => object.source === source && object.flags === flags && own.holds(),
    restore: () => {
      if (object.source !== source || object.flags !== flags) object.compile(source, flags);
      own.restore();
    },
  };
};

/** @param view of all that the object holds; it has no length any more when its memory is gone */
const numbers = (object: object, view: Uint8Array): Shot => {
  const copy = Uint8Array.prototype.slice.call(view);
  const isBare = (): boolean => view.length > FULL_CHECK || Reflect.ownKeys(object).every(isIndex);
  const bare = isBare();
  return {
    object,
    size: 1 + copy.length / 16,
    holds: () => alike(view, copy) && bare === isBare(),
    restore: () => view.set(copy),
  };
};

const list = (object: unknown[]): Shot => {
  if (object.length <= FULL_CHECK) return properties(object);
  const values = object.slice();
  const hasSame = (i: number): boolean =>
    !hasGetter(object, i) &&
    Object.is(object[i], values[i]) &&
    (values[i] !== undefined || i in object === i in values);
  return {
    object,
    size: values.length + 1,
    holds: () => {
      if (object.length !== values.length) return false;
      for (let i = 0; i < values.length; i++) if (!hasSame(i)) return false;
      return true;
    },
    restore: () => {
      object.length = values.length;
      for (let i = 0; i < values.length; i++)
        if (!hasSame(i)) put(object, i, Object.getOwnPropertyDescriptor(values, i));
    },
  };
};

const properties = (object: object): Shot => {
  const keys = Reflect.ownKeys(object);
  const then = keys.map((key) => Object.getOwnPropertyDescriptor(object, key));
  const proto: object | null = Object.getPrototypeOf(object);
  return {
    object,
    size: keys.length + 1,
    holds: () =>
      Object.getPrototypeOf(object) === proto &&
      alike(Reflect.ownKeys(object), keys) &&
      keys.every((key, i) => isAlike(Object.getOwnPropertyDescriptor(object, key), then[i])),
    restore: () => {
      for (const key of Reflect.ownKeys(object)) if (key !== 'length') Reflect.deleteProperty(object, key);
      for (const [i, key] of keys.entries()) put(object, key, then[i]);
    },
  };
};

/** The same value, seen or not seen by loops over the names. */
const isAlike = (now: PropertyDescriptor | undefined, then: PropertyDescriptor | undefined): boolean =>
  Object.is(contentOf(now), contentOf(then)) && now?.enumerable === then?.enumerable;

const put = (object: object, key: PropertyKey, property: PropertyDescriptor | undefined): void => {
  if (property === undefined) Reflect.deleteProperty(object, key);
  else Reflect.defineProperty(object, key, property);
};
