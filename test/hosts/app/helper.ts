/** Pure functions that the loops call: heavy enough for two workers to take part. */

const ROUNDS = 400_000;

/** The item that {@link checked} refuses. */
export const BROKEN = 37;

/** A hash of `seed`: an integer from 0 to 2^32 - 1. */
export function hash(seed: number): number {
  let state = seed | 0;
  for (let round = 0; round < ROUNDS; round++) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + round;
  }
  return state >>> 0;
}

/** The hash as a fraction, 0 <= result < 1. */
export const fraction = (seed: number): number => hash(seed) / 2 ** 32;

/** Throws for the one item {@link BROKEN}. The line of the `throw` is what tests look for. */
export function checked(item: number): number {
  if (item === BROKEN) {
    throw new RangeError(`item ${item} is broken`); // THE LINE
  }
  return hash(item);
}
