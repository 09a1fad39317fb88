import * as $par from '@parloop/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect, collectAsync, expected } from './loops.ts';
import { construct, statsOf } from './support.ts';

beforeAll(() => $par.configure({ workers: 2, minWork: 0 }));
afterAll(() => $par.shutdown());

const never = (): never => {
  throw new Error('the original was evaluated');
};

describe('split tier', () => {
  it('computes a blocking loop in two workers from a cold start', () => {
    const site = construct('$0.put(Math.sqrt(i) * $in[0]);');
    const serial = (i: number): number => Math.sqrt(i) * 3;
    expect(collect(site, 100, [3], serial)).toEqual(expected(100, serial));
    expect(statsOf(site)).toMatchObject({
      runs: 1,
      parallelRuns: 1,
      iterations: 100,
      workersUsed: 2,
      serialReasons: {},
    });
  });

  it('computes an awaited loop, downwards', async () => {
    const site = construct('$0.put(i * 2);');
    const $h = await $par.openAsync(site, () => ({ space: $par.range(5, '>', 0, -1), in: [], out: [], own: [] }));
    const $0 = $h.col(0);
    const out: unknown[] = [];
    for (let i = 5; i > 0; i--) {
      $h.next();
      out.push($h.hit ? $0.v[$h.i] : 'missed');
    }
    $h.end();
    expect(out).toEqual([10, 8, 6, 4, 2]);
    expect(statsOf(site)).toMatchObject({ parallelRuns: 1, workersUsed: 2 });
  });

  it('keeps every bit of numbers and every kind of primitive', () => {
    const values = [0, -0, Number.NaN, Infinity, 5e-324, undefined, null, 'ä\ud800', 12n, true, 1e308];
    const site = construct('$0.put($in[0][i]);', { columns: [{ kind: 'once', mode: 'primitive' }] });
    const result = collect(site, values.length, [values], never);
    expect(result.map((value, i) => Object.is(value, values[i]))).toEqual(values.map(() => true));
  });

  it('brings home fresh objects, with their identity within an iteration and their prototypes', () => {
    const text = `const o = Object.create(null); o.x = i; const list = [o, o, , Buffer.from('ab'), new Map([[i, -0]])];
      list.push(new Float64Array([i]), new Date(i), 5n); $0.put(list);`;
    const site = construct(text);
    const result = collect(site, 9, [], never) as unknown[][];
    const list = result[4]!;
    expect(list[0]).toBe(list[1]);
    expect(Object.getPrototypeOf(list[0])).toBeNull();
    expect(2 in list).toBe(false);
    expect(Buffer.isBuffer(list[3])).toBe(true);
    expect(list.slice(4)).toEqual([new Map([[4, -0]]), new Float64Array([4]), new Date(4), 5n]);
  });

  it.each([
    ['a captured object', '$0.put($in[0]);'],
    ['something inside a captured object', '$0.put([$in[0].inner]);'],
    ['a known root', '$0.put({ at: TABLE });'],
    ['a function', '$0.put(() => i);'],
    ['a symbol', '$0.put(Symbol.iterator);'],
    ['a class instance', '$0.put(new (class A {})());'],
    ['an object with a getter', '$0.put({ get x() { return 1; } });'],
  ])('leaves %s to the original', (_what, text) => {
    const site = construct(text, {}, 'const TABLE = [1]; $job.known(TABLE);');
    const captured = { inner: { x: 1 } };
    const result = collect(site, 6, [captured], () => captured);
    expect(result.every((value) => value === captured)).toBe(true);
  });

  it('leaves objects to the original where only primitives are expected, twice the same object included', () => {
    const site = construct('const o = {}; try { $0.put(o); } catch {} $0.put(o);', {
      columns: [{ kind: 'once', mode: 'primitive' }],
    });
    expect(collect(site, 4, [], (i) => i)).toEqual([0, 1, 2, 3]);
  });

  it('keeps the identity shared among captures, and their prototypes', () => {
    const shared = Object.assign(Object.create(null), { bytes: Buffer.from('xyz') });
    const text = `$0.put(String([$in[0].shared === $in[1], Object.getPrototypeOf($in[1]) === null,
      Buffer.isBuffer($in[1].bytes), 'constructor' in $in[1]]));`;
    const site = construct(text);
    expect(collect(site, 3, [{ shared }, shared], never)).toEqual(expected(3, () => 'true,true,true,false'));
  });

  it('replays queues with any number of entries per iteration, skipped ones included', () => {
    const site = construct('for (let j = 0; j < i % 4; j++) { $0.put(i * 10 + j); $1.put("s" + j); }', {
      columns: [
        { kind: 'many', mode: 'primitive' },
        { kind: 'many', mode: 'any' },
      ],
    });
    const out: unknown[] = [];
    const $h = $par.open(site, () => ({ space: $par.range(0, '<', 30, 1), in: [], out: [out], own: [-1] }));
    const [$0, $1] = [$h.col(0), $h.col(1)];
    for (let i = 0; i < 30; i++) {
      $h.next();
      if (i % 3 === 0) continue;
      for (let j = 0; j < i % 4; j++) out.push($h.hit ? $0.v[$0.i++] : never(), $1.v[$1.i++]);
    }
    $h.end();
    const serial: unknown[] = [];
    for (let i = 0; i < 30; i++) {
      if (i % 3 === 0) continue;
      for (let j = 0; j < i % 4; j++) serial.push(i * 10 + j, `s${j}`);
    }
    expect(out).toEqual(serial);
  });

  it('awaits many constructs at once', async () => {
    const sites = expected(20, () => construct('$0.put(i + $in[0]);')) as $par.Site[];
    const results = await Promise.all(sites.map((site, j) => collectAsync(site, 50, [j], never)));
    expect(results).toEqual(sites.map((_, j) => expected(50, (i) => i + j)));
  });

  it('reads shared memory in place, and copies it when the loop writes elements', () => {
    const shared = new Float64Array(new SharedArrayBuffer(8 * 4)).fill(2);
    const text = '$0.put($in[0].buffer instanceof SharedArrayBuffer);';
    expect(collect(construct(text), 4, [shared], never)).toEqual([true, true, true, true]);
    expect(collect(construct(text, { writesElements: true }), 4, [shared], never)).toEqual(expected(4, () => false));
  });
});

