import * as $par from '@parloop/runtime';
import { shuffling } from '@parloop/runtime/testing';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { bulkAsync, collect, collectAsync } from './loops.ts';
import { construct, statsOf } from './support.ts';

beforeEach(() => $par.configure({ workers: 2, minWork: 0, executor: null }));
afterAll(() => {
  $par.configure({ executor: null });
  return $par.shutdown();
});

interface Case {
  readonly n: number;
  readonly seed: number;
  readonly fails: number;
}

const cases = fc.record({
  n: fc.integer({ min: 0, max: 300 }),
  seed: fc.integer(),
  fails: fc.integer({ min: 0, max: 600 }),
});

const value = (i: number, fails: number): unknown => {
  if (i === fails) throw new RangeError(`iteration ${i}`);
  return i % 3 === 0 ? `s${i}` : i % 7 === 0 ? { i } : i * 0.1;
};
const BODY = `if (i === $in[0]) throw new RangeError('iteration ' + i);
  const v = i % 3 === 0 ? 's' + i : i % 7 === 0 ? { i } : i * 0.1;`;

/** What a loop leaves behind: its output and its error. */
const outcome = async (loop: (out: unknown[]) => unknown): Promise<unknown> => {
  const out: unknown[] = [];
  try {
    await loop(out);
    return { out };
  } catch (error) {
    return { out, error: String(error) };
  }
};

const serialLoop = ({ n, fails }: Case) =>
  outcome((out) => {
    for (let i = 0; i < n; i++) out.push(value(i, fails));
  });

const split = (): $par.Site => construct(`${BODY} $0.put(v);`, { stopOnFail: true });

/** Two outputs: every value is pushed, odd subscripts are set. */
const direct = (): $par.Site =>
  construct(`${BODY} $w0.push(v); if (i % 2) $w1.set(i, v);`, {
    columns: [],
    writes: [
      { op: 'push', target: 0 },
      { op: 'set', target: 1 },
    ],
  });

const directBody =
  (list: unknown[], table: unknown[], fails: number) =>
  (i: number): void => {
    const v = value(i, fails);
    list.push(v);
    if (i % 2) table[i] = v;
  };

/** Runs the loop in both tiers and forms, and compares each with the serial loop. */
const agree = async (chosen: Case, sites: readonly [$par.Site, $par.Site]): Promise<void> => {
  const { n, fails } = chosen;
  const serial = (i: number): unknown => value(i, fails);
  const wanted = await serialLoop(chosen);
  expect(await outcome((out) => collect(sites[0], n, [fails], serial, out))).toEqual(wanted);
  expect(await outcome((out) => collectAsync(sites[0], n, [fails], serial, out))).toEqual(wanted);
  const table: unknown[] = [];
  const wantedTable: unknown[] = [];
  await outcome((out) => {
    for (let i = 0; i < n; i++) directBody(out, wantedTable, fails)(i);
  });
  const both = (out: unknown[]) => bulkAsync(sites[1], n, [out, table], directBody(out, table, fails), [fails]);
  expect(await outcome(both)).toEqual(wanted);
  expect(table).toEqual(wantedTable);
};

describe('serial = parallel for any length, chunk sizes, order of completion and failing iteration', () => {
  it('with the shuffling executor', async () => {
    const sites = [split(), direct()] as const;
    const property = fc.asyncProperty(cases, (chosen) => {
      $par.configure({ executor: shuffling(chosen.seed) });
      return agree(chosen, sites);
    });
    await fc.assert(property, { numRuns: 200 });
    for (const site of sites) expect(statsOf(site).chunks).toBeGreaterThan(100);
  });

  it('with worker threads', async () => {
    const sites = [split(), direct()] as const;
    await fc.assert(
      fc.asyncProperty(cases, (chosen) => agree(chosen, sites)),
      { numRuns: 100 },
    );
    for (const site of sites) expect(statsOf(site).workersUsed).toBeGreaterThanOrEqual(2);
  });
});

it('the same seed gives the same run', async () => {
  const run = async (): Promise<$par.ConstructStats> => {
    const site = split();
    $par.configure({ executor: shuffling(42) });
    await collectAsync(site, 100, [-1], (i) => value(i, -1));
    return { ...statsOf(site), id: '' };
  };
  expect(await run()).toEqual(await run());
});

it('ends bodies that do not come to an end', () => {
  $par.configure({ executor: shuffling(1) });
  const endless = construct('if (i === 5) for (;;) try { for (;;); } catch {} $0.put(i);');
  expect(collect(endless, 10, [], (i) => i)).toEqual(Array.from({ length: 10 }, (_, i) => i));
});
