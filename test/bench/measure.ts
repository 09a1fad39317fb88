import { setTimeout as pause } from 'node:timers/promises';
import type { Output } from './tasks.ts';
import type { Variant } from './variants/variant.ts';
import type { Work } from './works.ts';

export interface Row {
  readonly group: string;
  readonly work: string;
  readonly variant: string;
  readonly medianMs: number;
  readonly minMs: number;
  readonly maxMs: number;
  /** How many runs were timed. */
  readonly runs: number;
  /** Median of the first variant divided by this one's. */
  readonly speedup: number;
}

/** Untimed rounds come first, so that every variant's code is compiled: at least this many, for at least this long. */
const WARM_UP = { rounds: 3, ms: 1500 };
/** Between two runs, so that one variant's threads have come to rest before the next is timed. */
const REST_MS = 5;

/**
 * Times all variants of one work, interleaved: each round runs every variant once, so that whatever else the machine
 * does meanwhile falls on all of them alike. The first variant is the yardstick, for speed and for the result.
 *
 * @param rounds how many runs of each variant are timed
 * @throws when a variant's result differs from the first one's in any bit
 */
export async function measure(work: Work, variants: readonly Variant[], rounds: number): Promise<Row[]> {
  const warm = performance.now() + WARM_UP.ms;
  for (let done = 0; done < WARM_UP.rounds || performance.now() < warm; done++) await runEach(work, variants);

  const times: number[][] = [];
  for (let round = 0; round < rounds; round++) times.push(await runEach(work, variants));

  const byVariant = variants.map((_, index) => times.map((round) => round[index]!));
  const yardstick = median(byVariant[0]!);
  return variants.map(({ name }, index) => summary(work, name, byVariant[index]!, yardstick));
}

/** Runs every variant once and checks that all results agree. Returns the times in ms. */
async function runEach(work: Work, variants: readonly Variant[]): Promise<number[]> {
  const times: number[] = [];
  let expected: Output | undefined;
  for (const variant of variants) {
    await pause(REST_MS);
    const started = performance.now();
    const result = await variant.run(work);
    times.push(performance.now() - started);
    expected ??= result;
    if (!sameBits(expected, result)) throw new Error(`${variant.name}: wrong result for ${work.group} ${work.work}`);
  }
  return times;
}

function summary({ group, work }: Work, variant: string, times: readonly number[], yardstick: number): Row {
  const medianMs = median(times);
  return {
    group,
    work,
    variant,
    medianMs: rounded(medianMs),
    minMs: rounded(Math.min(...times)),
    maxMs: rounded(Math.max(...times)),
    runs: times.length,
    speedup: rounded(yardstick / medianMs),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

const bytesOf = (values: Output): Buffer => Buffer.from(values.buffer, values.byteOffset, values.byteLength);
const sameBits = (a: Output, b: Output): boolean => bytesOf(a).equals(bytesOf(b));
