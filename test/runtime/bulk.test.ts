import * as $par from '@parloop/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bulk, bulkAsync, expected } from './loops.ts';
import { construct, statsOf } from './support.ts';

beforeAll(() => $par.configure({ workers: 2, minWork: 0 }));
afterAll(() => $par.shutdown());

const never = (i: number): never => {
  throw new Error(`the original ran iteration ${i}`);
};

const set = (target: number): $par.WriteSpec => ({ op: 'set', target });
const push = (target: number): $par.WriteSpec => ({ op: 'push', target });
const direct = (text: string, writes: $par.WriteSpec[], more: Partial<$par.SiteSpec> = {}): $par.Site =>
  construct(text, { columns: [], writes, ...more });

describe('direct tier', () => {
  it('commits dense typed blocks bit for bit', () => {
    const site = direct('$w0.set(i, i % 5 ? -0 : NaN);', [set(0)]);
    const out = new Float64Array(1000).fill(7);
    bulk(site, 1000, [out], never);
    expect([...out].every((x, i) => Object.is(x, i % 5 ? -0 : Number.NaN))).toBe(true);
    expect(statsOf(site)).toMatchObject({ parallelRuns: 1, workersUsed: 2, iterations: 1000 });
  });

  it('converts as element assignment does', async () => {
    const values = [1.7, -1, 300, Number.NaN, '12', null, undefined, true];
    const text = `$w0.set(i, ${JSON.stringify(values).replace('null,12', 'NaN,12')}[i % 8]);`;
    const site = direct(text, [set(0)]);
    const parsed: unknown[] = JSON.parse(JSON.stringify(values));
    const [out, serial] = [new Uint8ClampedArray(64), new Uint8ClampedArray(64)];
    await bulkAsync(site, 64, [out], never);
    for (let i = 0; i < 64; i++) serial[i] = parsed[i % 8] as number;
    expect(out).toEqual(serial);
  });

  it('assigns in any order of subscripts, outside of the array too', () => {
    const site = direct('if (i % 3) $w0.set(99 - 2 * i, i); $w0.set(i % 2, "x" + i);', [set(0), set(0)]);
    const run = (assign: (out: unknown[], i: number) => void): unknown[] => {
      const out: unknown[] = [];
      for (let i = 0; i < 60; i++) assign(out, i);
      return out;
    };
    const serial = run((out, i) => {
      if (i % 3) out[99 - 2 * i] = i;
      out[i % 2] = `x${i}`;
    });
    const out: unknown[] = [];
    bulk(site, 60, [out], never);
    expect(out).toEqual(serial);
    expect(Object.keys(out)).toEqual(Object.keys(serial));
  });

  it('appends in order, any number per iteration', () => {
    const site = direct('for (let j = 0; j < i % 3; j++) $w0.push({ i, j });', [push(0)]);
    const out: unknown[] = ['before'];
    bulk(site, 50, [out], never);
    const serial: unknown[] = ['before'];
    for (let i = 0; i < 50; i++) for (let j = 0; j < i % 3; j++) serial.push({ i, j });
    expect(out).toEqual(serial);
  });

  it('resumes the original at exactly the iteration that failed', () => {
    const site = direct('$w0.push(i); $w1.set(i, i); if (i === 37) throw 0;', [push(0), set(1)]);
    const [list, table]: [number[], number[]] = [[], []];
    const ran: number[] = [];
    bulk(site, 60, [list, table], (i) => {
      ran.push(i);
      list.push(i);
      table[i] = i;
    });
    expect(ran).toEqual(expected(23, (i) => i + 37));
    expect([list, table]).toEqual([expected(60, (i) => i), expected(60, (i) => i)]);
  });

  it('leaves an assignment that throws to the original, and the iteration whole', () => {
    const site = direct('$w0.push(i); $w1.set(i, i === 20 ? 1.5 : BigInt(i));', [push(0), set(1)]);
    const list: number[] = [];
    const out = new BigInt64Array(64);
    const body = (i: number): void => {
      list.push(i);
      out[i] = (i === 20 ? 1.5 : BigInt(i)) as bigint;
    };
    expect(() => bulk(site, 64, [list, out], body)).toThrow(TypeError);
    expect(list).toEqual(expected(21, (i) => i));
    expect([...out]).toEqual(expected(64, (i) => (i < 20 ? BigInt(i) : 0n)));
  });

  it('runs serially when two outputs share memory', () => {
    const site = direct('$w0.set(i, 1); $w1.set(i, 2);', [set(0), set(1)]);
    const buffer = new ArrayBuffer(80);
    const [a, b] = [new Float64Array(buffer), new Float64Array(buffer)];
    bulk(site, 10, [a, b], (i) => {
      b[i] = 1;
    });
    expect([...a]).toEqual(expected(10, () => 1));
    expect(statsOf(site).serialReasons).toEqual({ 'guard: two outputs are the same': 1 });
  });

  it('reads the container that it writes as it was at entry', () => {
    const site = direct('$w0.set(i, $in[0][i + 1] * 2);', [set(0)], { writesElements: true });
    const values = new Float64Array(expected(101, (i) => i) as number[]);
    bulk(site, 100, [values], never, [values]);
    expect([...values]).toEqual(expected(101, (i) => (i < 100 ? 2 * (i + 1) : i)));
  });
});
