/** Runs both versions of a program and compares what they did. */
import { differences } from '../../support/fixtures/judge.ts';
import type { Ready } from './compile.ts';
import type { Kit } from './kit.ts';
import { ENDLESS, outcomes, type Task } from './outcome.ts';
import { VARIANTS, world } from './world.ts';

/** How the transformed version runs. */
export type Setup = (kit: Kit) => void;

/** Random chunks in a random order, on structured clones. */
export const shuffled =
  (seed: number): Setup =>
  ({ runtime, shuffling }) =>
    runtime.configure({ executor: shuffling(seed), minWork: 0 });

/** Real worker threads. */
export const threads: Setup = ({ runtime }) => runtime.configure({ executor: null, minWork: 0, workers: 2 });

export interface Difference {
  readonly variant: number;
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

/** What the transformed version may take, in ms: real workers that do not come to an end are overtaken after a while. */
export const PATIENCE = { shuffled: 10_000, threads: 100_000 };

const ALL: readonly number[] = Array.from({ length: VARIANTS }, (_, variant) => variant);

/** Inputs that a program mentions. */
const inputsOf = (source: string): string[] => {
  const mentioned = new Set(source.match(/\w+/g));
  return Object.keys(world(0, 0)).filter((name) => mentioned.has(name));
};

export interface CheckOptions {
  /** Each world runs with each of them. */
  readonly setups: readonly Setup[];
  /** Called before the versions run. */
  readonly watch?: (version: 'original' | 'parallel') => void;
  readonly variants?: readonly number[] | undefined;
  /** In ms. */
  readonly limit: number;
  readonly kit: Kit;
}

/** The first difference, or undefined. */
export async function check(ready: Ready, options: CheckOptions): Promise<Difference | undefined> {
  const { setups, watch = () => {}, variants = ALL, limit, kit } = options;
  const { runtime } = kit;
  const { seed, source } = ready.program;
  const names = inputsOf(source);
  watch('original');
  const originals = variants.map((variant): Task => ({ make: ready.original, runtime, seed, variant }));
  const expected = await outcomes(originals, names, LIMIT);
  const runs = variants.flatMap((variant, at) =>
    setups.map((setup) => ({
      make: ready.parallel,
      runtime,
      seed,
      variant,
      setup: () => setup(kit),
      expected: expected[at]!,
    })),
  );
  const ending = runs.filter((run) => run.expected !== ENDLESS);
  watch('parallel');
  const got = await outcomes(ending, names, limit);
  const at = got.findIndex((text, n) => text !== ending[n]!.expected);
  if (at < 0) return undefined;
  const { variant, expected: original } = ending[at]!;
  return { variant, end: endOf(original), lines: differences(original, got[at]!, `world ${variant}`) };
}