describe('early ends', () => {
  it('throws the error of the lowest failing iteration, by evaluating the original', () => {
    const site = construct('if (i % 7 === 5) throw new TypeError("in P"); $0.put(i);', { stopOnFail: true });
    const out: unknown[] = [];
    const serial = (i: number): number => {
      if (i % 7 === 5) throw new RangeError(`at ${i}`);
      return i;
    };
    expect(() => collect(site, 100, [], serial, out)).toThrow(new RangeError('at 5'));
    expect(out).toEqual([0, 1, 2, 3, 4]);
    expect(statsOf(site).iterations).toBe(6);
  });

  it('settles an awaited loop whose iterations fail', async () => {
    const site = construct('if (i >= 3) throw 1; $0.put(i);', { stopOnFail: true });
    const failing = collectAsync(site, 1000, [], (i) => {
      if (i >= 3) throw new Error(`at ${i}`);
      return i;
    });
    await expect(failing).rejects.toThrow('at 3');
  });

  it('continues after failing iterations that the loop survives', () => {
    const site = construct('if (i % 2) throw 0; $0.put(i);');
    expect(collect(site, 40, [], (i) => -i)).toEqual(expected(40, (i) => (i % 2 ? -i : i)));
  });

  it('breaks', () => {
    const site = construct('$0.put(i);');
    expect(collect(site, 1000, [], never, [], (i) => i === 3)).toEqual([0, 1, 2]);
    expect(collect(site, 5, [], never)).toEqual([0, 1, 2, 3, 4]);
  });
});

describe.each([1, 2, 3, 7])('with %i workers', (workers) => {
  it('gives the same and uses them all', async () => {
    $par.configure({ workers });
    const site = construct('$0.put(i * i);');
    expect(await collectAsync(site, 500, [], never)).toEqual(expected(500, (i) => i * i));
    expect(statsOf(site).workersUsed).toBe(workers);
    expect(collect(site, 500, [], never)).toEqual(expected(500, (i) => i * i));
  });
});
