import * as $par from '@parloop/runtime';
import { describe, expect, it } from 'vitest';

const refuses = (check: () => unknown, reason: RegExp): void => expect(check).toThrow(reason);

describe('listed', () => {
  it('counts what the container gives', () => {
    expect($par.listed(new Map([[1, 2]])).n).toBe(1);
    expect($par.listed(new Map([[1, 2]]), 'pairs').n).toBe(1);
    expect($par.listed(new Set([1, 2]), 'values').n).toBe(2);
    expect($par.listed('a💡').n).toBe(2);
    expect($par.listed(new Array(2), 'entries').n).toBe(2);
    expect($par.listed(new Uint8Array(3)).n).toBe(3);
  });

  it('refuses other classes, iterators in hand, and changed methods', () => {
    class Own extends Set<number> {}
    refuses(() => $par.listed(new Own()), /not a built-in container/);
    refuses(() => $par.listed([1].values()), /not a built-in container/);
    refuses(() => $par.listed(null), /not a built-in container/);
    refuses(() => $par.listed(new Proxy(new Map(), {})), /not a built-in container/);
    refuses(() => $par.listed([[1, 2]], 'pairs'), /not a Map/);
    const map = Object.assign(new Map(), { [Symbol.iterator]: () => [].values() });
    refuses(() => $par.listed(map), /was changed/);
    refuses(() => $par.listed(Object.assign([1], { keys: () => [].keys() }), 'keys'), /keys was changed/);
  });
});

describe('names', () => {
  it('counts own properties of plain objects and arrays', () => {
    expect($par.names({ a: 1, b: 2 }).n).toBe(2);
    expect($par.names(Object.assign([1, 2], { x: 1 })).n).toBe(3);
    expect($par.names(null).n).toBe(0);
  });

  it('refuses what inherits, and accessors', () => {
    refuses(() => $par.names(Object.create({ a: 1 })), /not a plain object/);
    refuses(() => $par.names('text'), /not a plain object/);
    const getter = Object.defineProperty({}, 'a', { get: () => 1, enumerable: true });
    refuses(() => $par.names(getter), /not a plain object/);
  });
});

describe('drained', () => {
  function* some(n: number, item: object): Generator<unknown> {
    for (let i = 0; i < n; i++) {
      Object.assign(item, { i });
      yield i % 2 ? i : item;
    }
  }

  it('copies objects as they come, if it is asked to', () => {
    const item = {};
    expect($par.drained(some(3, item), true, [])).toEqual([{ i: 0 }, 1, { i: 2 }]);
    expect($par.drained(some(3, item), false, [])[0]).toBe(item);
  });

  it('throws what the generator throws', () => {
    function* failing(): Generator<number> {
      yield 1;
      throw new RangeError('two');
    }
    expect(() => $par.drained(failing(), true, [])).toThrow(RangeError);
  });

  it('refuses other iterators, endless ones, and objects that notice that they are looked at', () => {
    function* endless(): Generator<number> {
      while (true) yield 1;
    }
    refuses(() => $par.drained([1].values(), true, []), /not a generator/);
    refuses(() => $par.drained(endless(), true, []), /too many items/);
    refuses(() => $par.drained(some(1, {}), true, [new (class Options {})()]), /not plain data/);
    const changed = some(1, {});
    Object.assign(Object.getPrototypeOf(changed) as object, { next: () => ({ done: true }) });
    refuses(() => $par.drained(changed, true, []), /not a generator/);
  });
});

describe('matches', () => {
  it('gives what the text gives', () => {
    expect($par.matches('a1b2', /(?<d>\d)/g)).toEqual([...'a1b2'.matchAll(/(?<d>\d)/g)]);
  });

  it('refuses what is no text, and long texts with many matches', () => {
    refuses(() => $par.matches({}, /x/g), /not a text/);
    refuses(() => $par.matches('x'.repeat(10_000), /x/g), /too much text/);
  });
});
