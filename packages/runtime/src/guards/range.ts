import type { Line, Space } from '../contract.ts';
import { Failure, holds } from './failure.ts';
import { Growing, LONGEST } from './growing.ts';

type Operator = '<' | '<=' | '>' | '>=' | '!=' | '!==';

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
 * @param more further counters of the header: start and step
 * @throws GuardFailure when a value is no number, or when the loop would not end
 */
export const range = (
  lo: unknown,
  op: Operator,
  hi: unknown,
  step: unknown,
  more: readonly (readonly [unknown, unknown])[] = [],
): Space => {
  const space = primary(lo, op, hi, step);
  return more.length === 0 ? space : { ...space, more: more.map(([start, by]) => line(start, by, space.n)) };
};

const primary = (lo: unknown, op: Operator, hi: unknown, step: unknown): Space => {
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
  const values = new Growing();
  let before = Number.NaN;
  for (let i = lo; test(i, hi); i += step) {
    holds((hi - i) * step >= 0 && i !== before, 'loop header does not end');
    values.push(i);
    before = i;
  }
  return { n: values.length, start: lo, step, values: values.take() };
};

/** A counter that the condition does not test. */
const line = (start: unknown, step: unknown, n: number): Line => {
  holds(typeof start === 'number' && typeof step === 'number', 'loop header is not numeric');
  if (small(start) && small(step) && small(start + step * n)) return { start, step };
  holds(n <= LONGEST, 'loop header is too long or does not end');
  const values = new Float64Array(n);
  for (let k = 0, i = start; k < n; k++, i += step) values[k] = i;
  return { start, step, values };
};
