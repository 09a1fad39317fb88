/** A promise that does not hold: verify mode computes both ways and says where they differ. */
import { expect, test } from 'vitest';
import { folderWith, parloop } from './support.ts';

const verify = (source: string): { code: number | null; err: string } => {
  const folder = folderWith({ 'main.ts': source });
  return parloop(['run', 'main.ts'], folder, { PARLOOP: 'verify' });
};

const COSTLY =
  'const costly = (n: number): number => { let h = n; for (let r = 0; r < 60; r++) h = (h * 3 + r) % 1013; return h; };\n';

test('disjoint elements that are not', () => {
  const { code, err } = verify(`${COSTLY}const at = [0, 1, 2, 1, 4];
const xs = [1, 2, 3, 4, 5];
// @parallel assume(disjoint(xs))
for (let i = 0; i < 5; i++) xs[at[i]!] = costly(xs[at[i]!]!);
`);
  expect(err).toMatch(
    /iteration 3 differs: serial \d+, parallel \d+; one of these does not hold: assume\(disjoint\(xs\)\)/,
  );
  expect(code).toBe(1);
});

test('a function that is not pure', () => {
  const { code, err } = verify(`const state = { calls: 0 };
function next(n: number): number { state.calls++; return Math.sqrt(n) + 7 * state.calls; }
const out: number[] = [];
// @parallel assume(pure(next))
for (let i = 0; i < 50; i++) { out.push(next(i)); console.log(i); }
console.log(state.calls);
`);
  expect(err).toContain('one of these does not hold: assume(pure(next))');
  expect(code).toBe(1);
});

test('promises that hold', () => {
  const { code, err } = verify(`${COSTLY}const at = [0, 1, 2, 3, 4];
const xs = [1, 2, 3, 4, 5];
// @parallel assume(disjoint(xs))
for (let i = 0; i < 5; i++) xs[at[i]!] = costly(xs[at[i]!]!);
`);
  expect(err).toBe('');
  expect(code).toBe(0);
});
