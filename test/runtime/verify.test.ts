import * as $par from '@parloop/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bulk, bulkAsync, collect, collectAsync, expected } from './loops.ts';
import { construct, statsOf } from './support.ts';

beforeAll(() => $par.configure({ workers: 2, mode: 'verify' }));
afterAll(() => $par.shutdown());

const self = (i: number): number => i;

describe('verify mode', () => {
  it('evaluates the originals, whatever the size', async () => {
    const site = construct('$0.put(i);', { open: false });
    let evaluated = 0;
    const counted = (i: number): number => {
      evaluated++;
      return i;
    };
    expect(collect(site, 9, [], counted)).toEqual(expected(9, self));
    expect(await collectAsync(site, 9, [], counted)).toEqual(expected(9, self));
    expect(evaluated).toBe(18);
    expect(statsOf(site).parallelRuns).toBe(2);
  });

  it.each([
    ['a number', 'i === 4 ? NaN : i', 'serial 4, parallel null'.replace('null', 'NaN')],
    ['a class of values', 'i === 4 ? "4" : i', 'serial 4, parallel "4"'],
    ['a structure', 'i === 4 ? { x: [1] } : i', 'serial 4, parallel {"x":[1]}'],
  ])('names the first difference: %s', (_what, expression, text) => {
    const site = construct(`$0.put(${expression});`);
    expect(() => collect(site, 9, [], self)).toThrow(
      `/app/loop.ts:12: @parallel loop ${site.spec.id}: iteration 4 differs: ${text}`,
    );
  });

  it("shows the construct's own name, as the statistics do", () => {
    const site = construct('$0.put(i === 2 ? -1 : i);', { name: 'prices' });
    expect(() => collect(site, 5, [], self)).toThrow(`loop ${site.spec.id} "prices": iteration 2 differs`);
    expect(statsOf(site).name).toBe('prices');
  });

  it('lets no other code come between the start of an awaited loop and its comparison', async () => {
    const site = construct('$0.put(i + $in[0].n);');
    const input = { n: 1 };
    const loop = collectAsync(site, 9, [input], (i) => i + input.n);
    input.n = 100;
    expect(await loop).toEqual(expected(9, (i) => i + 1));
    expect(statsOf(site).parallelRuns).toBe(1);
  });

  it('compares queues', () => {
    const site = construct('for (let j = 0; j < i; j++) $0.put(i * 10 + (i === 3 && j === 1 ? 5 : j));', {
      columns: [{ kind: 'many', mode: 'primitive' }],
    });
    const $h = $par.open(site, () => ({ space: $par.range(0, '<', 5, 1), in: [], out: [], own: [] }));
    const $0 = $h.col(0);
    const replay = (): void => {
      for (let i = 0; i < 5; i++) {
        $h.next();
        for (let j = 0; j < i; j++) void ($h.hit ? $0.v[$0.i++] : $0.self(i * 10 + j));
      }
    };
    expect(replay).toThrow('iteration 3 differs: serial 31, parallel 35');
  });

  it('does not compare iterations that failed in the worker', () => {
    const site = construct('if (i % 2) throw 0; $0.put(i);');
    expect(collect(site, 20, [], self)).toEqual(expected(20, self));
  });

  it('finds the names that an array has besides its elements on both sides', () => {
    const site = construct('$w0.set(i, i);', {
      columns: [],
      writes: [{ op: 'set', target: 0 }],
      writesElements: true,
    });
    const out = Object.assign([9, 9, 9], { total: 5 });
    bulk(site, 3, [out], (i) => {
      out[i] = i;
    });
    expect(out).toEqual(Object.assign([0, 1, 2], { total: 5 }));
    expect(statsOf(site).parallelRuns).toBe(1);
  });

  it('compares what the direct tier writes', async () => {
    const write = (text: string): $par.Site =>
      construct(text, { columns: [], writes: [{ op: 'set', target: 0 }], writesElements: true });
    const out = new Float64Array(20);
    const body = (i: number): void => {
      out[i] = i;
    };
    bulk(write('$w0.set(i, i);'), 20, [out], body);
    await bulkAsync(write('$w0.set(i, i);'), 20, [out], body);
    const byName: Record<number, number> = {};
    bulk(write('$w0.set(i, -i);'), 5, [byName], (i) => {
      byName[i] = -i;
    });
    const wrong = write('$w0.set(i, i === 7 ? 7.5 : i);');
    expect(() => bulk(wrong, 20, [out.fill(0)], body)).toThrow('element 7 differs: serial 7, parallel 7.5');
  });
});
