import type { Space } from '../contract.ts';
import { elementsAreData, TYPED as TYPED_CLASSES } from '../worker/plain.ts';
import { holds } from './failure.ts';
import { type IteratorView, steps } from './iterators.ts';
import { isOrdinary } from './proxy.ts';

const ARRAY_PUSH = Array.prototype.push;
const ARRAY_ITERATOR = Array.prototype[Symbol.iterator];
const ARRAY_NEXT: unknown = Reflect.get(Object.getPrototypeOf([][Symbol.iterator]()), 'next');
const TYPED: object = Object.getPrototypeOf(Int8Array.prototype);
const TYPED_ITERATOR: unknown = Reflect.get(TYPED, Symbol.iterator);
const TYPED_PROTOTYPES = new Set<unknown>(TYPED_CLASSES.map((type) => type.prototype));

export const countOf = (object: object): number => Reflect.ownKeys(object).length;
/** Assignments of elements may run setters that somebody has put on these. */
const OBJECT_MEMBERS = countOf(Object.prototype);
const ARRAY_MEMBERS = countOf(Array.prototype);

type Elements = ArrayLike<unknown> & object;

/** An array of class Array itself. */
export const isPlainArray = (value: unknown): value is unknown[] =>
  isOrdinary(value) && Array.isArray(value) && Object.getPrototypeOf(value) === Array.prototype;

export const isTyped = (value: unknown): value is Elements =>
  ArrayBuffer.isView(value) && (TYPED_PROTOTYPES.has(Object.getPrototypeOf(value)) || isBuffer(value));

const isBuffer = (value: object): boolean => {
  const buffer: unknown = Reflect.get(globalThis, 'Buffer');
  return typeof buffer === 'function' && Object.getPrototypeOf(value) === buffer.prototype;
};

export const own = (value: object, key: PropertyKey): boolean =>
  Object.getOwnPropertyDescriptor(value, key) !== undefined;

export const indices = (n: number): Space => ({ n, start: 0, step: 1 });

/**
 * `for (x of xs)`, `for (x of xs.view())`.
 *
 * @throws GuardFailure unless `xs` is an Array or typed array with its iterators untouched
 */
export const items = (xs: unknown, view?: IteratorView): Space => {
  if (view !== undefined) {
    steps('array');
    native(xs, view);
  }
  const untouched = Reflect.get(Object.getPrototypeOf([][Symbol.iterator]()), 'next') === ARRAY_NEXT;
  holds(untouched, 'array iterator was changed');
  if (isPlainArray(xs)) {
    holds(
      Array.prototype[Symbol.iterator] === ARRAY_ITERATOR && !own(xs, Symbol.iterator),
      'array iterator was changed',
    );
    return indices(xs.length);
  }
  holds(isTyped(xs), 'not an array');
  holds(Reflect.get(TYPED, Symbol.iterator) === TYPED_ITERATOR && !own(xs, Symbol.iterator), 'iterator was changed');
  return indices(xs.length);
};

/** @throws GuardFailure unless elements can be assigned without running user code */
export const writable = <T>(container: T): T => {
  holds(
    countOf(Object.prototype) === OBJECT_MEMBERS && countOf(Array.prototype) === ARRAY_MEMBERS,
    'a built-in prototype was extended',
  );
  if (isTyped(container)) return container;
  if (protoOf(container) === Map.prototype || protoOf(container) === Set.prototype) return collection(container);
  holds(isPlainArray(container) || isPlainObject(container), 'not an array or plain object');
  holds(Object.isExtensible(container), 'it cannot be extended');
  holds(!Array.isArray(container) || elementsAreData(container), 'array with accessors');
  for (const method of MUTATORS) holds(!own(container as object, method), `${method} was changed`);
  return container;
};

/** An object of no class of its own, without accessors. */
export const isPlainObject = (value: unknown): boolean => {
  if (!isOrdinary(value)) return false;
  const proto: unknown = Object.getPrototypeOf(value);
  if (proto !== null && proto !== Object.prototype) return false;
  return Object.values(Object.getOwnPropertyDescriptors(value)).every((d) => 'value' in d);
};

/** @throws GuardFailure unless it is a Map or Set with its own methods untouched */
export const collection = <T>(container: T): T => {
  const isMap = protoOf(container) === Map.prototype;
  holds(isMap || protoOf(container) === Set.prototype, 'not a Map or Set');
  for (const method of isMap ? ['get', 'has', 'set', 'delete', 'clear'] : ['has', 'add', 'delete', 'clear'])
    native(container, method);
  return container;
};

/** @throws GuardFailure unless it is an ordinary array with an untouched `push` */
export const appendable = <T>(array: T): T => {
  holds(isPlainArray(array), 'not an array');
  holds(Array.prototype.push === ARRAY_PUSH && !own(array, 'push'), 'push was changed');
  holds(Object.isExtensible(array) && lengthIsWritable(array), 'array cannot be extended');
  return array;
};

const MUTATORS = ['pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'copyWithin'];

const lengthIsWritable = (array: object): boolean =>
  Object.getOwnPropertyDescriptor(array, 'length')?.writable === true;

const BUILT_IN: readonly { readonly is: (value: unknown) => boolean; readonly proto: object }[] = [
  { is: isPlainArray, proto: Array.prototype },
  { is: isTyped, proto: TYPED },
  { is: (value) => typeof value === 'string', proto: String.prototype },
  { is: (value) => typeof value === 'number', proto: Number.prototype },
  { is: (value) => typeof value === 'bigint', proto: BigInt.prototype },
  { is: (value) => typeof value === 'boolean', proto: Boolean.prototype },
  { is: (value) => protoOf(value) === Map.prototype, proto: Map.prototype },
  { is: (value) => protoOf(value) === Set.prototype, proto: Set.prototype },
  { is: (value) => protoOf(value) === Date.prototype, proto: Date.prototype },
  { is: (value) => protoOf(value) === RegExp.prototype, proto: RegExp.prototype },
];

const protoOf = (value: unknown): unknown => (isOrdinary(value) ? Object.getPrototypeOf(value) : undefined);

/** Text of a built-in function, as engines print it. */
const NATIVE = /\{\s*\[native code\]\s*\}\s*$/;
const textOf = Function.prototype.toString;
const MEMBERS = BUILT_IN.map(({ proto }) => new Map(Reflect.ownKeys(proto).map((key) => [key, member(proto, key)])));

function member(proto: object, key: PropertyKey): unknown {
  return Object.getOwnPropertyDescriptor(proto, key)?.value;
}

/** @throws GuardFailure unless the value has its built-in class's own method `name`, as it was at start-up */
export const native = <T>(value: T, method: string | symbol): T => {
  const kind = BUILT_IN.findIndex(({ is }) => is(value));
  holds(kind >= 0, `${String(method)} of a value that is not built in`);
  const original = MEMBERS[kind]!.get(method);
  const untouched = typeof original === 'function' && NATIVE.test(textOf.call(original));
  const now: unknown = Reflect.get(Object(value), method);
  holds(untouched && now === original, `${String(method)} was changed`);
  return value;
};
