import * as $par from '@parloop/runtime';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bulk, collect, collectAsync, expected } from './loops.ts';
import { construct, moduleOf, statsOf } from './support.ts';

beforeEach(async () => {
  await $par.shutdown();
  $par.configure({ workers: 2, minWork: 0, mode: 'parallel' });
});
afterAll(() => $par.shutdown());

const self = (i: number): number => i;

describe('a worker that dies', () => {
  const text = 'if (i === 5) process.exit(3); $0.put(i);';

  it('costs a blocking loop nothing but its chunk', () => {
    const site = construct(text);
    expect(collect(site, 60, [], self)).toEqual(expected(60, self));
    expect(statsOf(site).serialReasons).toHaveProperty('worker-died');
  });

  it('costs an awaited loop nothing but its chunk, and is replaced', async () => {
    const site = construct(text);
    expect(await collectAsync(site, 60, [], self)).toEqual(expected(60, self));
    const next = construct('$0.put(i);');
    do {
      await new Promise((resolve) => setImmediate(resolve));
      expect(await collectAsync(next, 60, [], self)).toEqual(expected(60, self));
    } while (statsOf(next).workersUsed < 2);
  });

  it('does not harm another construct in flight', async () => {
    const [bad, good] = [construct(text), construct('$0.put(i);')];
    const results = await Promise.all([collectAsync(bad, 60, [], self), collectAsync(good, 60, [], self)]);
    expect(results).toEqual([expected(60, self), expected(60, self)]);
  });

  it('leaves the rest of a direct loop to the original', () => {
    const site = construct('if (i === 5) process.exit(3); $w0.set(i, i);', {
      columns: [],
      writes: [{ op: 'set', target: 0 }],
    });
    const out = new Float64Array(60);
    bulk(site, 60, [out], (i) => {
      out[i] = i;
    });
    expect([...out]).toEqual(expected(60, self));
  });
});

describe('a body that cannot be loaded', () => {
  const broken: [string, string][] = [
    ['does not exist', 'file:///nowhere/body.mjs'],
    ['throws', moduleOf('throws.mjs', 'throw new Error("no body today");')],
    ['has a syntax error', moduleOf('syntax.mjs', 'export const = ;')],
  ];

  it.each(broken)('because it %s: the loop runs serially, with one warning', async (_why, url) => {
    const warnings: string[] = [];
    const listen = (warning: Error): void => void warnings.push(warning.message);
    process.on('warning', listen);
    const site = construct('', { url });
    expect(collect(site, 10, [], self)).toEqual(expected(10, self));
    const other = construct('', { url });
    expect(await collectAsync(other, 10, [], self)).toEqual(expected(10, self));
    expect(await collectAsync(other, 10, [], self)).toEqual(expected(10, self));
    expect(statsOf(other)).toMatchObject({ runs: 2, parallelRuns: 0, serialReasons: { load: 2 } });
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', listen);
    expect(warnings.filter((text) => text.includes('runs serially'))).toHaveLength(1);
    expect(warnings[0]).toContain('/app/loop.ts:12');
  });

  it('because its factory throws', () => {
    const site = construct('', {}, 'throw new Error("no factory");');
    expect(collect(site, 10, [], self)).toEqual(expected(10, self));
    expect(statsOf(site).serialReasons).toEqual({ load: 1 });
  });
});

class Point {
  readonly x = 1;
}
const out: unknown[] = [];
const cyclic: { me?: unknown; deep: unknown[] } = { deep: [{}] };
cyclic.me = cyclic;

