import type { Space } from '../contract.ts';
import { holds } from './failure.ts';

/** Longest loop whose iterations are looked at one by one. */
const SHORT = 2 ** 20;

const MEETS = 'subscripts of different iterations may be the same';

/** α, β, γ of αx − βy + γ ≤ 0 */
type Plane = readonly [number, number, number];
type Pair = (x: number, y: number) => number;

/**
 * Subscripts are linear in the iteration number, with coefficients that are known only now.
 *
 * @throws GuardFailure when two iterations may meet in one subscript
 */
export const apart = (space: Space, ...tests: readonly (readonly unknown[])[]): Space => {
  const lines = [space, ...(space.more ?? [])];
  holds(
    lines.every((l) => l.values === undefined && Number.isSafeInteger(l.start) && Number.isSafeInteger(l.step)),
    'loop header does not count integers',
  );
  for (const test of tests) check(space.n, test);
  return space;
};

const check = (n: number, test: readonly unknown[]): void => {
  holds(test.every(isSafe), 'not an integer');
  const [directions, exact, a, b, c, d, e, f, ...positive] = test as number[];
  const first: Plane = [a!, b!, c!];
  const second: Plane = [d!, e!, f!];
  holds(
    [a, b, d, e].every((factor) => isSafe(2 * factor! * n)),
    'subscripts are too large',
  );
  holds(
    positive.every((value) => value >= 0),
    MEETS,
  );
  for (const direction of [1, 2, 4])
    if ((directions! & direction) !== 0) holds(!canMeet(direction, first, second, exact === 1, n), MEETS);
};

const isSafe = (value: unknown): boolean => Number.isSafeInteger(value);

/** Both inequalities hold somewhere, as far as their least values and divisors show. */
const canMeet = (direction: number, first: Plane, second: Plane, exact: boolean, n: number): boolean => {
  if (n <= (direction === 2 ? 0 : 1)) return false;
  if (least(direction, first, n) > 0 || least(direction, second, n) > 0) return false;
  if (!exact) return true;
  const [a, b, c] = first;
  if (c % (gcd(Math.abs(a), Math.abs(b)) || 1) !== 0) return false;
  return n > SHORT || meetsSomewhere(direction, first, n);
};

/** Least value over all pairs of one direction: at a corner of their triangle. */
const least = (direction: number, [a, b, c]: Plane, n: number): number => {
  const at: Pair = (x, y) => a * x - b * y + c;
  const last = n - 1;
  if (direction === 2) return Math.min(at(0, 0), at(last, last));
  const value: Pair = direction === 1 ? at : (x, y) => at(y, x);
  return Math.min(value(0, 1), value(0, last), value(last - 1, last));
};

/** ax + c = by for a pair of this direction. */
const meetsSomewhere = (direction: number, [a, b, c]: Plane, n: number): boolean => {
  for (let x = 0; x < n; x++) {
    if (direction === 2) {
      if ((a - b) * x + c === 0) return true;
    } else if (b === 0) {
      if (a * x + c === 0 && (direction === 1 ? x < n - 1 : x > 0)) return true;
    } else {
      const y = (a * x + c) / b;
      if (Number.isInteger(y) && y >= 0 && y < n && (direction === 1 ? x < y : x > y)) return true;
    }
  }
  return false;
};

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
