/**
 * Random programs: whatever is accepted does what the original does.
 *
 * `PROGRAMS=n` and `SEED=n` choose how many and which. A program that failed becomes a fixture.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fixture } from '../support/fixtures/collect.ts';
import { type Compiled, compile, mainResult, write } from '../support/fixtures/compile.ts';
import { ORIGINAL, PARALLEL } from '../support/fixtures/configurations.ts';
import { directivesOf } from '../support/fixtures/directives.ts';
import { runEverywhere } from '../support/fixtures/everywhere.ts';
import { judgeOutcomes } from '../support/fixtures/judge.ts';
import type { Outcome } from '../support/fixtures/protocol.ts';
import type { Outcomes } from '../support/fixtures/run.ts';
import { randomProgram } from './random-program.ts';

const COUNT = Number(process.env.PROGRAMS ?? 120);
const FIRST = Number(process.env.SEED ?? 1);
const folder = fileURLToPath(new URL(`../.tmp/random-${process.pid}`, import.meta.url));
const failed = fileURLToPath(new URL('../.tmp/random-failed', import.meta.url));
const SHUFFLED = PARALLEL.filter(({ shuffle }) => shuffle !== undefined);

function fixture(seed: number): Fixture {
  const stem = `seed-${seed}`;
  const source = randomProgram(seed);
  const files = new Map([[`${stem}.ts`, source]]);
  return { kind: 'ok', name: `ok/${stem}`, stem, source, directives: directivesOf(''), files, expectPath: '' };
}

let accepted: readonly Compiled[] = [];
const crashes: string[] = [];
let outcomes: ReadonlyMap<string, Outcomes> = new Map();

/** `transform()` never throws, whatever the program. */
function compiled(seed: number): Compiled[] {
  const one = fixture(seed);
  try {
    return [compile(one)];
  } catch (error) {
    crashes.push(`${one.stem}: transform() threw ${String(error)}`);
    keep(one);
    return [];
  }
}

function keep({ stem, source }: Fixture): void {
  mkdirSync(failed, { recursive: true });
  writeFileSync(join(failed, `${stem}.ts`), source);
}

beforeAll(async () => {
  const seeds = Array.from({ length: COUNT }, (_, n) => FIRST + n);
  accepted = seeds.flatMap(compiled).filter((one) => mainResult(one).workerModules.length > 0);
  const subjects = accepted.map((one) => ({ name: one.fixture.name, bodies: write(one, folder) }));
  if (subjects.length > 0) outcomes = await runEverywhere(subjects, folder, [ORIGINAL, ...SHUFFLED]);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function problems({ fixture: one }: Compiled): string[] {
  const of = (configuration: string): Outcome =>
    outcomes.get(configuration)?.get(one.name) ?? { text: 'did not run', stats: [] };
  const found = judgeOutcomes(of(ORIGINAL.name), new Map(SHUFFLED.map(({ name }) => [name, of(name)])));
  if (found.length === 0) return [];
  keep(one);
  return [one.stem, ...found];
}

test('the transform never throws', () => {
  expect(crashes).toEqual([]);
});

test('what is accepted is right', () => {
  expect(accepted.flatMap(problems)).toEqual([]);
});

test('the grammar makes programs that are accepted, and programs that run in parallel', () => {
  const runs = Array.from(outcomes.values()).flatMap((all) => Array.from(all.values()));
  const parallel = runs.flatMap(({ stats }) => stats).filter(({ hits = 0 }) => hits > 0);
  expect(accepted.length).toBeGreaterThan(COUNT / 20);
  expect(parallel.length).toBeGreaterThan(0);
});
