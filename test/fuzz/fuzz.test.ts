/** A small number of random programs, and that the fuzzer can find something. More: `npm run fuzz`. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { failureText, fuzz } from './fuzz.ts';
import { program } from './grammar/program.ts';
import { sensitivity } from './sensitivity.ts';
import { changedFile } from './support/copies.ts';
import type { Failure } from './support/protocol.ts';
import { PROFIT, RULES } from './support/rules.ts';
import { shrink } from './support/shrink.ts';

const folder = (name: string): string => fileURLToPath(new URL(`../.tmp/fuzz-${name}-${process.pid}`, import.meta.url));
const text = (failures: readonly Failure[]): string[] => failures.map(failureText);

test('what is accepted does what the original does', async () => {
  const { counts, failures } = await fuzz({ count: 200, seed: 1, folder: folder('fast') });
  expect(text(failures)).toEqual([]);
  expect(counts.programs).toBe(200);
  expect(counts.accepted).toBeGreaterThan(100);
  expect(counts.guardFallbacks).toBeLessThan(counts.accepted);
});

test('so it does in real workers', async () => {
  const { counts, failures } = await fuzz({ count: 20, seed: 1000, workers: true, folder: folder('workers') });
  expect(text(failures)).toEqual([]);
  expect(counts.accepted).toBeGreaterThan(5);
});

test.each([...RULES, ...PROFIT].map((rule) => ({ name: rule[0], rule })))('can be switched off: $name', ({ rule }) => {
  expect(() => changedFile(rule)).not.toThrow();
});

test('fixtures notice what random programs do not', async () => {
  const base = fileURLToPath(new URL(`../.tmp/sensitivity-fixtures-${process.pid}`, import.meta.url));
  const [rule, fixture] = ['classes: what methods store', 'either/instances/method-stores-argument'];
  const known = new Map([[rule, { fixture }]]);
  const [finding] = await sensitivity({ count: 0, seed: 1, enough: 1, wanted: (r) => r === rule, folder: base, known });
  expect(finding).toEqual({ rule, programs: 0, wrong: [], fixtures: [fixture] });
});

/** Rules that show soon; `npm run fuzz -- --sensitivity` tries all. */
const SOON = ['a write may reach a read', 'element writes are effects', 'columns: what stands in P'];

test('with a rule switched off, the fuzzer finds wrong programs', async () => {
  const base = fileURLToPath(new URL(`../.tmp/sensitivity-${process.pid}`, import.meta.url));
  for (const only of SOON) {
    const wanted = (rule: string): boolean => rule.includes(only);
    const [finding] = await sensitivity({ count: 400, seed: 5000, enough: 1, wanted, folder: base });
    expect(finding?.wrong, only).not.toEqual([]);
    expect(finding?.fixtures, only).toEqual([]);
  }
}, 240_000);

test('a seed gives the same program', () => {
  expect(program(77)).toBe(program(77));
  expect(program(78)).not.toBe(program(77));
});

test('a failing program is made smaller while it fails', async () => {
  const needle = /@parallel\nfor/;
  const source = Array.from({ length: 50 }, (_, seed) => program(seed)).find((text) => needle.test(text))!;
  const small = await shrink(source, async (one) => needle.test(one));
  expect(small).toMatch(needle);
  expect(small.length).toBeLessThan(source.length / 2);
});
