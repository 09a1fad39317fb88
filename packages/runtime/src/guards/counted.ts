import type { Line, Space } from '../contract.ts';
import { holds } from './failure.ts';
import { Growing } from './growing.ts';

/**
 * The iteration space of a header without closed form, found by running it.
 *
 * @param header runs the header with `put(…counters)` as its body
 * @throws GuardFailure when a counter is no number, or when the header does not end
 */
export const counted = <A extends readonly unknown[]>(
  header: (put: (...counters: unknown[]) => void, ...args: A) => void,
  ...args: A
): Space => {
  for (const arg of args) holds(isPlainValue(arg), 'loop header is not numeric');
  const counters: Growing[] = [];
  let n = 0;
  const put = (...values: unknown[]): void => {
    n++;
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      holds(typeof value === 'number' && !Object.is(value, -0), 'loop header is not numeric');
      if (counters.length === i) counters.push(new Growing());
      counters[i]!.push(value);
    }
  };
  header(put, ...args);
  const [first, ...more] = counters.map(lineOf);
  return { n, ...(first ?? { start: 0, step: 1 }), more };
};

/** Converting it to a number runs no code of the program. */
const isPlainValue = (value: unknown): boolean =>
  value === null || (typeof value !== 'object' && typeof value !== 'function');

/** Equal steps between integers need no list. */
const lineOf = (counter: Growing): Line => {
  const values = counter.take();
  const start = values[0]!;
  const step = values.length > 1 ? values[1]! - start : 0;
  const isLine = values.every((v, k) => Number.isSafeInteger(v) && v === start + k * step);
  return isLine ? { start, step } : { start, step, values };
};
