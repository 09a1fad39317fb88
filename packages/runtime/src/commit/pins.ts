import { lengthOnly } from '../guards/elements.ts';

/** Header values of an awaited loop, fixed at entry: other code may change the originals before the replay runs. */
export const pinned = (values: readonly unknown[] | undefined): readonly unknown[] | null =>
  values === undefined ? null : values.map(snapshot);

/** The original of every typed array's `slice`: that of Buffer gives a view of the same memory. */
const copyOf: (this: ArrayBufferView) => unknown = Reflect.get(Object.getPrototypeOf(Uint8Array.prototype), 'slice');

/** A shallow copy of a container, or of an object of nothing but a length: contents keep their identity. */
export const snapshot = <T>(value: T): T => {
  if (Array.isArray(value)) return Array.prototype.slice.call(value) as T;
  if (value instanceof Map) return new Map(value) as T;
  if (value instanceof Set) return new Set(value) as T;
  const length = lengthOnly(value);
  if (length !== null) return { length } as T;
  return ArrayBuffer.isView(value) && !(value instanceof DataView) ? (copyOf.call(value) as T) : value;
};
