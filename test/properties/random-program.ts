/** Random annotated loops: text from a seed. The grammar leans towards what analyses get wrong. */
import { chooser, type Random } from './random.ts';

/** What an expression may mention at the place where it stands. */
interface Scope {
  readonly random: Random;
  /** Names of numbers. */
  readonly numbers: readonly string[];
  /** How deep the statement is nested. */
  readonly depth: number;
  /** Numbers the locals. */
  readonly counter: { next: number };
}

type Rule = (scope: Scope) => string;

const SUBSCRIPTS: readonly Rule[] = [
  () => 'i',
  () => 'i',
  () => 'i',
  () => 'i + 1',
  () => 'i - 1',
  () => 'i + k',
  () => '2 * i',
  () => 'idx[i]!',
  () => 'N - i',
  () => 'i % 3',
  () => '0',
  ({ numbers }) => (numbers.includes('j') ? 'i * 3 + j' : 'i * 3'),
];

const subscript = (scope: Scope): string => scope.random.pick(SUBSCRIPTS)(scope);

const LEAVES: readonly Rule[] = [
  ({ random, numbers }) => random.pick(numbers),
  ({ random, numbers }) => random.pick(numbers),
  (scope) => `a[${subscript(scope)}]!`,
  (scope) => `b[${subscript(scope)}]!`,
  (scope) => `f[${subscript(scope)}]!`,
  (scope) => `g[${subscript(scope)}]!`,
  (scope) => `items[${subscript(scope)}]!.x`,
  (scope) => `rows[${subscript(scope)}]![1]!`,
  ({ random }) => String(random.below(9)),
  () => '(m.get(i % 4) ?? 1)',
  () => 'out.length',
  () => 'state.v',
];

function expression(scope: Scope, size: number): string {
  const { random } = scope;
  if (size <= 0) return random.pick(LEAVES)(scope);
  const part = () => expression(scope, size - 1 - random.below(2));
  return random.pick([
    () => `heavy(${part()})`,
    () => `heavy(${part()})`,
    () => `heavy(${part()} + ${part()})`,
    () => `(${part()} ${random.pick(['+', '-', '*'])} ${part()})`,
    () => `(${condition(scope)} ? ${part()} : ${part()})`,
    () => part(),
  ])();
}

const condition = (scope: Scope): string =>
  `${expression(scope, 0)} % ${2 + scope.random.below(4)} ${scope.random.pick(['===', '>', '<'])} 1`;

const value = (scope: Scope): string => expression(scope, 1 + scope.random.below(2));

const EFFECTS: readonly Rule[] = [
  (scope) => `a[${subscript(scope)}] = ${value(scope)};`,
  (scope) => `b[${subscript(scope)}] = ${value(scope)};`,
  (scope) => `f[${subscript(scope)}] = ${value(scope)};`,
  (scope) => `out.push(${value(scope)});`,
  (scope) => `out.push(heavy(i + ${expression(scope, 0)}));`,
  (scope) => `a[${subscript(scope)}]! += ${value(scope)};`,
  (scope) => `items[${subscript(scope)}]!.x = ${value(scope)};`,
  (scope) => `rows[${subscript(scope)}]![1] = ${value(scope)};`,
  (scope) => `s += ${value(scope)};`,
  (scope) => `s = Math.max(s, ${value(scope)});`,
  (scope) => `t = ${value(scope)};`,
  (scope) => `if (${expression(scope, 1)} > t) { t = heavy(i); s = i; }`,
  (scope) => `m.set(${scope.random.pick(['i', 'i % 4', 'k'])}, ${value(scope)});`,
  (scope) => `[s, t] = [t, ${value(scope)}];`,
  (scope) => `state.v = ${value(scope)};`,
  (scope) => `touch(a, ${subscript(scope)}, ${value(scope)});`,
  (scope) => `rows[${subscript(scope)}] = rows[${subscript(scope)}]!;`,
  () => 'bump();',
  (scope) => `console.log(i, ${value(scope)});`,
];

const inside = (scope: Scope, ...names: string[]): Scope => ({
  ...scope,
  depth: scope.depth + 1,
  numbers: [...scope.numbers, ...names],
});

const block = (scope: Scope): string => `{ ${statements(scope, 1 + scope.random.below(2))} }`;

