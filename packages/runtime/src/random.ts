/**
 * The numbers that `Math.random()` gives in a loop with the clause `seed(n)`: a function of the seed, the iteration and
 * the number of the draw in it, so that it does not matter who computes an iteration, and when.
 *
 * Philox4x32-10: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011). It passes BigCrush;
 * streams of different keys and counters do not overlap. Not for secrets.
 */

/** The upper half of the product of two unsigned 32-bit integers. */
const high = (a: number, b: number): number => {
  const low = (a & 0xffff) * (b & 0xffff);
  const left = (a >>> 16) * (b & 0xffff) + (low >>> 16);
  const right = (a & 0xffff) * (b >>> 16) + (left & 0xffff);
  return (a >>> 16) * (b >>> 16) + (left >>> 16) + (right >>> 16);
};

/** Four words, in place. The numbers are the multipliers and key increments of the paper. */
export const philox = (words: Uint32Array, key0: number, key1: number): void => {
  for (let round = 0, k0 = key0, k1 = key1; round < 10; round++, k0 += 0x9e3779b9, k1 += 0xbb67ae85) {
    const a = words[0]!;
    const c = words[2]!;
    words[0] = high(0xcd9e8d57, c) ^ words[1]! ^ k0;
    words[1] = Math.imul(0xcd9e8d57, c);
    words[2] = high(0xd2511f53, a) ^ words[3]! ^ k1;
    words[3] = Math.imul(0xd2511f53, a);
  }
};

export class RandomStream {
  readonly seed: number;
  private readonly key: Uint32Array;
  private readonly words = new Uint32Array(4);
  private iteration = -1;
  private draws = 0;

  /** @throws TypeError when the seed is no number: digits that nobody can repeat are worse than none */
  constructor(seed: unknown) {
    if (typeof seed !== 'number') throw new TypeError(`@parallel seed(n): n must be a number, not ${typeof seed}`);
    this.seed = seed;
    this.key = new Uint32Array(Float64Array.of(seed).buffer);
  }

  /** An iteration that is computed once more draws the same numbers. */
  restart(): void {
    this.iteration = -1;
  }

  /** The next number of iteration k, in [0, 1) and a multiple of 2^-53, as `Math.random()` gives. */
  next(k: number): number {
    if (k !== this.iteration) {
      this.iteration = k;
      this.draws = 0;
    }
    const { words } = this;
    const at = this.draws++;
    // Each block of four words is two numbers.
    if (at % 2 === 0) {
      words[0] = k;
      words[1] = k / 0x1_0000_0000;
      words[2] = at / 2;
      words[3] = 0;
      philox(words, this.key[0]!, this.key[1]!);
    }
    const first = at % 2 === 0 ? 0 : 2;
    return ((words[first]! >>> 5) * 0x400_0000 + (words[first + 1]! >>> 6)) / 0x20_0000_0000_0000;
  }
}
