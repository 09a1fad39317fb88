import * as $par from '@parloop/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { construct, statsOf } from './support.ts';

beforeAll(() => $par.configure({ workers: 2, minWork: 0 }));
afterAll(() => $par.shutdown());

const blocking = (site: $par.Site, n: number, captures: unknown[], serial: (i: number) => unknown): unknown[] => {
  const out: unknown[] = [];
  const $h = $par.open(site, () => ({ space: $par.range(0, '<', n, 1), in: captures, out: [out], own: [-1] }));
  const $0 = $h.col(0);
  try {
    for (let i = 0; i < n; i++) {
      $h.next();
      out.push($h.hit ? $0.v[$h.i] : $0.self(serial(i)));
    }
  } finally {
    $h.end();
  }
  return out;
};

describe('split tier', () => {
  it('computes a blocking loop in two workers from a cold start', () => {
    const site = construct('$0.put(Math.sqrt(i) * $in[0]);');
    const result = blocking(site, 100, [3], (i) => Math.sqrt(i) * 3);
    expect(result).toEqual(Array.from({ length: 100 }, (_, i) => Math.sqrt(i) * 3));
    expect(statsOf(site)).toMatchObject({
      runs: 1,
      parallelRuns: 1,
      iterations: 100,
      workersUsed: 2,
      serialReasons: {},
    });
  });

  it('computes an awaited loop', async () => {
    const site = construct('$0.put(i * 2);');
    const out: unknown[] = [];
    const $h = await $par.openAsync(site, () => ({ space: $par.range(10, '>', 0, -1), in: [], out: [out], own: [-1] }));
    const $0 = $h.col(0);
    for (let i = 10; i > 0; i--) {
      $h.next();
      out.push($h.hit ? $0.v[$h.i] : 'missed');
    }
    $h.end();
    expect(out).toEqual([20, 18, 16, 14, 12, 10, 8, 6, 4, 2]);
    expect(statsOf(site)).toMatchObject({ parallelRuns: 1, workersUsed: 2 });
  });
});
