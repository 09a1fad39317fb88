/** How iterations are cut into chunks. Pure functions of numbers. */

export type Schedule = 'static' | 'dynamic' | 'guided' | 'auto';

export interface ChunkOptions {
  readonly schedule?: Schedule;
  /** Iterations: the size for static and dynamic, the smallest size for guided and auto. */
  readonly chunk?: number;
  readonly workers: number;
  /** What is known of one iteration's cost in ns; 0 when nothing is. */
  readonly ns?: number;
}

/** Chunks beyond this many cost more to administer than they balance. */
const MOST = 1 << 16;
/** Least work in a chunk of `auto`, in ns: a contended claim costs about 30. */
const WORTH = 3_000;

/** The boundaries of the chunks: chunk c is `[bounds[c], bounds[c + 1])`; the last boundary is `n`. */
export const cut = (n: number, options: ChunkOptions): Float64Array => {
  if (n <= 0) return Float64Array.of(0);
  return SCHEDULES[options.schedule ?? 'auto'](n, Math.max(1, options.workers), options);
};

const SCHEDULES: Record<Schedule, (n: number, workers: number, options: ChunkOptions) => Float64Array> = {
  static: (n, workers, { chunk }) => even(n, chunk ?? Math.ceil(n / workers)),
  dynamic: (n, _workers, { chunk }) => even(n, chunk ?? 1),
  guided: (n, workers, { chunk }) => shrinking(n, workers, chunk ?? 1),
  auto: (n, workers, { chunk, ns }) => shrinking(n, workers, chunk ?? (ns ? Math.ceil(WORTH / ns) : 1)),
};

const even = (n: number, chunk: number): Float64Array => {
  const size = Math.max(1, Math.floor(chunk), Math.ceil(n / MOST));
  const count = Math.ceil(n / size);
  return Float64Array.from({ length: count + 1 }, (_, c) => Math.min(n, c * size));
};

/** Each chunk is a third of a worker's share of what remains, so that all finish together. */
const shrinking = (n: number, workers: number, least: number): Float64Array => {
  const floor = Math.max(1, Math.floor(least), Math.ceil(n / MOST));
  const bounds = [0];
  for (let at = 0; at < n; ) {
    at = Math.min(n, at + Math.max(floor, Math.ceil((n - at) / (3 * workers))));
    bounds.push(at);
  }
  return Float64Array.from(bounds);
};
