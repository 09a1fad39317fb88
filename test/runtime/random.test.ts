import { describe, expect, it } from 'vitest';
import { philox, RandomStream } from '../../packages/runtime/src/random.ts';

const hex = (counter: readonly number[], [a, b]: readonly [number, number]): string => {
  const words = Uint32Array.from(counter);
  philox(words, a, b);
  return Array.from(words, (word) => word.toString(16).padStart(8, '0')).join(' ');
};

describe('Philox4x32-10', () => {
  it('gives the known answers of its authors', () => {
    const ones = 0xffffffff;
    expect(hex([0, 0, 0, 0], [0, 0])).toBe('6627e8d5 e169c58d bc57ac4c 9b00dbd8');
    expect(hex([ones, ones, ones, ones], [ones, ones])).toBe('408f276d 41c83b0e a20bc7c6 6d5451fd');
    expect(hex([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])).toBe(
      'd16cfe09 94fdcceb 5001e420 24126ea1',
    );
  });
});

describe('a stream', () => {
  const draws = (seed: number, k: number, n: number): number[] => {
    const stream = new RandomStream(seed);
    return Array.from({ length: n }, () => stream.next(k));
  };

  it('depends on seed and iteration, not on what was drawn before', () => {
    const stream = new RandomStream(5);
    stream.next(0);
    stream.next(3);
    expect([stream.next(4), stream.next(4), stream.next(4)]).toEqual(draws(5, 4, 3));
    expect(draws(5, 4, 3)).not.toEqual(draws(5, 5, 3));
    expect(draws(5, 4, 3)).not.toEqual(draws(6, 4, 3));
  });

  it('is spread over [0, 1)', () => {
    const numbers = Array.from({ length: 4000 }, (_, k) => draws(0.1, k, 3)).flat();
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(Math.abs(numbers.reduce((a, b) => a + b) / numbers.length - 0.5)).toBeLessThan(0.02);
    const tenths = new Array<number>(10).fill(0);
    for (const x of numbers) tenths[Math.floor(x * 10)]!++;
    expect(Math.min(...tenths)).toBeGreaterThan(1000);
    expect(Math.max(...tenths)).toBeLessThan(1400);
  });

  it('needs a number', () => {
    expect(() => new RandomStream(undefined)).toThrow('@parallel seed(n): n must be a number, not undefined');
  });
});
