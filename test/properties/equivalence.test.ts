/** Serial = parallel for random inputs, chunk sizes, orders of completion, exits and errors. */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configure, shutdown, stats } from '@parloop/runtime';
import { shuffling } from '@parloop/runtime/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { snapshot } from '../support/fixtures/snapshot.ts';
import type { Input } from './programs/kernel.ts';
import { load, PROGRAMS, type Program } from './programs.ts';

const folder = fileURLToPath(new URL(`../.tmp/properties-${process.pid}`, import.meta.url));

beforeAll(() => {
  configure({ minWork: 0 });
});

afterAll(async () => {
  configure({ executor: null });
  await shutdown();
  rmSync(folder, { recursive: true, force: true });
});

const inputs: fc.Arbitrary<Input> = fc
  .array(fc.integer({ min: 0, max: 200 }), { maxLength: 60, size: 'max' })
  .chain((items) => {
    const item = items.length === 0 ? fc.constant(-1) : fc.constantFrom(...items);
    const sometimes = fc.option(item, { nil: -1, freq: 2 });
    const fail = fc.tuple(sometimes, sometimes).map((pair) => pair.filter((one) => one >= 0));
    return fc.record({ items: fc.constant(items), fail, stop: sometimes });
  });

/** Everything that can be seen of a run: value or error, and what was appended before it ended. */
async function outcome(run: Program['original'], input: Input): Promise<string> {
  const seen: unknown[] = [];
  try {
    return snapshot({ returned: await run(structuredClone(input), seen), seen });
  } catch (thrown) {
    return snapshot({ thrown, seen });
  }
}

async function sameAs({ original, parallel }: Program, input: Input): Promise<void> {
  const want = await outcome(original, input);
  expect(await outcome(parallel, input)).toBe(want);
}

const parallelRuns = (): number => stats().constructs.reduce((sum, { parallelRuns }) => sum + parallelRuns, 0);

describe.each(PROGRAMS)('%s', (name) => {
  test('random chunks in random order', async () => {
    const program = await load(name, folder);
    const before = parallelRuns();
    const property = fc.asyncProperty(inputs, fc.nat(), async (input, seed) => {
      configure({ executor: shuffling(seed) });
      await sameAs(program, input);
    });
    await fc.assert(property, { numRuns: 150 });
    expect(parallelRuns()).toBeGreaterThan(before);
  });

  test('worker threads', async () => {
    const program = await load(name, folder);
    const before = parallelRuns();
    const property = fc.asyncProperty(inputs, fc.integer({ min: 1, max: 4 }), async (input, workers) => {
      configure({ executor: null, workers });
      await sameAs(program, input);
    });
    await fc.assert(property, { numRuns: 25 });
    expect(parallelRuns()).toBeGreaterThan(before);
  });
});
