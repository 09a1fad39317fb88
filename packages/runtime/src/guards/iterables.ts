import type { Space } from '../contract.ts';
import { indices, isPlainArray, isPlainObject, isTyped, items, native } from './containers.ts';
import { holds } from './failure.ts';
import { type IteratorView, iteratorPrototype, steps } from './iterators.ts';
import { isOrdinary } from './proxy.ts';
import { plain } from './values.ts';

/** Most items that a generator may give, and most text that its matches may carry. */
const MOST_ITEMS = 2 ** 20;
const MOST_TEXT = 2 ** 24;

const sizeOf = (proto: object): ((this: unknown) => unknown) => Object.getOwnPropertyDescriptor(proto, 'size')!.get!;
const MAP_SIZE = sizeOf(Map.prototype);
const SET_SIZE = sizeOf(Set.prototype);

/**
 * `for (x of container)`, `for (x of container.view())`.
 *
 * @throws GuardFailure unless it is an array, typed array, Map, Set or text of the built-in class itself
 */
export const listed = (container: unknown, view?: IteratorView | 'pairs'): Space => {
  const kind = classOf(container);
  holds(view !== 'pairs' || kind === 'map', 'not a Map');
  const method = view === 'pairs' ? undefined : view;
  if (kind === 'array') return items(container, method);
  steps(kind);
  native(container, method ?? Symbol.iterator);
  if (kind === 'text') return indices(codePoints(container as string));
  return indices(Number((kind === 'map' ? MAP_SIZE : SET_SIZE).call(container)));
};

const classOf = (value: unknown): 'array' | 'map' | 'set' | 'text' => {
  if (typeof value === 'string') return 'text';
  const proto: unknown = isOrdinary(value) ? Object.getPrototypeOf(value) : undefined;
  if (proto === Map.prototype) return 'map';
  if (proto === Set.prototype) return 'set';
  holds(isPlainArray(value) || isTyped(value), 'not a built-in container');
  return 'array';
};

const codePoints = (text: string): number => {
  let n = 0;
  for (const _ of text) n++;
  return n;
};

/** @throws GuardFailure unless `for (k in object)` gives exactly the object's own keys, in a copy of it too */
export const names = (object: unknown): Space => {
  if (object === null || object === undefined) return indices(0);
  holds(isPlainObject(object) || isPlainArray(object), 'not a plain object or array');
  for (const proto of [Object.prototype, Array.prototype])
    for (const key in proto) holds(false, `a built-in prototype has the enumerable property ${key}`);
  return indices(Object.keys(object as object).length);
};

const GENERATOR_NEXT = Reflect.get(iteratorPrototype('generator'), 'next') as (
  this: unknown,
) => IteratorResult<unknown>;

/**
 * The items of a generator that nobody else has.
 *
 * @param copied objects are copied as they come, because the generator may change them further on
 * @param looksInto values that the generator reads: reading them must run no code of the program
 * @throws GuardFailure, or what the generator throws
 */
export const drained = (generator: unknown, copied: boolean, looksInto: readonly unknown[]): unknown[] => {
  for (const value of looksInto) plain(value);
  steps('generator');
  const own = isOrdinary(generator) ? (Object.getPrototypeOf(generator) as object) : null;
  const isGenuine = own !== null && Object.getPrototypeOf(own) === iteratorPrototype('generator');
  holds(isGenuine && Reflect.ownKeys(own).length === 0, 'not a generator as it was written');
  const items: unknown[] = [];
  for (;;) {
    const { value, done } = GENERATOR_NEXT.call(generator);
    if (done) return items;
    holds(items.length < MOST_ITEMS, 'the generator gives too many items');
    const isObject = typeof value === 'object' && value !== null;
    items.push(copied && isObject ? structuredClone(plain(value)) : value);
  }
};

const PATTERN_MEMBERS = members();

function members(): readonly (readonly [object, PropertyKey, unknown])[] {
  return [RegExp.prototype, RegExp].flatMap((object) =>
    Reflect.ownKeys(object).flatMap((key): (readonly [object, PropertyKey, unknown])[] => {
      const property = Object.getOwnPropertyDescriptor(object, key);
      // The engine itself changes `RegExp.lastMatch` and its like, which no match reads.
      return object === RegExp && key !== Symbol.species ? [] : [[object, key, property?.get ?? property?.value]];
    }),
  );
}

/** @throws GuardFailure unless the text is one, and nothing about patterns was changed */
export const matches = (text: unknown, pattern: RegExp): unknown[] => {
  holds(typeof text === 'string', 'not a text');
  steps('matches');
  native(text, 'matchAll');
  for (const [object, key, value] of PATTERN_MEMBERS) {
    const property = Object.getOwnPropertyDescriptor(object, key);
    holds((property?.get ?? property?.value) === value, `${String(key)} was changed`);
  }
  const found: unknown[] = [];
  for (const match of text.matchAll(pattern)) {
    found.push(match);
    holds(found.length * text.length <= MOST_TEXT, 'the matches carry too much text');
  }
  return found;
};
