import { strangers } from '../worker/strangers.ts';
import { emptyWalk, walk } from '../worker/walk.ts';
import { holds } from './failure.ts';
import { isOrdinary, isProxy } from './proxy.ts';

/**
 * The value of `object[key]`, if reading it runs no user code.
 *
 * @throws GuardFailure for accessors anywhere on the prototype chain
 */
export const get = (object: unknown, key: string | number): unknown => {
  holds(object !== null && object !== undefined, `reading ${key} of nothing`);
  holds(typeof object !== 'object' || isOrdinary(object), `reading ${key} of a proxy`);
  if (key === 'length' && (typeof object === 'string' || Array.isArray(object) || ArrayBuffer.isView(object))) {
    return Reflect.get(Object(object), 'length');
  }
  for (let at: object | null = Object(object); at !== null; at = Object.getPrototypeOf(at)) {
    holds(typeof at !== 'object' || isOrdinary(at), `reading ${key} of a proxy`);
    const property = Object.getOwnPropertyDescriptor(at, key);
    if (property === undefined) continue;
    if ('value' in property) return property.value;
    holds(property.get !== undefined && NATIVE.has(property.get), `property ${key} has an accessor`);
    return Reflect.get(Object(object), key);
  }
  return undefined;
};

/** `size`, `byteLength` and the like: accessors, but not the user's. `flags` looks at other properties. */
const NATIVE: ReadonlySet<unknown> = new Set(
  [Map, Set, RegExp, ArrayBuffer, DataView, Object.getPrototypeOf(Int8Array)].flatMap((type) =>
    Object.entries(Object.getOwnPropertyDescriptors(type.prototype as object)).flatMap(([key, { get }]) =>
      get === undefined || key === 'flags' ? [] : [get],
    ),
  ),
);

/**
 * @throws GuardFailure unless setting `key` runs no user code: a writable data property of its own, or a new property
 * of an extensible object, of whatever class, that inherits none of that name
 * @param isClass a class of the program, whose static field it is
 */
export const settable = <T>(object: T, key: string, isClass = false): T => {
  holds(isOrdinary(object) || (isClass && typeof object === 'function' && !isProxy(object)), 'not an object');
  const property = Object.getOwnPropertyDescriptor(object, key);
  if (property === undefined) {
    holds(Object.isExtensible(object) && !(key in object), `property ${key} cannot be set`);
  } else holds(property.writable === true, `property ${key} cannot be set`);
  return object;
};

/**
 * Products of so many of them, and sums of those, are not rounded.
 *
 * @throws GuardFailure unless it is an integer, and not a huge one
 */
export const integer = (value: unknown, degree = 1): number => {
  holds(Number.isSafeInteger(value), 'not an integer');
  holds(Math.abs(value as number) <= 2 ** Math.floor(51 / degree), 'subscripts are too large');
  return value as number;
};

/**
 * @param types registered classes, of which instances count as plain data
 * @param absent built-in classes of which no object may be met
 * @throws GuardFailure unless everything that the value reaches is plain data
 */
export const plain = <T>(
  value: T,
  types: readonly { readonly prototype: object }[] = [],
  absent: readonly string[] = [],
): T => {
  const foreign = strangers(absent);
  const index = new Map(types.map((type, i) => [type.prototype, i]));
  const refusal = walk(emptyWalk({ index, names: [] }), value, { parent: null, key: '' }, (at) =>
    isOrdinary(at) ? (foreign?.(at) ?? null) : 'proxy',
  );
  holds(refusal === null, `it prints or converts what is not plain data: ${refusal?.what}`);
  return value;
};

/** @throws GuardFailure for objects and functions */
export const primitive = <T>(value: T): T => {
  holds((typeof value !== 'object' || value === null) && typeof value !== 'function', 'an object, not a primitive');
  return value;
};

/** @throws GuardFailure when an object occurs twice among the elements */
export const distinct = <T>(xs: T): T => {
  holds(isOrdinary(xs) && (Array.isArray(xs) || ArrayBuffer.isView(xs)), 'not an array');
  if (!Array.isArray(xs)) return xs;
  const seen = new Set<unknown>();
  for (let i = 0; i < xs.length; i++) {
    const item: unknown = xs[i];
    if ((typeof item !== 'object' && typeof item !== 'function') || item === null) continue;
    holds(!seen.has(item), 'an object occurs twice');
    seen.add(item);
  }
  return xs;
};
