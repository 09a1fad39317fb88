/** A small number of random programs, and that the fuzzer can find something. More: `npm run fuzz`. */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { failureText, fuzz } from './fuzz.ts';
import { program } from './grammar/program.ts';
import type { Failure } from './support/protocol.ts';
import { SABOTAGES } from './support/sabotage.ts';
import { shrink } from './support/shrink.ts';

const folder = (name: string): string => fileURLToPath(new URL(`../.tmp/fuzz-${name}-${process.pid}`, import.meta.url));
const text = (failures: readonly Failure[]): string[] => failures.map(failureText);

test('what is accepted does what the original does', async () => {
  const { counts, failures } = await fuzz({ count: 400, seed: 1, folder: folder('fast') });
  expect(text(failures)).toEqual([]);
  expect(counts.programs).toBe(400);
  expect(counts.accepted).toBeGreaterThan(160);
  expect(counts.guardFallbacks).toBeLessThan(counts.accepted);
});

test('so it does in real workers', async () => {
  const { counts, failures } = await fuzz({ count: 20, seed: 1000, workers: true, folder: folder('workers') });
  expect(text(failures)).toEqual([]);
  expect(counts.accepted).toBeGreaterThan(5);
});

/** First seed and number of programs: rare faults need a range in which they show. */
const RANGES: Readonly<Record<string, readonly [seed: number, count: number]>> = {
  sharing: [3015, 10],
  guards: [4580, 10],
};

describe('a wrong transform or runtime is found', () => {
  test.each(Object.keys(SABOTAGES))('%s', async (sabotage) => {
    const [seed, count] = RANGES[sabotage] ?? [2000, 50];
    const { failures } = await fuzz({ count, seed, shrink: false, sabotage, folder: folder(sabotage) });
    expect(failures[0]?.lines.join()).toContain('differs');
  });
});

test('a seed gives the same program', () => {
  expect(program(77)).toBe(program(77));
  expect(program(78)).not.toBe(program(77));
});

test('a failing program is made smaller while it fails', async () => {
  const source = program(4);
  const needle = /@parallel\nfor/;
  const small = await shrink(source, async (one) => needle.test(one));
  expect(small).toMatch(needle);
  expect(small.length).toBeLessThan(source.length / 2);
});
