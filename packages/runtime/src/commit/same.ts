/** Deep equality by `Object.is`, classes included; structures may be cyclic. */
export const same = (a: unknown, b: unknown): boolean => compare(a, b, new Map());

type Pairs = Map<object, object>;

const compare = (a: unknown, b: unknown, pairs: Pairs): boolean => {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (pairs.has(a)) return pairs.get(a) === b;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  pairs.set(a, b);
  return contents(a, b, pairs);
};

const contents = (a: object, b: object, pairs: Pairs): boolean => {
  if (a instanceof Date && b instanceof Date) return Object.is(a.getTime(), b.getTime());
  if (a instanceof RegExp && b instanceof RegExp) return String(a) === String(b) && a.lastIndex === b.lastIndex;
  if (a instanceof ArrayBuffer && b instanceof ArrayBuffer) return bytes(new Uint8Array(a), new Uint8Array(b));
  if (a instanceof DataView && b instanceof DataView) return bytes(raw(a), raw(b));
  if (a instanceof Map && b instanceof Map) return compare([...a].flat(1), [...b].flat(1), pairs);
  if (a instanceof Set && b instanceof Set) return compare([...a], [...b], pairs);
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length || Reflect.get(a, 'length') !== Reflect.get(b, 'length')) return false;
  return keys.every((key) => Object.hasOwn(b, key) && compare(Reflect.get(a, key), Reflect.get(b, key), pairs));
};

const raw = (view: DataView): Uint8Array => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

const bytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);
