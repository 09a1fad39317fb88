import { holds } from './failure.ts';

export type IteratorView = 'entries' | 'keys' | 'values';

const protoOf = (value: object): object => Object.getPrototypeOf(value) as object;

const ITERATORS = {
  array: protoOf([][Symbol.iterator]()),
  map: protoOf(new Map()[Symbol.iterator]()),
  set: protoOf(new Set()[Symbol.iterator]()),
  text: protoOf(''[Symbol.iterator]()),
  matches: protoOf(''.matchAll(/x/g)),
  generator: protoOf(protoOf((function* () {})())),
};
/** What all iterators inherit: their method `[Symbol.iterator]` gives themselves. */
const ITERATOR = protoOf(ITERATORS.array);

export type IteratorClass = keyof typeof ITERATORS;

const member = (object: object, key: PropertyKey): unknown => Object.getOwnPropertyDescriptor(object, key)?.value;

const NEXT = new Map(Object.values(ITERATORS).map((proto) => [proto, member(proto, 'next')]));
const SELF = member(ITERATOR, Symbol.iterator);

/** The prototype of all iterators of a built-in class. */
export const iteratorPrototype = (of: IteratorClass): object => ITERATORS[of];

/** @throws GuardFailure unless iterators of this class step as the engine made them, and are iterable as such */
export const steps = (of: IteratorClass): void => {
  const proto = ITERATORS[of];
  holds(
    member(proto, 'next') === NEXT.get(proto) &&
      Object.getOwnPropertyDescriptor(proto, Symbol.iterator) === undefined &&
      member(ITERATOR, Symbol.iterator) === SELF,
    `${of} iterator was changed`,
  );
};
