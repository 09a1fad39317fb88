import * as $par from '@parloop/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

type Operator = Parameters<typeof $par.range>[1];

const header = (lo: number, op: Operator, hi: number, step: number): number[] => {
  const test = new Function('i', 'hi', `return i ${op} hi`) as (i: number, hi: number) => boolean;
  const values: number[] = [];
  for (let i = lo; test(i, hi); i += step) {
    values.push(i);
    if (values.length > 10_000) return [];
  }
  return values;
};

const listed = ({ n, start, step, values }: $par.Space): number[] =>
  Array.from({ length: n }, (_, k) => (values ? values[k]! : start + k * step));

const refuses = (check: () => unknown, reason: RegExp): void => expect(check).toThrow(reason);

describe('range', () => {
  const operators: Operator[] = ['<', '<=', '>', '>=', '!=', '!=='];

  it('lists exactly the values that the header takes, bit for bit', () => {
    const bound = fc.oneof(fc.integer({ min: -40, max: 40 }), fc.double({ min: -5, max: 5 }), fc.constant(-0));
    const stride = fc.oneof(
      fc.integer({ min: -5, max: 5 }),
      fc.integer({ min: -97, max: 97 }).map((x) => x / 97),
    );
    fc.assert(
      fc.property(bound, fc.constantFrom(...operators), bound, stride, (lo, op, hi, step) => {
        let space: $par.Space;
        try {
          space = $par.range(lo, op, hi, step);
        } catch {
          return;
        }
        const [found, serial] = [listed(space), header(lo, op, hi, step)];
        expect(found.length).toBe(serial.length);
        expect(found.every((value, k) => Object.is(value, serial[k]))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it.each<[number, Operator, number, number, number]>([
    [0, '<', 10, 3, 4],
    [0, '<=', 9, 3, 4],
    [10, '>', 0, -3, 4],
    [9, '>=', 0, -3, 4],
    [0, '!=', 6, 2, 3],
    [6, '!==', 0, -2, 3],
    [5, '<', 5, 1, 0],
    [Number.NaN, '<', 5, 1, 0],
    [0, '<', 1, 0.1, 11],
  ])('%d; i %s %d; i += %d has %d iterations', (lo, op, hi, step, n) => {
    expect($par.range(lo, op, hi, step).n).toBe(n);
  });

  it.each<[unknown, Operator, unknown, unknown]>([
    [0, '<', 10, 0],
    [0, '<', 10, -1],
    [0, '!=', 5, 2],
    [0, '!=', 1, 0.3],
    [0, '<', 1, 1e-20],
    [0, '<', Number.POSITIVE_INFINITY, 0.5],
    [0n, '<', 10n, 1n],
    ['0', '<', 10, 1],
  ])('refuses %s; i %s %s; i += %s', (lo, op, hi, step) => {
    refuses(() => $par.range(lo, op, hi, step), /does not end|not numeric/);
  });
});

describe('headers with several counters', () => {
  const line = ({ start, step, values }: $par.Line, n: number): number[] =>
    listed({ n, start, step, ...(values ? { values } : {}) });

  it('lists the values of further counters', () => {
    const space = $par.range(0, '<', 4, 1, [
      [5, -2],
      [0, 0.1],
    ]);
    expect(space.more!.map((more) => line(more, space.n))).toEqual([
      [5, 3, 1, -1],
      [0, 0.1, 0.2, 0.1 + 0.1 + 0.1],
    ]);
    refuses(() => $par.range(0, '<', 4, 1, [['0', 1]]), /not numeric/);
  });

  it('runs a header without closed form', () => {
    const space = $par.counted((put, n) => {
      for (let i = 1, j = n; i < j; i *= 2, j--) put(i, j);
    }, 20);
    expect(listed(space)).toEqual([1, 2, 4, 8]);
    expect(space.more).toEqual([{ start: 20, step: -1 }]);
  });

  it('refuses what does not end, or is no number', () => {
    refuses(
      () =>
        $par.counted((put) => {
          for (let i = 0; i < 1; i *= 2) put(i);
        }),
      /does not end/,
    );
    refuses(() => $par.counted((put, lo) => put(lo), '0'), /not numeric/);
    refuses(() => $par.counted((put, lo) => put(Number(lo)), { valueOf: () => 1 }), /not numeric/);
  });
});

describe('nested loops', () => {
  const indexOf = ({ start, step, values, cycle }: $par.Line, k: number): number => {
    const at = cycle === undefined ? k : Math.floor(k / cycle.every) % cycle.count;
    return values === undefined ? start + at * step : values[at]!;
  };

  it('count as the loops do, whatever their headers', () => {
    const bound = fc.integer({ min: -3, max: 4 });
    const step = fc.constantFrom(1, 2, 0.5, 0.1);
    fc.assert(
      fc.property(fc.array(fc.tuple(bound, bound, step), { minLength: 1, maxLength: 4 }), (levels) => {
        const seen: number[][] = [];
        const nest = (counters: number[]): void => {
          const level = levels[counters.length / 2];
          if (level === undefined) seen.push(counters);
          else for (let i = level[0], n = 0; i < level[1]; i += level[2], n--) nest([...counters, i, n]);
        };
        nest([]);
        const space = $par.product(...levels.map(([lo, hi, by]) => $par.range(lo, '<', hi, by, [[0, -1]])));
        const lines = [space, ...(space.more ?? [])];
        expect(space.n).toBe(seen.length);
        expect(seen.map((_, k) => lines.map((line) => indexOf(line, k) + 0))).toEqual(seen);
      }),
    );
  });

  it('are refused where no log could hold them', () =>
    refuses(() => $par.product($par.range(0, '<', 2 ** 30, 1), $par.range(0, '<', 2 ** 30, 1)), /too long/));
});

describe('containers', () => {
  it('items accepts arrays with holes, typed arrays and Buffers', () => {
    expect($par.items(new Array(3)).n).toBe(3);
    expect($par.items(Buffer.from('ab')).n).toBe(2);
    refuses(() => $par.items(new Set([1])), /not an array/);
    refuses(() => $par.items('text'), /not an array/);
    const own = Object.assign([1], { [Symbol.iterator]: [][Symbol.iterator] });
    refuses(() => $par.items(own), /iterator was changed/);
  });

  it('notices changed built-ins', () => {
    const { push, map } = Array.prototype;
    Array.prototype.push = function (...values: unknown[]) {
      return push.apply(this, values);
    };
    Array.prototype.map = function (this: unknown[], ...rest: Parameters<typeof map>) {
      return map.apply(this, rest);
    } as typeof map;
    try {
      refuses(() => $par.appendable([]), /push was changed/);
      refuses(() => $par.dense([], 'map'), /map was changed/);
      refuses(() => $par.native([], 'map'), /map was changed/);
    } finally {
      Array.prototype.push = push;
      Array.prototype.map = map;
    }
    expect($par.native('text', 'slice')).toBe('text');
    expect($par.native(new Map(), 'get')).toBeInstanceOf(Map);
    refuses(() => $par.native(null, 'get'), /not built in/);
  });

  it('tells what cannot be written', () => {
    expect($par.writable([])).toEqual([]);
    for (const n of [3, 3000]) {
      const list = Array.from({ length: n }, () => 0);
      expect($par.writable(list)).toBe(list);
      Object.defineProperty(list, 2, { set: () => {}, configurable: true });
      refuses(() => $par.writable(list), /accessors/);
    }
    refuses(() => $par.writable(Object.freeze([])), /cannot be extended/);
    refuses(() => $par.writable(new (class extends Array {})()), /not an array/);
    refuses(() => $par.appendable(Object.defineProperty([], 'length', { writable: false })), /cannot be extended/);
    expect($par.settable({ x: 1 }, 'x')).toEqual({ x: 1 });
    refuses(() => $par.settable({ set x(_: number) {} }, 'x'), /cannot be set/);
    refuses(() => $par.settable(Object.freeze({ x: 1 }), 'x'), /cannot be set/);
    refuses(() => $par.settable({}, '__proto__'), /cannot be set/);
  });
});

describe('values', () => {
  it('get reads what runs no code of the user', () => {
    expect($par.get({ x: 1 }, 'x')).toBe(1);
    expect($par.get('text', 'length')).toBe(4);
    expect($par.get(new Float64Array(3), 'length')).toBe(3);
    expect($par.get(new Map([[1, 2]]), 'size')).toBe(1);
    expect($par.get({}, 'x')).toBeUndefined();
    refuses(
      () =>
        $par.get(
          {
            get x() {
              return 1;
            },
          },
          'x',
        ),
      /accessor/,
    );
    refuses(() => $par.get(undefined, 'x'), /nothing/);
  });

  it('integer and distinct', () => {
    expect($par.integer(-0)).toBe(-0);
    refuses(() => $par.integer(0.5), /not an integer/);
    refuses(() => $par.integer('1'), /not an integer/);
    const twice = {};
    expect($par.distinct([1, 1, {}, {}])).toHaveLength(4);
    refuses(() => $par.distinct([twice, {}, twice]), /twice/);
  });
});

it('no guard runs the traps of a proxy', () => {
  const traps = new Proxy({}, { get: (_, trap) => expect.unreachable(`trap ${String(trap)}`) });
  const proxy = new Proxy([1, 2], traps);
  refuses(() => $par.items(proxy), /not an array/);
  refuses(() => $par.dense(proxy, 'map'), /not an array/);
  refuses(() => $par.writable(proxy), /not an array/);
  refuses(() => $par.appendable(proxy), /not an array/);
  refuses(() => $par.native(proxy, 'map'), /not built in/);
  refuses(() => $par.distinct(proxy), /not an array/);
  refuses(() => $par.get(proxy, 'length'), /proxy/);
  refuses(() => $par.get(Object.create(proxy), 'x'), /proxy/);
  refuses(() => $par.settable(proxy, 'x'), /not an object/);
});
