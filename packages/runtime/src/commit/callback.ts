import type { Column, Handle } from '../contract.ts';

/** The replay of a callback that is not written in place. What is no function is given back: the method will complain. */
export const callback = <F>(handle: Handle, column: Column, original: F): F => {
  if (typeof original !== 'function') return original;
  return function (this: unknown, ...given: unknown[]): unknown {
    handle.next();
    return handle.hit ? column.v[handle.i] : column.self(Reflect.apply(original, this, given));
  } as F;
};
