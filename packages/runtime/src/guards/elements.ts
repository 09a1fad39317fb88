/** The iteration spaces of array calls. */
import type { Space } from '../contract.ts';
import { TYPED as TYPED_CLASSES } from '../worker/plain.ts';
import { countOf, indices, isPlainArray, isPlainObject, isTyped, items, native, own } from './containers.ts';
import { holds } from './failure.ts';
import { isOrdinary } from './proxy.ts';

const { hasOwn } = Object;

/** Array methods that pass over holes; the others take them for `undefined`. */
const PASSES_HOLES: ReadonlySet<string> = new Set(
  'map forEach filter flatMap some every reduce reduceRight'.split(' '),
);
const FROM_THE_BACK: ReadonlySet<string> = new Set(['reduceRight', 'findLast', 'findLastIndex']);

/**
 * `xs.method(…)`: the elements in the order in which the callback gets them.
 *
 * @param skipped how many elements the method takes before it calls the callback: a reduction without initial value
 * @throws GuardFailure for other classes, or a changed method
 */
export const dense = (xs: unknown, method: string, skipped = 0): Space => {
  holds(isPlainArray(xs) || isTyped(xs), 'not an array');
  native(xs, method);
  holds(!own(xs, 'constructor') && speciesUntouched(), 'constructor was changed');
  const back = FROM_THE_BACK.has(method);
  const values = Array.isArray(xs) && PASSES_HOLES.has(method) ? present(xs) : null;
  const n = Math.max(0, (values?.length ?? xs.length) - skipped);
  if (values === null) return back ? { n, start: n - 1, step: -1 } : { n, start: skipped, step: 1 };
  const order = back ? values.reverse() : values;
  return { n, start: 0, step: 1, values: order.subarray(Math.min(skipped, order.length)) };
};

const MAKERS = new Map<string, unknown>(
  [Array, ...TYPED_CLASSES].map((type) => [type.name, Reflect.get(type, 'from')]),
);

/** The longest array that there can be. */
const MAX_LENGTH = 2 ** 32 - 1;

/** `Array.from(xs, …)`. @throws GuardFailure for other sources, or a changed `from` */
export const source = (xs: unknown, maker: string): Space => {
  const type: unknown = Reflect.get(globalThis, maker);
  const untouched = typeof type === 'function' && Reflect.get(type, 'from') === MAKERS.get(maker);
  holds(untouched, 'from was changed');
  const length = lengthOnly(xs);
  if (length === null) return items(xs);
  holds(length <= MAX_LENGTH, 'too long for an array');
  return indices(length);
};

/** The length of `{ length: n }`, as array methods see it; null for everything else. */
export const lengthOnly = (xs: unknown): number | null => {
  if (!isOrdinary(xs) || Array.isArray(xs) || !isPlainObject(xs) || countOf(xs) !== 1) return null;
  const length: unknown = Object.getOwnPropertyDescriptor(xs, 'length')?.value;
  return typeof length === 'number' ? Math.max(0, Math.trunc(length) || 0) : null;
};

/** Indices of the elements of an array that has holes; null when it has none. */
const present = (xs: readonly unknown[]): Float64Array | null => {
  const { length } = xs;
  let i = 0;
  while (i < length && hasOwn(xs, i)) i++;
  if (i === length) return null;
  const found: number[] = [];
  for (i = 0; i < length; i++)
    if (hasOwn(xs, i)) found.push(i);
    else holds(!(i in xs), 'a built-in prototype was extended');
  return Float64Array.from(found);
};

const SPECIES = [Array, Object.getPrototypeOf(Int8Array) as object].map((type) => ({
  type,
  species: Object.getOwnPropertyDescriptor(type, Symbol.species)?.get,
}));

/** The constructor that makes the result runs no code of the program. */
const speciesUntouched = (): boolean =>
  Array.prototype.constructor === Array &&
  SPECIES.every(({ type, species }) => Object.getOwnPropertyDescriptor(type, Symbol.species)?.get === species);
