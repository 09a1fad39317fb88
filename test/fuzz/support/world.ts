/** Inputs of the programs: plain ones, arrays that are the same or overlap, objects that occur twice, odd objects. */
import { chooser, type Random } from '../../properties/random.ts';

interface Item {
  id: number;
  x: number;
  y: number;
  tag: string;
  pos: { x: number; y: number };
  list: number[];
  next: Item | null;
}

export interface World {
  n: number;
  k: number;
  W: number;
  a: number[];
  b: number[];
  f: Float64Array;
  g: Float64Array;
  u: Uint8Array;
  w32: Int32Array;
  idx: number[];
  items: Item[];
  rows: number[][];
  sink: number[];
  names: string[];
  text: string;
  bigs: bigint[];
  m: Map<number, number>;
  st: Set<number>;
  lim: { at: number; v: number; on: boolean; deep: { v: number } };
  /** Changes its argument, at once and later. */
  meddle: (item: Item) => unknown;
  [more: string]: unknown;
}

const meddle = async (item: Item): Promise<void> => {
  item.x += 1;
  await null;
  item.pos.x += 1;
  item.list.push(item.x);
};

const LENGTH = 32;
const OBJECTS = 13;

const SPECIAL = [-0, Number.NaN, 1 / 3, Number.POSITIVE_INFINITY, 1e300, -7];

function plain(random: Random): World {
  const [p, q] = [1 + random.below(9), 1 + random.below(9)];
  const list = (length: number, by: number): number[] => Array.from({ length }, (_, i) => (i * by) % 11);
  const floats = (by: number): Float64Array =>
    Float64Array.from({ length: LENGTH }, (_, i) => (i % 7 === by ? SPECIAL[i % 6]! : (i * by) / 2));
  const item = (id: number): Item => ({
    id,
    x: (id * p) % 13,
    y: id / 4,
    tag: 'abc'[id % 3]!,
    pos: { x: id, y: -id },
    list: [id, q],
    next: null,
  });
  const items = Array.from({ length: OBJECTS }, (_, id) => item(id));
  items.forEach((one, i) => {
    one.next = item(i + 20);
  });
  return {
    n: random.pick([9, 9, 9, 8]),
    k: random.pick([1, 2, 3]),
    W: 3,
    a: list(LENGTH, p),
    b: list(LENGTH, q),
    f: floats(3),
    g: floats(5),
    u: Uint8Array.from(list(LENGTH, 50)),
    w32: Int32Array.from(list(LENGTH, 3)),
    idx: Array.from({ length: LENGTH }, (_, i) => (i * 7) % 10),
    items,
    rows: Array.from({ length: OBJECTS }, (_, i) => [i, i * p, 2, i + q]),
    sink: [5],
    names: Array.from({ length: OBJECTS }, (_, i) => ['ab', 'c', '', 'ba'][(i * p) % 4]!),
    text: 'abcabäx😀bcabc',
    bigs: Array.from({ length: OBJECTS }, (_, i) => BigInt(i * p)),
    m: new Map(list(8, p).map((key, i) => [key, i])),
    st: new Set(list(8, q)),
    lim: { at: 1 + random.below(3), v: 4.5, on: random.below(2) > 0, deep: { v: 2 } },
    meddle,
  };
}

const as = <T>(value: unknown): T => value as T;

type Twist = (world: World, random: Random) => void;

/** What makes two names the same storage. */
const ALIASES: readonly Twist[] = [
  (w) => {
    w.b = w.a;
  },
  (w) => {
    w.g = w.f;
  },
  (w, random) => {
    const data = Float64Array.from({ length: LENGTH + 4 }, (_, i) => i / 3);
    w.f = data.subarray(0, LENGTH);
    w.g = data.subarray(1 + random.below(3));
  },
  (w) => {
    w.w32 = new Int32Array(w.f.buffer, 16, LENGTH);
    w.u = new Uint8Array(w.f.buffer);
  },
  (w, random) => {
    w.items[random.below(6)] = w.items[random.below(9)]!;
  },
  (w, random) => {
    w.rows[random.below(6)] = w.rows[random.below(9)]!;
  },
  (w, random) => {
    w.rows[random.below(9)] = w.a;
  },
  (w, random) => {
    w.items[random.below(9)]!.list = w.items[random.below(9)]!.list;
  },
  (w, random) => {
    w.items[random.below(9)]!.list = random.pick([w.a, w.b, w.rows[2]!]);
  },
  (w, random) => {
    w.items[random.below(9)]!.next = w.items[random.below(9)]!;
  },
  (w, random) => {
    w.items[random.below(9)]!.pos = w.items[random.below(9)]!.pos;
  },
  (w) => {
    w.idx.fill(4, 2, 6);
  },
  (w) => {
    w.idx = w.a;
  },
  (w, random) => {
    w.k = random.pick([0, -1, 4]);
  },
  (w, random) => {
    w.n = random.pick([0, 1, 2, 5]);
  },
];

