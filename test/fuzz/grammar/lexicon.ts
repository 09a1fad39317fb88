/** The names that productions mention without declaring them: a program gets the declarations of those that it uses. */
import { PACKAGE_EXPORTS } from '../support/package.ts';

export interface Entry {
  /** `input`: a property of the world. `local`: declared in front of the construct. `module`: at the top level. `package`: imported. */
  readonly where: 'input' | 'local' | 'module' | 'package';
  /** Type of an input; declarations of the others, one of which is chosen. */
  readonly texts: readonly string[];
  /** The value is part of the outcome. */
  readonly shown?: boolean;
}

const input = (type: string): Entry => ({ where: 'input', texts: [type] });
const local = (...texts: string[]): Entry => ({ where: 'local', texts, shown: true });
const module = (...texts: string[]): Entry => ({ where: 'module', texts });
const state = (...texts: string[]): Entry => ({ where: 'module', texts, shown: true });

/** What the package exports. */
const PACKAGE: Readonly<Record<string, Entry>> = {
  ...Object.fromEntries(PACKAGE_EXPORTS.map((name) => [name, { where: 'package' as const, texts: [''] }])),
  madeOf: local('const madeOf = partial(k);', 'const madeOf = partial(biased(k));'),
};

/** Functions that travel as values, and what makes and changes them. */
const FUNCTIONS: Readonly<Record<string, Entry>> = {
  scaled: module('const scaled = scaler(2.5);', 'let scaled = scaler(2.5); scaled = scaler(3);'),
  byLim: local(
    'const byLim = reader(lim);',
    'const byLim = reader(lim); lim.v += 1;',
    'const byLim = reader({ v: 3 });',
    'const byLim = reader({ v: k });',
    'let limit = { v: k }; const byLim = reader(limit); limit = { v: 9 };',
  ),
  weigh: local(
    'const weigh = weights([0.5, 2, 1]);',
    'const weigh = weights(a);',
    'const weigh = weights(fresh);',
    'const weigh = weights(fresh); fresh[0] = 7;',
    'const own = [k, 2, 3]; const weigh = weights(own); if (k > 1) own[0] = 5;',
  ),
  cell: local(
    'const cell = keeper(k);',
    'const cell = keeper(k); cell.set(4);',
    'const cell = { get: (): number => 2, set: (q: number): void => { s += q; } };',
    'const cell = lister();',
    'const cell = lister(); cell.set(4);',
  ),
  bound: local(
    'const bound = model.at.bind(model);',
    'const bound = mix.bind(null, k);',
    'const bound = model.at.bind({ ...model, k });',
  ),
  pickFn: local(
    'const pickFn = k > 1 ? heavy : odd;',
    'let pickFn = heavy; if (k > 1) pickFn = odd;',
    'const pickFn = OPS.twice;',
    'const { half: pickFn } = OPS;',
    'const pickFn = OPS[names[0]!] ?? scaler(k);',
  ),
  composed: module(
    'const composed = compose(heavy, odd);',
    'const composed = compose(scaler(2), compose(odd, (q) => q + 1));',
    'const composed = piped(heavy, odd, Math.abs);',
    'const composed = compose(heavy, counting);',
  ),
  HANDLERS: module(
    'const HANDLERS = new Map<number, (q: number) => number>([[1, heavy], [2, (q) => heavy(q) + 1]]);',
    'const HANDLERS = new Map<number, (q: number) => number>([[1, heavy], [2, odd]]); HANDLERS.set(2, heavy);',
  ),
  STAGES: module(
    'const STAGES = [heavy, odd];',
    'const STAGES = [odd, Math.abs, (q: number): number => heavy(q) * 2];',
    'const STAGES = [odd, heavy]; STAGES.reverse();',
    'const STAGES = [odd, heavy]; const renamed = STAGES; renamed[0] = boom;',
  ),
  OPS: module(
    'const OPS: Record<string, (q: number) => number> = { twice: (q) => heavy(q) * 2, half: odd };',
    'const OPS: Record<string, (q: number) => number> = { twice: heavy, half: (q) => q / 2, p: odd };',
    'const OPS: Record<string, (q: number) => number> = { twice: heavy, half: odd }; OPS.half = heavy;',
    'const OPS: Record<string, (q: number) => number> = { twice: heavy, half: odd }; Object.assign(OPS, { twice: odd });',
  ),
  model: module(
    'const model = { k: 2, at(q: number): number { return heavy(q) * this.k; }, add(q: number): number { return q; } };',
    'const model = { k: 2, at(q: number): number { return heavy(q) * this.k; }, add(q: number): number { this.k += q; return this.k; } };',
    'const model = { k: 2, at(q: number): number { return heavy(q) * this.k; }, add(q: number): number { return q + this.at(q); } }; model.k = 5;',
  ),
  scaler: module(
    'const scaler = (by: number) => (q: number): number => heavy(q * by);',
    'function scaler(by: number) { const twice = by * 2; return (q: number): number => heavy(q * twice) + by; }',
    'function scaler(by = 1) { let c = by; c += 1; return function (q: number): number { return heavy(q) + c; }; }',
  ),
  reader: module(
    'const reader = (o: { v: number }) => (q: number): number => heavy(q + o.v);',
    'const reader = (o: { v: number }) => { const { v } = o; return (q: number): number => heavy(q + v); };',
    'const reader = (o: { v: number }) => { const v = o.v; return (q: number): number => heavy(q + v); };',
    'const reader = ({ v }: { v: number }) => (q: number): number => heavy(q + v);',
    'const reader = (o: { v: number }) => (q: number): number => { o.v += 1; return heavy(q + o.v); };',
  ),
  weights: module(
    'const weights = (w: number[]) => (q: number): number => heavy(q) * (w[1] ?? 1);',
    'const weights = (w: number[]) => { const sum = w.reduce((p, r) => p + r, 0); return (q: number): number => heavy(q) * sum; };',
    'const weights = (w: number[]) => { const own = w.slice(); return (q: number): number => heavy(q) * (own[0] ?? 1); };',
    'function weights(w: number[]) { const own = new Float64Array(4); for (let c = 0; c < 4; c++) own[c] = w[c] ?? 1; return (q: number): number => heavy(q) * own[1]!; }',
    'const weights = (w: number[]) => (q: number): number => { w[0] = q; return heavy(q); };',
  ),
  keeper: module(
    'function keeper(v: number) { let held = v; return { get: (): number => held, set: (q: number): void => { held = q; } }; }',
    'function keeper(v: number) { const held = { v }; return { get: (): number => held.v, set: (q: number): void => { held.v = q; } }; }',
    'function keeper(v: number) { return { get: (): number => heavy(v), set: (_: number): void => {} }; }',
  ),
  lister: module(
    'function lister() { const list = [1]; return { get: (): number => sumOf(list), set: (q: number): void => { list.push(q); } }; }',
    'function lister() { const list = [1, 2]; return { get: (): number => heavy(list[1]!), set: (q: number): void => { total += q; } }; }',
  ),
  compose: module(
    'const compose = (f1: (q: number) => number, f2: (q: number) => number) => (q: number): number => f1(f2(q));',
  ),
  piped: module(
    'const piped = (...fs: ((q: number) => number)[]) => (q: number): number => fs.reduce((p, f1) => f1(p), q);',
    'const piped = (...fs: ((q: number) => number)[]) => (q: number): number => { let v = q; for (const f1 of fs) v = f1(v); return v; };',
  ),
  counting: module('const counting = (q: number): number => { calls += 1; return q; };'),
};

