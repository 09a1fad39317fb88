import * as $par from '@parloop/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { construct, statsOf } from './support.ts';

beforeAll(() => $par.configure({ workers: 2, minWork: 0 }));
afterAll(() => $par.shutdown());

const double = (x: number): number => x * 2;
const entry = ($r: number[]): $par.Entry => ({ space: $par.dense($r, 'map'), in: [$r], out: [], own: [] });
const mapped = ($r: number[], $h: $par.Handle): number[] => {
  const $0 = $h.col(0);
  return $r.map((x) => {
    $h.next();
    return $h.hit ? ($0.v[$h.i] as number) : $0.self(double(x));
  });
};

it('maps', () => {
  const site = construct('$0.put($in[0][i] * 2);');
  expect($par.each(site, [1, 2, 3, 4, 5], entry, mapped)).toEqual([2, 4, 6, 8, 10]);
  expect(statsOf(site)).toMatchObject({ parallelRuns: 1, workersUsed: 2, iterations: 5 });
});

it('maps, awaited', async () => {
  const site = construct('$0.put($in[0][i] * 2);');
  await expect($par.eachAsync(site, [1, 2, 3], entry, mapped)).resolves.toEqual([2, 4, 6]);
});

it('passes over holes', () => {
  const holey = [1, 2, 3, 4];
  delete holey[1];
  const site = construct('$0.put($in[0][i] * 2);');
  expect($par.each(site, holey, entry, mapped)).toEqual(expect.objectContaining({ 0: 2, 2: 6, 3: 8, length: 4 }));
  expect(statsOf(site)).toMatchObject({ parallelRuns: 1, iterations: 3 });
  expect($par.dense(holey, 'reduceRight', 1)).toMatchObject({ n: 2, values: Float64Array.of(2, 0) });
  expect($par.dense(holey, 'findLast')).toEqual({ n: 4, start: 3, step: -1 });
  expect($par.dense([], 'reduce', 1)).toEqual({ n: 0, start: 1, step: 1 });
});

it.each([
  ['a method of its own', Object.assign([1, 2], { map: Array.prototype.map.bind([9]) }), 'guard: map was changed'],
  ['another class', new (class extends Array<number> {})(1, 2), 'guard: not an array'],
])('leaves an array with %s alone', (_what, xs, reason) => {
  const site = construct('$0.put(0);');
  expect($par.each(site, xs, entry, mapped)).toEqual(
    mapped(
      xs,
      $par.open(construct(''), () => entry(xs)),
    ),
  );
  expect(statsOf(site).serialReasons).toEqual({ [reason]: 1 });
});

it('throws what the original throws when the receiver is nothing', () => {
  const site = construct('$0.put(0);');
  const nothing: number[] = JSON.parse('null');
  expect(() => $par.each(site, nothing, entry, mapped)).toThrow(TypeError);
});

it('awaits with the receiver itself where the original call runs: its own method stays its own', async () => {
  const own = Object.assign([1, 2], { map: () => [9] }) as number[];
  await expect($par.eachAsync(construct('$0.put(0);'), own, entry, mapped)).resolves.toEqual([9]);
});

it('awaits with the receiver as it was at entry', async () => {
  const site = construct('$0.put($in[0][i] * 2);');
  const bytes = Buffer.from([1, 2, 3]);
  const running = $par.eachAsync(
    site,
    bytes,
    ($r) => ({ space: $par.items($r), in: [$r], out: [], own: [] }),
    ($r, $h) => {
      const $0 = $h.col(0);
      const seen: unknown[] = [];
      for (const x of $r) {
        $h.next();
        seen.push(x, $h.hit ? $0.v[$h.i] : 'missed');
      }
      return seen;
    },
  );
  bytes.fill(9);
  expect(await running).toEqual([1, 2, 2, 4, 3, 6]);
});
