/** Two versions of one computation. */
export interface Versions {
  serial(): Promise<Uint16Array>;
  parallel(): Promise<Uint16Array>;
}

export interface Measurement {
  /** In milliseconds. */
  readonly serial: number;
  readonly parallel: number;
  /** Whether both gave the same numbers in every round. */
  readonly same: boolean;
  readonly result: Uint16Array;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

async function timed<T>(compute: () => Promise<T>): Promise<{ value: T; time: number }> {
  const start = performance.now();
  const value = await compute();
  return { value, time: performance.now() - start };
}

const equal = (a: Uint16Array, b: Uint16Array): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

/**
 * Runs both versions in turns, after one round that does not count, and takes the medians.
 *
 * @param onRound called before each round, from 1
 */
export async function measure(
  { serial, parallel }: Versions,
  rounds: number,
  onRound: (round: number) => Promise<void>,
): Promise<Measurement> {
  let result = await parallel();
  let same = equal(await serial(), result);
  const times = { serial: [] as number[], parallel: [] as number[] };
  for (let round = 1; round <= rounds; round++) {
    await onRound(round);
    const one = await timed(serial);
    const many = await timed(parallel);
    times.serial.push(one.time);
    times.parallel.push(many.time);
    same &&= equal(one.value, many.value);
    result = many.value;
  }
  return { serial: median(times.serial), parallel: median(times.parallel), same, result };
}
