import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChunkOptions, cut, type Schedule } from '../../packages/runtime/src/schedule/chunks.ts';
import { patience } from '../../packages/runtime/src/schedule/patience.ts';
import { worthwhile } from '../../packages/runtime/src/schedule/worthwhile.ts';

const sizes = (n: number, options: ChunkOptions): number[] => {
  const bounds = cut(n, options);
  return Array.from(bounds.subarray(1), (end, c) => end - bounds[c]!);
};

describe('cut', () => {
  it('covers every iteration once, whatever the options', () => {
    const schedules: Schedule[] = ['static', 'dynamic', 'guided', 'auto'];
    const options = fc.record(
      {
        schedule: fc.constantFrom(...schedules),
        chunk: fc.integer({ min: 1, max: 1e6 }),
        workers: fc.integer({ min: 1, max: 64 }),
        ns: fc.double({ min: 0, max: 1e9, noNaN: true }),
      },
      { requiredKeys: ['workers'] },
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), options, (n, chosen) => {
        const parts = sizes(n, chosen);
        expect(parts.every((size) => size >= 1)).toBe(true);
        expect(parts.reduce((sum, size) => sum + size, 0)).toBe(n);
        expect(parts.length).toBeLessThan(70_000);
      }),
    );
  });

  it('gives static one equal block per worker', () => {
    expect(sizes(10, { schedule: 'static', workers: 4 })).toEqual([3, 3, 3, 1]);
  });

  it('gives dynamic single iterations, or the size asked for', () => {
    expect(sizes(3, { schedule: 'dynamic', workers: 2 })).toEqual([1, 1, 1]);
    expect(sizes(7, { schedule: 'dynamic', chunk: 3, workers: 2 })).toEqual([3, 3, 1]);
  });

  it('gives guided a shrinking share of what remains', () => {
    expect(sizes(60, { schedule: 'guided', workers: 2 })).toEqual([10, 9, 7, 6, 5, 4, 4, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1]);
    expect(sizes(60, { schedule: 'guided', chunk: 8, workers: 2 })).toEqual([10, 9, 8, 8, 8, 8, 8, 1]);
  });

  it('keeps at least 3 microseconds of known work in a chunk', () => {
    expect(Math.min(...sizes(10_000, { workers: 2, ns: 10 }).slice(0, -1))).toBe(300);
  });
});

describe('worthwhile', () => {
  const load = { n: 100, cost: 10, open: false, ns: 0, wall: 0, pool: 'ready' as const, least: 200_000 };

  it('keeps small loops of known cost serial', () => {
    expect(worthwhile(load)).toBe(false);
    expect(worthwhile({ ...load, n: 20_000 })).toBe(true);
  });

  it('asks for more work while workers must be waited for', () => {
    expect(worthwhile({ ...load, n: 20_000, pool: 'starting' })).toBe(false);
    expect(worthwhile({ ...load, n: 2_000_000, pool: 'none' })).toBe(true);
  });

  it('tries loops of unknown cost until they have been measured', () => {
    expect(worthwhile({ ...load, open: true })).toBe(true);
    expect(worthwhile({ ...load, open: true, n: 1 })).toBe(false);
    expect(worthwhile({ ...load, open: true, ns: 10 })).toBe(false);
    expect(worthwhile({ ...load, open: true, ns: 10_000 })).toBe(true);
  });

  it('gives up on loops that were slower in parallel', () => {
    expect(worthwhile({ ...load, n: 1e6, ns: 10, wall: 12 })).toBe(false);
    expect(worthwhile({ ...load, n: 1e6, ns: 10, wall: 6 })).toBe(true);
  });

  it('never finds a loop too small when told so', () => {
    expect(worthwhile({ ...load, n: 1, least: 0 })).toBe(true);
    expect(worthwhile({ ...load, n: 0, least: 0 })).toBe(false);
  });
});

describe('patience', () => {
  it('is far above what chunks took so far', () => {
    for (const form of ['blocking', 'awaited'] as const) {
      expect(patience(60e9, form)).toBeGreaterThan(600_000);
      expect(patience(1, form)).toBeLessThan(patience(0, form));
    }
  });

  it('is greater where the event loop goes on meanwhile', () => {
    for (const longest of [0, 1, 1e6]) {
      expect(patience(longest, 'awaited')).toBeGreaterThan(patience(longest, 'blocking'));
    }
  });
});
