import type { Line } from '../contract.ts';

/** The value of a counter in iteration k. */
export const valueAt = ({ values, start, step, cycle }: Line, k: number): number => {
  const at = cycle === undefined ? k : Math.floor(k / cycle.every) % cycle.count;
  return values === undefined ? start + at * step : values[at]!;
};
