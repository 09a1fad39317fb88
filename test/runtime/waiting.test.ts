/** Loops that wait, and streams, on real threads. */
import * as $par from '@parloop/runtime';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { construct, statsOf } from './support.ts';

beforeEach(async () => {
  await $par.shutdown();
  $par.configure({ workers: 2, minWork: 0, mode: 'parallel' });
});
afterAll(() => $par.shutdown());

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** `for (let i = 0; i < n; i++) { const v = self(i); await wait(i); out.push(v); }` */
async function interleaved(
  site: $par.Site,
  n: number,
  captures: readonly unknown[],
  self: (i: number) => unknown,
  wait: (i: number) => unknown,
): Promise<unknown[]> {
  const out: unknown[] = [];
  const entry = { space: $par.range(0, '<', n, 1), in: captures, out: [], own: [], again: () => captures };
  const $h = $par.openInterleaved(site, entry);
  const $0 = $h.col(0);
  try {
    for (let i = 0; i < n; i++) {
      $h.next();
      const v = $h.hit ? $0.v[$h.i] : $0.self(self(i));
      await wait(i);
      out.push(v);
    }
  } finally {
    $h.end();
  }
  return out;
}

describe('a loop that waits', () => {
  it('takes from workers what has not changed, and computes the rest', async () => {
    const items = Array.from({ length: 40 }, (_, n) => ({ n }));
    const site = construct('$0.put([$in[0][i].n, "worker"].join());', { watch: ['element'] });
    const self = (i: number): string => `${items[i]!.n},caller`;
    const out = await interleaved(site, 40, [items], self, (i) => {
      if (i === 10) items[30]!.n = -1;
    });
    expect(out.map((text) => Number.parseInt(String(text), 10))).toEqual(items.map(({ n }) => n));
    expect(out[30]).toBe('-1,caller');
    expect(out.filter((text) => String(text).endsWith('worker')).length).toBeGreaterThan(0);
  });

  it('stays serial when too much would have to be compared again and again', async () => {
    const site = construct('$0.put($in[0].length);', { watch: ['whole'], names: ['table'] });
    const table = Array.from({ length: 5_000 }, (_, n) => n);
    expect(await interleaved(site, 3, [table], () => table.length, turn)).toEqual([5_000, 5_000, 5_000]);
    expect(Object.keys(statsOf(site).serialReasons)).toEqual(['too much to be compared after each await']);
  });

  it('goes on when a worker dies', async () => {
    const site = construct('if (i === 25) process.exit(3); $0.put(-i);', { watch: [] });
    const out = await interleaved(site, 50, [], (i) => -i, turn);
    expect(out).toEqual(Array.from({ length: 50 }, (_, i) => -i));
  });
});

interface Opened {
  readonly $h: $par.StreamHandle;
  readonly $0: $par.Column;
}

function opened(site: $par.Site, size: number): Opened {
  const entry = {
    space: { n: -1, start: 0, step: 1 },
    in: [[]],
    out: [],
    own: [],
    again: () => [[]],
    clauses: { stream: size },
  };
  const $h = $par.openStream(site, entry);
  return { $h, $0: $h.col(0) };
}

/** `for (const x of source) { out.push(self(x)); if (stop(x)) break; }` */
function stream<T>(
  site: $par.Site,
  size: number,
  source: Iterable<T>,
  self: (x: T) => unknown,
  stop: (x: T) => boolean = () => false,
): unknown[] {
  const out: unknown[] = [];
  const { $h, $0 } = opened(site, size);
  try {
    for (const x of $h.stream(source)) {
      $h.next();
      out.push($h.hit ? $0.v[$h.i] : $0.self(self(x)));
      if (stop(x)) break;
    }
  } finally {
    $h.end();
  }
  return out;
}

/** The same with `for await`. */
async function streamAsync<T>(
  site: $par.Site,
  size: number,
  source: AsyncIterable<T>,
  self: (x: T) => unknown,
  stop: (x: T) => boolean = () => false,
): Promise<unknown[]> {
  const out: unknown[] = [];
  const { $h, $0 } = opened(site, size);
  try {
    for await (const x of $h.streamAsync(source)) {
      $h.next();
      out.push($h.hit ? $0.v[$h.i] : $0.self(self(x)));
      if (stop(x)) break;
    }
  } finally {
    $h.end();
  }
  return out;
}

const SPEC = { watch: ['element'], stream: 0 } as const;

describe('a stream', () => {
  const double = (x: number): number => 2 * x;

  it('is never asked for more items ahead than it says', () => {
    const site = construct('$0.put(2 * $in[0][$k]);', SPEC);
    let given = 0;
    const most: number[] = [];
    function* count(): Generator<number> {
      for (; given < 50; given++) yield given;
    }
    const out = stream(site, 8, count(), double, (x) => {
      most.push(given - x);
      return false;
    });
    expect(out).toEqual(Array.from({ length: 50 }, (_, i) => 2 * i));
    // The loop has one of the eight, and the source waits where it gives the last.
    expect(Math.max(...most)).toBe(7);
    expect(statsOf(site).parallelRuns).toBeGreaterThan(1);
  });

  it('of one item takes nothing ahead', () => {
    const site = construct('$0.put(2 * $in[0][$k]);', SPEC);
    const log: string[] = [];
    function* count(): Generator<number> {
      for (let i = 0; i < 3; i++) {
        log.push(`give ${i}`);
        yield i;
      }
    }
    const note = (x: number): boolean => log.push(`have ${x}`) === 0;
    expect(stream(site, 1, count(), double, note)).toEqual([0, 2, 4]);
    expect(log).toEqual(['give 0', 'have 0', 'give 1', 'have 1', 'give 2', 'have 2']);
  });

  it('fails when its source uses an item again that the loop does not have yet', async () => {
    const site = construct('$0.put($in[0][$k][0]);', SPEC);
    async function* chunks(): AsyncGenerator<Uint8Array> {
      const buffer = new Uint8Array(4);
      for (let i = 0; i < 9; i++) {
        buffer.fill(i);
        yield buffer.subarray(0, 2);
      }
    }
    await expect(streamAsync(site, 4, chunks(), (x) => x[0])).rejects.toThrow("remove the clause 'stream'");
  });

  it('closes its source when the loop is left while an item is on its way', async () => {
    const site = construct('$0.put(2 * $in[0][$k]);', SPEC);
    const log: string[] = [];
    let arrive: (result: IteratorResult<number>) => void = () => {};
    const source: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => {
        let i = 0;
        return {
          next: () => {
            if (i < 3) return Promise.resolve({ done: false, value: i++ });
            return new Promise((resolve) => {
              arrive = resolve;
            });
          },
          return: async () => {
            log.push('return');
            arrive({ done: true, value: undefined });
            return { done: true, value: undefined };
          },
        };
      },
    };
    expect(await streamAsync(site, 8, source, double, (x) => x === 1)).toEqual([0, 2]);
    expect(log).toEqual(['return']);
  });
});
