import type { Executor } from './executors/executor.ts';

export type Mode = 'parallel' | 'serial' | 'verify';

/** What the program may configure. Each has an environment variable, which `configure` overrides. */
export interface Configuration {
  /** `serial`: the original loops. `verify`: both, compared. Default: `PARLOOP`, else `parallel`. */
  mode?: Mode;
  /** Number of workers, at least 1; -1: one per core. Default: `PARLOOP_WORKERS`, else one per core. */
  workers?: number;
  /**
   * Least serial time in microseconds for which a loop runs in parallel. Default: `PARLOOP_MIN_WORK`, else 200.
   * 0: every loop does, each worker computes a chunk when there are enough, and the caller leaves the chunks to them.
   */
  minWork?: number;
  /** Replaces the platform's executor; null brings it back. For tests: see `@parloop/runtime/testing`. */
  executor?: Executor | null;
}

export interface Settings {
  mode: Mode;
  /** -1: one per core. */
  workers: number;
  /** In ns. */
  least: number;
  executor: Executor | null;
}

const DEFAULT_MIN_WORK = 200;
const MODES: readonly string[] = ['parallel', 'serial', 'verify'];

/** An environment variable; undefined where there is no environment. */
export const environment = (name: string): string | undefined => {
  const host: { env?: Record<string, string | undefined> } | undefined = Reflect.get(globalThis, 'process');
  return host?.env?.[name] || undefined;
};

const isMode = (text: string): text is Mode => MODES.includes(text);

const number = (text: string | undefined, otherwise: number, least: number): number => {
  const value = Number(text ?? Number.NaN);
  return Number.isFinite(value) && value >= least ? value : otherwise;
};

const initial = (): Settings => {
  const mode = environment('PARLOOP') ?? '';
  return {
    mode: isMode(mode) ? mode : 'parallel',
    workers: number(environment('PARLOOP_WORKERS'), -1, 1),
    least: number(environment('PARLOOP_MIN_WORK'), DEFAULT_MIN_WORK, 0) * 1000,
    executor: null,
  };
};

let current: Settings | undefined;

/** The settings in force. */
export const settings = (): Settings => {
  current ??= initial();
  return current;
};

/**
 * Changes settings for the constructs that start from now on.
 *
 * @throws RangeError for a mode that does not exist, a number of workers that is neither -1 nor an integer of at
 *   least 1, or a negative `minWork`
 */
export const configure = (options: Configuration): void => {
  const { mode, workers, minWork, executor } = options;
  const next = settings();
  if (mode !== undefined && !isMode(mode)) throw new RangeError(`mode must be one of ${MODES.join(', ')}`);
  if (workers !== undefined && workers !== -1 && !(Number.isInteger(workers) && workers >= 1)) {
    throw new RangeError('workers must be -1 or an integer of at least 1');
  }
  if (minWork !== undefined && !(minWork >= 0)) throw new RangeError('minWork must not be negative');
  if (mode !== undefined) next.mode = mode;
  if (workers !== undefined) next.workers = workers;
  if (minWork !== undefined) next.least = minWork * 1000;
  if (executor !== undefined) next.executor = executor;
};
