import type { Space } from '../contract.ts';
import { Failure, holds } from './failure.ts';

type Operator = '<' | '<=' | '>' | '>=' | '!=' | '!==';

/** Longest header that is run to find its values: they take 128 MB. */
const LONGEST = 2 ** 24;
const LIMIT = Number.MAX_SAFE_INTEGER;

const HOLDS: Record<Operator, (i: number, hi: number) => boolean> = {
  '<': (i, hi) => i < hi,
  '<=': (i, hi) => i <= hi,
  '>': (i, hi) => i > hi,
  '>=': (i, hi) => i >= hi,
  '!=': (i, hi) => i !== hi,
  '!==': (i, hi) => i !== hi,
};

/** Trip count for integers when at least one iteration runs; NaN when the loop would not end by itself. */
const COUNT: Record<Operator, (lo: number, hi: number, step: number) => number> = {
  '<': (lo, hi, step) => (step > 0 ? Math.ceil((hi - lo) / step) : Number.NaN),
  '<=': (lo, hi, step) => (step > 0 ? Math.floor((hi - lo) / step) + 1 : Number.NaN),
  '>': (lo, hi, step) => (step < 0 ? Math.ceil((lo - hi) / -step) : Number.NaN),
  '>=': (lo, hi, step) => (step < 0 ? Math.floor((lo - hi) / -step) + 1 : Number.NaN),
  '!=': (lo, hi, step) => exact((hi - lo) / step),
  '!==': (lo, hi, step) => exact((hi - lo) / step),
};

const exact = (count: number): number => (Number.isInteger(count) && count > 0 ? count : Number.NaN);

const small = (value: number): boolean =>
  Number.isInteger(value) && Math.abs(value) <= LIMIT / 4 && !Object.is(value, -0);

/**
 * The iteration space of `for (i = lo; i OP hi; i += step)`.
 *
 * @throws GuardFailure when a value is no number, or when the loop would not end
 */
export const range = (lo: unknown, op: Operator, hi: unknown, step: unknown): Space => {
  holds(typeof lo === 'number' && typeof hi === 'number' && typeof step === 'number', 'loop header is not numeric');
  if (!HOLDS[op](lo, hi)) return { n: 0, start: lo, step };
  if (!small(lo) || !small(hi) || !small(step)) return run(lo, op, hi, step);
  const n = COUNT[op](lo, hi, step);
  if (Number.isNaN(n)) throw new Failure('guard: loop header does not end');
  return { n, start: lo, step };
};

/** Runs the header: float steps must not be computed as start + k * step. */
const run = (lo: number, op: Operator, hi: number, step: number): Space => {
  const test = HOLDS[op];
  holds(Math.abs(hi - lo) / Math.abs(step) < LONGEST, 'loop header is too long or does not end');
  let values = new Float64Array(64);
  let n = 0;
  for (let i = lo; test(i, hi); i += step) {
    holds(n < LONGEST && (hi - i) * step >= 0 && !(n > 0 && i === values[n - 1]), 'loop header does not end');
    if (n === values.length) {
      const larger = new Float64Array(2 * n);
      larger.set(values);
      values = larger;
    }
    values[n++] = i;
  }
  return { n, start: lo, step, values: values.slice(0, n) };
};
