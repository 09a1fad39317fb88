/** Which objects a structured clone reproduces faithfully: one table, used for what goes in and what comes out. */

/** Classes of the program whose instances may travel: the prototypes, and the names of the members. */
export interface Classes {
  readonly index: ReadonlyMap<object, number>;
  readonly names: readonly ReadonlySet<string>[];
}

/** The registered classes of a run. */
export const classesOf = (entry: { readonly classes?: unknown }): Classes | null =>
  (entry.classes as Classes | undefined) ?? null;

/** What to do with an object: nothing below it, its parts follow, or the reason why it may not travel. */
export type Verdict = 'leaf' | 'array' | 'object' | 'map' | 'set' | 'view' | { readonly refused: string };

/** Longest array whose property names are all looked at; on longer ones named extra properties are taken for data. */
export const FULL_CHECK = 1000;

/** Tells exotic objects (errors, `arguments`) that have a plain object's prototype. */
const BRAND = Object.prototype.toString;

const refused = (what: string): Verdict => ({ refused: what });
const bare = (object: object, own = 0): boolean => Reflect.ownKeys(object).length === own;

const array = (xs: object): Verdict => {
  const list = xs as readonly unknown[];
  if (Object.getOwnPropertySymbols(list).length > 0) return refused('array with symbol properties');
  if (list.length <= FULL_CHECK && !dataOnly(list, 'length'))
    return refused('array with accessors or hidden properties');
  return 'array';
};

const object = (value: object): Verdict => {
  if (!dataOnly(value, undefined)) return refused('object with accessors, symbols or hidden properties');
  return BRAND.call(value) === '[object Object]' ? 'object' : refused('special object');
};

/** Every own property, apart from `except`, is an enumerable data property with a string key. */
const dataOnly = (value: object, except: string | undefined): boolean => {
  const keys = Reflect.ownKeys(value);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    if (key === except) continue;
    if (typeof key === 'symbol') return false;
    const property = Object.getOwnPropertyDescriptor(value, key)!;
    if (!property.enumerable || !('value' in property)) return false;
  }
  return true;
};

const collection =
  (verdict: Verdict, name: string) =>
  (value: object): Verdict =>
    bare(value) ? verdict : refused(`${name} with properties of its own`);

const view = (value: object): Verdict => {
  const list = value as Uint8Array;
  if (Object.getOwnPropertySymbols(list).length > 0) return refused('typed array with symbol properties');
  return list.length > FULL_CHECK || bare(list, list.length) ? 'view' : refused('typed array with extra properties');
};

const regexp = (value: object): Verdict => {
  const pattern = value as RegExp;
  if (pattern.global || pattern.sticky) return refused('regular expression with state (flag g or y)');
  return pattern.lastIndex === 0 && bare(pattern, 1) ? 'leaf' : refused('regular expression with state');
};

export const TYPED = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
];

type Check = (value: object) => Verdict;

const CHECKS = new Map<object | null, Check>([
  [Object.prototype, object],
  [null, object],
  [Array.prototype, array],
  [Map.prototype, collection('map', 'Map')],
  [Set.prototype, collection('set', 'Set')],
  [Date.prototype, collection('leaf', 'Date')],
  [RegExp.prototype, regexp],
  [ArrayBuffer.prototype, collection('leaf', 'ArrayBuffer')],
  [DataView.prototype, collection('view', 'DataView')],
  ...TYPED.map((type): [object, Check] => [type.prototype, view]),
]);
const nodeBuffer: unknown = Reflect.get(globalThis, 'Buffer');
/** `Buffer.prototype`, where there is one. */
export const bufferPrototype: object | null = typeof nodeBuffer === 'function' ? nodeBuffer.prototype : null;
if (bufferPrototype !== null) CHECKS.set(bufferPrototype, view);
if (typeof SharedArrayBuffer !== 'undefined') {
  CHECKS.set(SharedArrayBuffer.prototype, collection('leaf', 'SharedArrayBuffer'));
}

const className = (proto: object): string => {
  const property = Object.getOwnPropertyDescriptor(proto, 'constructor');
  return typeof property?.value === 'function' ? property.value.name : '';
};

/** A direct instance of a registered class: data of its own, under other names than the class's members. */
const instance = (value: object, names: ReadonlySet<string> | undefined): Verdict => {
  if (!dataOnly(value, undefined)) return refused('instance with accessors, symbols or hidden properties');
  if (names !== undefined && names.size > 0 && Object.keys(value).some((key) => names.has(key))) {
    return refused('instance with a member of its own');
  }
  return BRAND.call(value) === '[object Object]' ? 'object' : refused('special object');
};

/** Judges one object, without its parts. Runs no code of the user's (proxies must have been excluded). */
export const judge = (value: object, classes: Classes | null = null): Verdict => {
  const proto: object | null = Object.getPrototypeOf(value);
  const check = CHECKS.get(proto);
  const known = check === undefined ? classes?.index.get(proto!) : undefined;
  if (known !== undefined) return instance(value, classes!.names[known]);
  if (check === undefined) return refused(`instance of ${className(proto!) || 'a class'}`);
  if (Array.isArray(value) !== (proto === Array.prototype)) return refused('array with another prototype');
  return check(value);
};

const lookupGetter: (this: object, key: PropertyKey) => unknown = Reflect.get(Object.prototype, '__lookupGetter__');
/** Element `index` of a real array is computed by a getter. */
export const hasGetter = (list: object, index: number): boolean => lookupGetter.call(list, index) !== undefined;

const lookupSetter: (this: object, key: PropertyKey) => unknown = Reflect.get(Object.prototype, '__lookupSetter__');

/**
 * Assigning to the elements of a real array runs no code of the user's and does not throw. On arrays that are too long
 * for a look at every property, elements that are data but cannot be written are not noticed.
 */
export const elementsAreData = (list: readonly unknown[]): boolean => {
  const few = list.length <= FULL_CHECK;
  for (let i = 0; i < list.length; i++) {
    if (few ? !isWritable(list, i) : hasGetter(list, i) || lookupSetter.call(list, i) !== undefined) return false;
  }
  return true;
};

const isWritable = (list: readonly unknown[], index: number): boolean => {
  const element = Object.getOwnPropertyDescriptor(list, index);
  return element === undefined || element.writable === true;
};