/** Instances of classes, what stands in them, and what makes them something else than they look. */
const INSTANCES: Readonly<Record<string, Entry>> = {
  bodies: local(
    'const bodies = items.map((q, z) => (z % 3 === 1 ? new Heavy(q.x, q.y) : new Body(q.x, q.y)));',
    'const bodies = items.map((q) => new Body(q.x, q.y)); bodies[2] = bodies[0]!;',
    'const bodies = items.map((q) => new Body(q.x, q.y)); bodies[1]!.next = bodies[3]!; bodies[4]!.next = bodies[0]!;',
    'const bodies: Body[] = items.map((q) => new Heavy(q.x, q.y)); bodies[3]!.at = bodies[0]!.at;',
    'const bodies = items.map((q) => new Body(q.x, q.y)); bodies[3]!.energy = () => { s += 1; return s; };',
    'const bodies = items.map((q) => new Body(q.x, q.y)); Object.setPrototypeOf(bodies[5]!, { energy: () => 4 });',
    'const bodies = items.map((q) => new Body(q.x, q.y)); Object.getPrototypeOf(bodies[0]!).energy = (q: number) => heavy(q);',
    'const bodies = items.map((q) => new Body(q.x, q.y)); bodies[1] = new (class extends Body { override energy(q: number): number { out.push(q); return q; } })(1, 2);',
    'const bodies = items.map((q) => new Body(q.x, q.y)); Object.defineProperty(bodies[2]!, "x", { get: () => (s += 1) });',
    'const bodies = items.map((q) => new Body(q.x, q.y)); bodies[2] = { ...bodies[2]! } as unknown as Body;',
    'const bodies = items.map((q) => Object.freeze(new Body(q.x, q.y)) as Body);',
  ),
  hero: local(
    'const hero = new Heavy(k, 2);',
    'const hero: Body = bodies[1]!;',
    'let hero = new Body(1, k); if (k > 1) hero = bodies[2]!;',
  ),
  Body: module(
    'class Body { next: Body | null = null; at = { x: 1, y: 2 }; constructor(public x: number, public y: number) {} energy(q: number): number { return heavy(this.x + q) + this.y; } move(q: number): void { this.x += q; } shifted(q: number): Body { return new Body(this.x + q, this.y); } get size(): number { return Math.abs(this.x) + this.at.x; } get place(): { x: number; y: number } { return this.at; } self(): Body { return this; } }',
    'class Body { static unit = 2; next: Body | null = null; at = { x: 1, y: 2 }; constructor(public x: number, public y: number) {} energy(q: number): number { return heavy(this.x * Body.unit + q) + this.inner(); } inner(): number { return this.next ? this.next.x : this.at.y; } move(q: number): void { this.x += q; this.at.x = q; } shifted(q: number): Body { const r = new Body(this.x, this.y); r.move(q); return r; } get size(): number { return this.inner() + 1; } get place(): { x: number; y: number } { return this.next ? this.next.at : this.at; } self(): Body { return this.next ?? this; } }',
    'class Body { next: Body | null = null; at = { x: 1, y: 2 }; constructor(public x: number, public y: number) { this.at = { x, y: 3 }; } energy(q: number): number { calls += 1; return heavy(this.x + q); } move(q: number): void { this.at = { x: q, y: this.y }; } shifted(q: number): Body { this.y = q; return this; } get size(): number { return heavy(this.at.x); } get place(): { x: number; y: number } { return { ...this.at }; } self(): Body { return this.shifted(2); } toString(): string { return "b" + this.x; } }',
  ),
  Heavy: module(
    'class Heavy extends Body { override energy(q: number): number { return super.energy(q) * 2 + this.at.y; } override inner(): number { return heavy(this.y); } }',
    'class Heavy extends Body { extra = [1, 2]; override energy(q: number): number { return heavy(q + this.extra[1]!) + this.size; } override move(q: number): void { super.move(q); this.extra.push(q); } }',
    'class Heavy extends Body { override energy(q: number): number { total += q; return q; } }',
  ),
};

