/** The tests for linear subscripts, of the compiler and of the runtime, against every pair of iterations. */
import * as $par from '@parloop/runtime';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canMeet, type Direction, type Plane } from '../../packages/transform/src/3-plan/directions.ts';

const HOLDS: Record<Direction, (x: number, y: number) => boolean> = {
  flow: (x, y) => x < y,
  same: (x, y) => x === y,
  anti: (x, y) => x > y,
};
const BIT: Record<Direction, number> = { flow: 1, same: 2, anti: 4 };

const value = fc.integer({ min: -9, max: 9 });
const offset = fc.integer({ min: -40, max: 40 });
const plane = fc.tuple(value, value, offset);
const direction = fc.constantFrom<Direction>('flow', 'same', 'anti');
const trip = fc.integer({ min: 0, max: 12 });

const meets = (d: Direction, n: number, pair: (x: number, y: number) => boolean): boolean =>
  Array.from({ length: n * n }, (_, k) => [Math.floor(k / n), k % n] as const).some(
    ([x, y]) => HOLDS[d](x, y) && pair(x, y),
  );

const below = ([a, b, c]: Plane, x: number, y: number): boolean => a * x - b * y + c <= 0;

/** The guard passes: no pair of this direction meets. */
function isApart(d: Direction, exact: boolean, first: Plane, second: Plane, n: number): boolean {
  try {
    $par.apart({ n, start: 0, step: 1 }, [BIT[d], exact ? 1 : 0, ...first, ...second]);
    return true;
  } catch {
    return false;
  }
}

test('subscripts that are one number: exact for known trips', () => {
  fc.assert(
    fc.property(plane, direction, trip, (first, d, n) => {
      const [a, b, c] = first;
      const second: Plane = [-a, -b, -c];
      const truth = meets(d, n, (x, y) => a * x - b * y + c === 0);
      expect(canMeet(d, { planes: [first, second], exact: true }, n)).toBe(truth);
      expect(isApart(d, true, first, second, n)).toBe(!truth);
      if (truth) expect(canMeet(d, { planes: [first, second], exact: true }, Number.POSITIVE_INFINITY)).toBe(true);
    }),
    { numRuns: 5000 },
  );
});

test('subscripts between bounds: never apart where they meet', () => {
  fc.assert(
    fc.property(plane, plane, direction, trip, (first, second, d, n) => {
      const truth = meets(d, n, (x, y) => below(first, x, y) && below(second, x, y));
      if (!truth) return;
      for (const trips of [n, n + 5, Number.POSITIVE_INFINITY])
        expect(canMeet(d, { planes: [first, second], exact: false }, trips)).toBe(true);
      expect(isApart(d, false, first, second, n)).toBe(false);
    }),
    { numRuns: 5000 },
  );
});