const NESTED: readonly Rule[] = [
  (scope) => `if (${condition(scope)}) ${block(inside(scope))}`,
  (scope) => `if (${condition(scope)}) ${block(inside(scope))} else ${block(inside(scope))}`,
  (scope) => `for (let j = 0; j < 3; j++) ${block(inside(scope, 'j'))}`,
  (scope) => `if (${condition(scope)}) continue;`,
  (scope) => `if (${expression(scope, 0)} === 7) break;`,
  (scope) => `if (${expression(scope, 0)} === 5) throw new RangeError('at ' + i);`,
  (scope) => `try ${block(inside(scope))} catch { s -= 1; }`,
  (scope) => `switch (${expression(scope, 0)} % 2) { case 0: ${statements(inside(scope), 1)} break; default: t = i; }`,
];

function local(scope: Scope): { text: string; scope: Scope } {
  const name = `v${scope.counter.next++}`;
  return { text: `let ${name} = ${value(scope)};`, scope: { ...scope, numbers: [...scope.numbers, name] } };
}

function statements(scope: Scope, count: number): string {
  const { random } = scope;
  const lines: string[] = [];
  let at = scope;
  for (let n = 0; n < count; n++) {
    const kind = random.below(10);
    if (kind < 3) {
      const declared = local(at);
      lines.push(declared.text);
      at = declared.scope;
    } else if (kind < 5 && at.depth < 3) lines.push(random.pick(NESTED)(at));
    else if (kind < 6 && at.numbers.some((name) => name.startsWith('v'))) {
      const name = random.pick(at.numbers.filter((one) => one.startsWith('v')));
      lines.push(`${name} = ${value(at)};`);
    } else lines.push(random.pick(EFFECTS)(at));
  }
  return lines.join('\n    ');
}

const HEADERS = [
  'for (let i = 1; i < N; i++)',
  'for (let i = 1; i < N; i++)',
  'for (let i = N - 1; i > 0; i--)',
  'for (let i = 1; i <= N; i += 2)',
] as const;

const BEFORE = `interface Item { x: number }

function heavy(n: number): number {
  let h = Number.isFinite(n) ? Math.abs(n) % 1013 : 5;
  for (let r = 0; r < 12; r++) h = (h * 3 + r) % 1013;
  return h;
}

function touch(list: number[], at: number, by: number): void {
  list[at] = heavy(by);
}

interface World {
  a: number[]; b: number[]; f: Float64Array; g: Float64Array; items: Item[]; rows: number[][]; idx: number[]; k: number;
}

function main({ a, b, f, g, items, rows, idx, k }: World): unknown {
  const N = 9;
  const out: number[] = [];
  const m = new Map<number, number>();
  const state = { v: 3 };
  let s = 1;
  let t = 2;
  const bump = (): void => { s += 1; };
`;

const AFTER = `
  return { a, b, f, g, items, rows, out, m, state, s, t };
}

function world(change: (world: World) => void): World {
  const numbers = (by: number): number[] => Array.from({ length: 40 }, (_, i) => (i * by) % 11);
  const made: World = {
    a: numbers(3), b: numbers(5), f: Float64Array.from(numbers(7)), g: Float64Array.from(numbers(2)),
    items: numbers(4).map((x) => ({ x })), rows: numbers(6).map((x) => [x, x + 1]),
    idx: numbers(3).map((_, i) => (i * 7) % 10), k: 2,
  };
  change(made);
  return made;
}

export function run(): unknown {
  const worlds = [
    world(() => {}),
    world((w) => { w.b = w.a; w.k = 0; }),
    world((w) => { const data = Float64Array.from({ length: 60 }, (_, i) => i % 9); w.f = data.subarray(0, 40); w.g = data.subarray(1, 41); w.k = -1; }),
    world((w) => { w.items[3] = w.items[5]!; w.rows[2] = w.rows[4]!; w.idx.fill(4, 2, 6); }),
  ];
  return worlds.map((one) => {
    try {
      return main(one);
    } catch (error) {
      return { error, one };
    }
  });
}
`;

/** The module of a seed: one annotated loop, run on arrays that are apart, the same, overlapping and entangled. */
export function randomProgram(seed: number): string {
  const random = chooser(seed);
  const scope: Scope = { random, numbers: ['i', 'i', 's', 't', 'k'], depth: 0, counter: { next: 0 } };
  const body = statements(scope, 2 + random.below(4));
  return `${BEFORE}  // @parallel\n  ${random.pick(HEADERS)} {\n    ${body}\n  }${AFTER}`;
}