describe('captures that may not travel', () => {
  it.each([
    ['a function', [() => 1], 'capture in[0]: function'],
    ['a function inside', [{ items: [0, { cb: () => 1 }] }], 'capture in[0].items[1].cb: function'],
    ['a class instance', [0, new Point()], 'capture in[1]: instance of Point'],
    ['a symbol', [[Symbol.iterator]], 'capture in[0][0]: symbol'],
    ['a proxy', [new Proxy({}, {})], 'capture in[0]: proxy'],
    ['an error', [new RangeError('x')], 'capture in[0]: instance of RangeError'],
    ['a promise', [Promise.resolve()], 'capture in[0]: instance of Promise'],
    ['a boxed number', [Object(1)], 'capture in[0]: instance of Number'],
    ['a stateful pattern', [/a/g], 'capture in[0]: regular expression with state (flag g or y)'],
    ['what the loop writes', [{ out }], 'capture in[0].out: alias of a container that the loop writes'],
  ])('%s', (_what, captures, reason) => {
    const site = construct('$0.put(i);');
    expect(collect(site, 5, captures, self, out.splice(0) && out)).toEqual(expected(5, self));
    expect(statsOf(site).serialReasons).toEqual({ [reason]: 1 });
  });

  it('are named as the program names them', () => {
    const site = construct('$0.put(i);', { names: ['table', 'options'] });
    collect(site, 5, [1, { score: () => 1 }], self);
    expect(statsOf(site).serialReasons).toEqual({ 'capture options.score: function': 1 });
  });

  it('does not refuse cycles', () => {
    const site = construct('$0.put($in[0].me.me === $in[0]);');
    expect(collect(site, 3, [cyclic], () => 'serial')).toEqual([true, true, true]);
  });

  it('runs no accessor', () => {
    let touched = 0;
    const trap = {
      get x(): number {
        return ++touched;
      },
    };
    const list = [1, 2];
    Object.defineProperty(list, 1, { get: () => ++touched, enumerable: true });
    for (const captured of [trap, list, { inner: trap }]) collect(construct('$0.put(i);'), 3, [captured], self);
    expect(touched).toBe(0);
  });
});

describe('reasons to stay serial', () => {
  const reason = (clauses: $par.Clauses): Readonly<Record<string, number>> => {
    const site = construct('$0.put(i);');
    const $h = $par.open(site, () => ({ space: $par.range(0, '<', 5, 1), in: [], out: [], own: [], clauses }));
    $h.end();
    return statsOf(site).serialReasons;
  };

  it('are clauses', () => {
    expect(reason({ if: false })).toEqual({ if: 1 });
    expect(reason({ workers: 0 })).toEqual({ 'workers(0)': 1 });
    expect(reason({ on: 'serial' })).toEqual({ 'on(serial)': 1 });
  });

  it('are modes', () => {
    $par.configure({ mode: 'serial' });
    expect(reason({})).toEqual({ mode: 1 });
  });

  it('are small loops with a known cost', () => {
    $par.configure({ minWork: 200 });
    const site = construct('$0.put(i);', { open: false, cost: 3 });
    expect(collect(site, 50, [], self)).toEqual(expected(50, self));
    expect(statsOf(site)).toMatchObject({ iterations: 50, serialReasons: { small: 1 } });
  });

  it('are entries that throw: the loop throws by itself', () => {
    const site = construct('$0.put(i);');
    const $h = $par.open(site, () => {
      throw new Error('reading a variable before its declaration');
    });
    $h.next();
    expect($h.hit).toBe(false);
    $h.end();
    expect(statsOf(site).serialReasons).toEqual({ entry: 1 });
  });
});

describe('work beyond the end of the loop may run for ever', () => {
  const body = 'if (i >= 5) for (;;) try { for (;;); } catch {} $0.put(i);';
  const stop = (i: number): boolean => i === 3;
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  beforeEach(() => {
    const now = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => 100 * now());
    vi.useFakeTimers({ toFake: ['setInterval', 'setTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  /** Lets time pass until the promise settles. */
  const inTime = async <T>(promise: Promise<T>): Promise<T> => {
    let isDone = false;
    const done = (): void => {
      isDone = true;
    };
    promise.then(done, done);
    for (await turn(); !isDone; await turn()) vi.advanceTimersByTime(1_000);
    return promise;
  };

  it('a blocking loop computes the chunk itself', () => {
    $par.configure({ workers: 1 });
    expect(collect(construct(body), 9, [], self, [], stop)).toEqual([0, 1, 2]);
    $par.configure({ minWork: 200 });
    expect(collect(construct('$0.put(i);'), 9, [], self)).toEqual(expected(9, self));
  });

  it('an awaited loop begins without the chunk', async () => {
    expect(await inTime(collectAsync(construct(body), 60, [], self, [], stop))).toEqual([0, 1, 2]);
  });

  it('the workers are replaced', async () => {
    collect(construct(body), 60, [], self, [], stop);
    const next = construct('$0.put(i);');
    do {
      await turn();
      vi.advanceTimersByTime(1_000);
      expect(await inTime(collectAsync(next, 60, [], self))).toEqual(expected(60, self));
    } while (statsOf(next).workersUsed < 2);
  });
});

it('a tiny loop of unknown cost is measured by the caller, and stays serial from then on', () => {
  $par.configure({ minWork: 200 });
  const site = construct('$0.put(i);');
  for (let run = 0; run < 200; run++) collect(site, 4, [], self);
  const { runs, serialReasons } = statsOf(site);
  expect(runs).toBe(200);
  expect(serialReasons.small).toBeGreaterThan(100);
});