function put(list: { [index: number]: number }, at: number, value: number): number {
  list[at] = value;
  return value;
}

/** Code of the program's own where plain data is expected; it changes what others read. */
const HOSTILE: readonly Twist[] = [
  (w) => {
    w.sink.push = (value) => put(w.a, 2, value);
  },
  (w, random) => {
    const hidden = { x: 3 };
    const set = (value: number): void => {
      hidden.x = put(w.a, 1 + random.below(5), value);
    };
    Object.defineProperty(w.items[random.below(6)], 'x', { get: () => hidden.x, set, enumerable: true });
  },
  (w, random) => {
    w.items[random.below(6)]!.tag = as({ toString: () => `q${put(w.a, 3, 77)}` });
  },
  (w, random) => {
    w.items[random.below(6)]!.y = as({ valueOf: () => put(w.f, 3, (w.f[3] ?? 0) + 1) });
  },
  (w, random) => {
    w.a[2 + random.below(6)] = as({ valueOf: () => put(w.f, 4, (w.f[4] ?? 0) + 1) });
  },
  (w) => {
    w.m.set = (_, value) => {
      put(w.a, 4, value);
      return w.m;
    };
  },
  (w) => {
    w.m.get = () => put(w.b, 2, (w.b[2] ?? 0) + 1);
  },
  (w, random) => {
    const target = w.items[random.below(6)]!;
    const set = (one: Item, key: string | symbol, value: number): boolean => Reflect.set(one, key, put(w.a, 5, value));
    w.items[random.below(6)] = new Proxy(target, { set });
  },
  (w) => {
    const hidden = { v: 1 };
    const set = (value: number): void => {
      hidden.v = value;
    };
    Object.defineProperty(w.lim, 'v', { get: () => put(w.a, 6, hidden.v), set, enumerable: true });
  },
];

/** Values that keep to the declared types in name only, or not at all. */
const ODD: readonly Twist[] = [
  (w, random) => {
    Object.freeze(w.items[random.below(6)]);
  },
  (w) => {
    delete w.a[3];
  },
  (w) => {
    Object.freeze(w.rows[3]);
  },
  (w, random) => {
    const one = w.items[random.below(6)]!;
    let reads = 0;
    Object.defineProperty(one, 'x', { get: () => reads++, set() {}, enumerable: true, configurable: true });
  },
  (w, random) => {
    const at = random.below(6);
    w.items[at] = new Proxy(w.items[at]!, { get: (target, key) => Reflect.get(target, key) });
  },
  (w) => {
    w.f = as(Object.seal(Array.from(w.f)));
  },
  (w) => {
    w.a = as(Float32Array.from(w.a));
  },
  (w, random) => {
    w.k = as(random.pick([1.5, '2', Number.NaN, null]));
  },
  (w) => {
    w.n = as('6');
  },
  (w) => {
    w.n = 7.5;
  },
  (w) => {
    w.items.length = 5;
  },
  (w) => {
    w.rows[4] = as(undefined);
  },
  (w) => {
    w.names = as(Object.assign(Object.create(Array.prototype), w.names, { length: w.names.length }));
  },
  (w) => {
    class Sub extends Array<number> {}
    w.b = Sub.from(w.b);
  },
  (w, random) => {
    w.a[random.below(9)] = as(random.pick(['x', undefined, 3n, null, Symbol.iterator]));
  },
  (w, random) => {
    w.items[random.below(9)]!.x = as({ valueOf: () => 3 });
  },
  (w) => {
    w.m.set(3, as({ toString: () => 'x' }));
  },
  (w) => {
    w.m.get = () => 17;
  },
  (w) => {
    w.text = as(['q', 'r']);
  },
];

const several =
  (twists: readonly Twist[], most: number): Twist =>
  (world, random) => {
    for (let count = 1 + random.below(most); count > 0; count--) {
      try {
        random.pick(twists)(world, random);
      } catch {
        // A twist before this one has frozen or removed what this one changes.
      }
    }
  };

/** Number of variants. */
export const VARIANTS = 3;

const TWISTS: readonly Twist[] = [
  () => {},
  several(ALIASES, 6),
  several([...ALIASES, ...ODD, ...HOSTILE, ...HOSTILE], 2),
];

/** A new world: the same seed and variant (below {@link VARIANTS}) give equal ones. */
export function world(seed: number, variant: number): World {
  const random = chooser(seed * VARIANTS + variant);
  const made = plain(random);
  TWISTS[variant]!(made, random);
  return made;
}
