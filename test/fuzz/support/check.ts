/** Runs both versions of a program and compares what they did. */
import * as runtime from '@parloop/runtime';
import { shuffling } from '@parloop/runtime/testing';
import { differences } from '../../support/fixtures/judge.ts';
import type { Ready } from './compile.ts';
import { outcome } from './outcome.ts';
import { VARIANTS } from './world.ts';

/** How the transformed version runs. */
export type Setup = () => void;

/** Random chunks in a random order, on structured clones. */
export const shuffled =
  (seed: number): Setup =>
  () =>
    runtime.configure({ executor: shuffling(seed), minWork: 0 });

/** Real worker threads. */
export const threads: Setup = () => runtime.configure({ executor: null, minWork: 0, workers: 2 });

export interface Difference {
  readonly variant: number;
  readonly setup: number;
  /** How the original ends: `returned`, or `threw` and what. */
  readonly end: string;
  readonly lines: readonly string[];
}

const endOf = (text: string): string => {
  const [how, , value = ''] = text.split('\n', 3);
  return how === 'threw' ? `${how} ${/\w*Error|Boom/.exec(value)?.[0] ?? ''}` : `${how}`;
};

/** Far above what any program needs, in ms. Programs that take longer are not compared. */
const LIMIT = 500;

const ALL: readonly number[] = Array.from({ length: VARIANTS }, (_, variant) => variant);

/**
 * The first difference, or undefined.
 *
 * @param watch called before each version runs
 * @param by the runtime of the transformed version
 */
export async function check(
  ready: Ready,
  setups: readonly Setup[],
  watch: (version: string) => void = () => {},
  variants = ALL,
  by: unknown = runtime,
): Promise<Difference | undefined> {
  const { seed } = ready.program;
  for (const variant of variants) {
    watch('original');
    const expected = await outcome(ready.original, runtime, seed, variant, LIMIT);
    if (expected === 'endless') continue;
    watch('parallel');
    for (const [number, setup] of setups.entries()) {
      setup();
      const got = await outcome(ready.parallel, by, seed, variant, 20 * LIMIT);
      if (got === expected) continue;
      return { variant, setup: number, end: endOf(expected), lines: differences(expected, got, `world ${variant}`) };
    }
  }
  return undefined;
}
