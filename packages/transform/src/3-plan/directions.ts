/**
 * In which directions a write of iteration x and a read of iteration y can meet, when they do so only where
 * α₁x − β₁y + γ₁ ≤ 0 and α₂x − β₂y + γ₂ ≤ 0.
 *
 * Source: Banerjee's inequalities over the triangles x < y and x > y, the greatest common divisor test, and enumeration
 * of short loops in the place of an exact integer solver. `guards/apart.ts` in the runtime does the same with values
 * that are known only there; a test compares the two with brute force.
 */

/** α, β, γ */
export type Plane = readonly [number, number, number];

export interface Meeting {
  readonly planes: readonly [Plane, Plane];
  /** The second plane is the first one negated: they meet only where both are 0. */
  readonly exact: boolean;
}

export type Direction = 'flow' | 'same' | 'anti';

/** Longest loop that is enumerated. */
const SHORT = 4096;

/** @param n number of iterations, or infinity */
export function canMeet(direction: Direction, { planes, exact }: Meeting, n: number): boolean {
  if (n <= (direction === 'same' ? 0 : 1)) return false;
  if (planes.some((p) => least(direction, p, n) > 0)) return false;
  if (!exact) return true;
  const [[a, b, c]] = planes;
  if (c % (gcd(Math.abs(a), Math.abs(b)) || 1) !== 0) return false;
  return n > SHORT || enumerated(direction, planes[0], n);
}

/** Least value of a plane over the iterations of one direction; at a corner, or along an edge without end. */
function least(direction: Direction, [a, b, c]: Plane, n: number): number {
  const at = (x: number, y: number): number => a * x - b * y + c;
  const last = n - 1;
  if (direction === 'same')
    return n === Number.POSITIVE_INFINITY ? edge(at(0, 0), [a - b]) : Math.min(at(0, 0), at(last, last));
  const value = direction === 'flow' ? at : (x: number, y: number): number => at(y, x);
  if (n === Number.POSITIVE_INFINITY) return edge(value(0, 1), [a - b, direction === 'flow' ? -b : a]);
  return Math.min(value(0, 1), value(0, last), value(last - 1, last));
}

const edge = (corner: number, slopes: readonly number[]): number =>
  slopes.some((s) => s < 0) ? Number.NEGATIVE_INFINITY : corner;

/** a·x + c = b·y for some x and y of this direction. */
function enumerated(direction: Direction, [a, b, c]: Plane, n: number): boolean {
  if (b === 0 || direction === 'same') {
    for (let x = 0; x < n; x++) {
      if (direction === 'same' ? (a - b) * x + c === 0 : a * x + c === 0 && (direction === 'flow' ? x < n - 1 : x > 0))
        return true;
    }
    return false;
  }
  for (let x = 0; x < n; x++) {
    const y = (a * x + c) / b;
    if (Number.isInteger(y) && y >= 0 && y < n && (direction === 'flow' ? x < y : x > y)) return true;
  }
  return false;
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