export const LEXICON: Readonly<Record<string, Entry>> = {
  ...PACKAGE,
  ...FUNCTIONS,
  ...INSTANCES,
  n: input('number'),
  k: input('number'),
  W: input('number'),
  a: input('number[]'),
  b: input('number[]'),
  f: input('Float64Array'),
  g: input('Float64Array'),
  u: input('Uint8Array'),
  w32: input('Int32Array'),
  idx: input('number[]'),
  items: input('Item[]'),
  rows: input('number[][]'),
  sink: input('number[]'),
  names: input('string[]'),
  text: input('string'),
  bigs: input('bigint[]'),
  m: input('Map<number, number>'),
  st: input('Set<number>'),
  lim: input('{ at: number; v: number; on: boolean; deep: { v: number } }'),

  meddle: input('(item: Item) => unknown'),

  out: local('const out: number[] = [];'),
  objs: local('const objs: unknown[] = [];'),
  s: local('let s = 1;'),
  t: local('let t = 2;'),
  cnt: local('let cnt = 0;'),
  at: local('let at = -1;'),
  best: local('let best = -Infinity;'),
  who: local('let who: Item | undefined;', 'let who: Item | undefined = items[2];'),
  txt: local("let txt = '';"),
  tot: local('let tot = 1n;'),
  res: local('let res: unknown;'),
  fresh: local(
    'const fresh = new Float64Array(n + 2);',
    'const fresh: number[] = [];',
    'const fresh = Array.from({ length: 9 }, (_, q) => q);',
    'const fresh = [...a];',
  ),
  hist: local('const hist = [0, 1, 0, 0];', 'const hist = new Uint32Array(4);'),
  grid: local(
    'const grid = Array.from({ length: n + 1 }, () => new Float64Array(W));',
    'const grid = rows.map((q) => q.slice());',
    'const grid = [a, b, ...rows];',
    'const shared = [1, 2, 3]; const grid = Array.from({ length: n + 1 }, () => shared);',
  ),
  al: local(
    'const al = a;',
    'const al = k > 1 ? a : b;',
    'let al = a; if (k > 1) al = b;',
    'const al = a.slice();',
    'const al = rows[1]!;',
    'const { list: al } = items[0]!;',
  ),
  fv: local(
    'const fv = f.subarray(1);',
    'const fv = new Float64Array(f.buffer);',
    'const fv = f;',
    'const fv = f.slice();',
  ),
  row0: local(
    'let row0 = rows[0]!;',
    'const row0 = rows[2]!;',
    'const [row0 = []] = rows;',
    'let row0: number[] = [];',
  ),
  it0: local('const it0 = items[0]!;', 'const it0 = make(3);', 'let it0 = items[1]!; if (k > 1) it0 = make(2);'),
  one: local('let one = make(4);', 'let one = items[3]!;', 'let one: Item = { ...items[0]! };'),
  keep: local(
    'const keep: Item[] = [];',
    'const keep = [items[1]!];',
    'const keep = items.slice(0, 9);',
    'const keep = [...items];',
  ),
  dict: local(
    'const dict: Record<string, number> = { b: 3, a: 1, 7: 2, 1: 5, 71: 4 };',
    'const dict: Record<string, number> = Object.assign(Object.create({ z: 1 }), { a: 2, b: 3 });',
    'const dict = a as unknown as Record<string, number>;',
  ),
  byTag: local(
    'const byTag: Record<string, Item> = { p: items[0]!, q: items[1]!, r: items[2]! };',
    'const byTag: Record<string, Item> = { p: items[0]!, q: items[1]!, r: items[0]! };',
    'const byTag: Record<string, Item> = { p: make(1), q: make(2), r: make(3) };',
  ),
  dir: local(
    'const dir = new Map(items.map((q, c) => [q.tag + c, q]));',
    "const dir = new Map([['p', items[0]!], ['qq', items[1]!], ['r', items[0]!]]);",
    "const dir = new Map([['p', make(1)], ['qq', make(2)]]);",
  ),
  pairs: local('const pairs = new Map(items.map((q, c) => [items[(c + 1) % items.length]!, q]));'),
  bag: local('const bag = new Set(items);', 'const bag = new Set([make(1), make(2), make(3)]);'),
  state: local('let state = { v: 3 };'),
  seen: local('const seen = new Set<unknown>();', 'const seen = new Set<unknown>(a);'),
  groups: local('const groups = new Map<string, Item[]>();', "const groups = new Map([['a', [...items]]]);"),
  bump: local('let bumped = 0; const bump = (): void => { bumped += 1; };', 'const bump = (): void => { s += 1; };'),
  peek: local(
    'const peek = (): number => s;',
    'const peek = (): number => a[0]!;',
    'const peek = (): number => k * 2;',
  ),
  hold: local('const held: unknown[] = []; const hold = (q: unknown): void => { held.push(q); };'),
  acc: local('const acc = new Acc();'),
  vec: local('const vec = new Vec(1, 2);', 'let vec = new Vec(k, 2);'),

  // Nobody could interrupt a program that waits again and again.
  breathe: module(
    "let breaths = 0; function breathe(): null { if (++breaths > 300) throw new Error('too many turns'); return null; }",
  ),
  pause: module(
    'const pause = async (q: number): Promise<void> => { for (let r = 0; r < q % 3; r++) await breathe(); };',
    'async function pause(q: number): Promise<void> { await breathe(); total += q; }',
  ),
  later: module(
    'const later = async <T>(q: T): Promise<T> => (breathe(), q);',
    'async function later<T>(q: T): Promise<T> { await breathe(); return q; }',
  ),
  total: state('let total = 5;'),
  calls: state('let calls = 0;'),
  cache: state('const cache = new Map<number, number>();'),
  TABLE: module('const TABLE = [3, 1.5, -0, 2];', 'const TABLE = new Float64Array([3, 1.5, NaN, 2]);'),
  CONFIG: module('const CONFIG = { scale: 2.5 };', 'const CONFIG = Object.freeze({ scale: 0.1 });'),

  Item: module(
    'interface Item { id: number; x: number; y: number; tag: string; pos: { x: number; y: number }; list: number[]; next: Item | null }',
  ),
  Boom: module(
    "class Boom extends Error { readonly at: number; readonly item: unknown; constructor(at: number, item: unknown) { super('boom ' + at); this.at = at; this.item = item; } }",
  ),
  Vec: module(
    'class Vec { x: number; y: number; constructor(x: number, y: number) { this.x = x; this.y = y; } len(): number { return Math.hypot(this.x, this.y); } scale(by: number): number { return (this.x + this.y) * by; } }',
  ),
  Acc: module('class Acc { sum = 0; add(v: number): void { this.sum += v; } }'),
  heavy: module(
    'function heavy(q: number): number { let h = Number.isFinite(q) ? Math.abs(q) % 1013 : 5; for (let r = 0; r < 9; r++) h = (h * 3 + r) % 1013; return h; }',
    'const heavy = (q: number): number => { let h = q | 0; for (let r = 0; r < 9; r++) h = Math.imul(h ^ (h >>> 3), 31) & 1023; return h; };',
  ),
  mix: module(
    'function mix(p: number, q: number): number { let h = p; for (let r = 0; r < 5; r++) h = h * 0.5 + q; return h; }',
  ),
  odd: module('function odd(q: number): number { return q % 3 > 1 ? NaN : q % 5 < 1 ? -0 : q / 3; }'),
  boom: module(
    "function boom(q: number): number { if (q % 11 === 4) throw new TypeError('boom ' + q); return q + 1; }",
  ),
  steps: module(
    'function steps(q: number): number { let c = 0; let v = Math.abs(q | 0) % 97; while (v > 1 && c < 50) { v = v % 2 ? v * 3 + 1 : v / 2; c++; } return c; }',
  ),
  rec: module('function rec(q: number): number { return q > 1 && q < 30 ? rec(q - 1) + q : 1; }'),
  memo: module(
    'function memo(q: number): number { const hit = cache.get(q); if (hit !== undefined) return hit; const v = heavy(q); cache.set(q, v); return v; }',
  ),
  count: module('function count(): number { calls += 1; return calls; }'),
  tagOf: module("function tagOf(q: Item): string { return q.x > 5 ? q.tag + q.x : 'low'; }"),
  label: module(
    "function label(q: number): string { let r = ''; for (let c = 0; c < 3; c++) r += 'ab'[(q + c) & 1] ?? '?'; return r; }",
  ),
  huge: module(
    'function huge(q: bigint): bigint { let h = q; for (let r = 0n; r < 4n; r++) h = (h * 31n + r) % 65521n; return h; }',
  ),
  make: module(
    "function make(x: number): Item { return { id: 1, x, y: 2, tag: 'm', pos: { x: 1, y: x }, list: [x, 1], next: null }; }",
  ),
  gen: module(
    'function* gen(q: number): Generator<number> { for (let c = 0; c < q; c++) yield c; }',
    'function* gen(q: number): Generator<number> { let c = 0; while (true) { if (c > q) return; yield c++; } }',
    "function* gen(q: number): Generator<number> { for (let c = 0; c < q; c++) { if (c === 3) throw new RangeError('three'); yield c; } }",
    'function* gen(q: number): Generator<number> { try { for (let c = 0; c < q; c++) yield c; } finally { calls += 1; } }',
  ),
  genOf: module(
    'function* genOf(list: readonly number[]): Generator<number> { for (const v of list) yield v; }',
    'function* genOf(list: number[]): Generator<number> { for (let c = 0; c < list.length; c++) { yield list[c]!; list[c] = 0; } }',
  ),
  genPairs: module(
    'function* genPairs(list: readonly Item[]): Generator<[number, Item]> { for (const v of list) yield [v.id, v]; }',
    'function* genPairs(list: readonly Item[]): Generator<[number, Item]> { const p: [number, Item] = [0, list[0]!]; for (const v of list) { p[0] = v.id; p[1] = v; yield p; } }',
  ),
  same: module('function same<T>(q: T): T { return q; }'),
  second: module('function second<T>(_: T, q: T): T { return q; }'),
  filled: module(
    'function filled(q: number): number[] { const r: number[] = []; for (let c = 0; c < 3; c++) r.push(q + c); return r; }',
  ),
  sumOf: module('function sumOf(q: readonly number[]): number { let r = 0; for (const v of q) r += v; return r; }'),
  apply: module('function apply(fn: (q: number) => number, q: number): number { return fn(q) + 1; }'),
  each: module(
    'function each(list: readonly number[], fn: (q: number) => void): void { for (const v of list) fn(v); }',
  ),
  maker: module(
    'function maker(by: number): (q: number) => number { let c = by; return (q) => { c += q; return c; }; }',
  ),
  touch: module('function touch(list: number[], at: number, by: number): number { list[at] = heavy(by); return by; }'),
  addTo: module('function addTo(q: Item, by: number): void { q.x += by; q.pos.x = by; }'),
  swap: module(
    'function swap(list: number[], p: number, q: number): void { const v = list[p]!; list[p] = list[q]!; list[q] = v; }',
  ),
  link: module('function link(p: Item, q: Item): void { p.next = q; }'),
  bumpBy: module('function bumpBy(q: number): number { total += q; return total; }'),
  add3: module(
    'const add3 = maker3(3); function maker3(by: number): (q: number) => number { return (q) => heavy(q + by); }',
  ),
  gather: module('function gather(...q: number[]): number { return q.reduce((p, r) => p + r, q.length); }'),
  withDefault: module(
    'function withDefault(q: number, by = q * 2, { deep = by }: { deep?: number } = {}): number { return q + by + deep; }',
  ),
};
