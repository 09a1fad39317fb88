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

/** More threads than this help nobody, and each costs about 10 MB. */
export const MOST_WORKERS = 256;

const complain = (name: string, expected: string): never => {
  throw new RangeError(`${name} must be ${expected}, but is '${environment(name)}'`);
};

const number = (name: string, otherwise: number, isValid: (value: number) => boolean, expected: string): number => {
  const text = environment(name);
  if (text === undefined) return otherwise;
  return isValid(Number(text)) ? Number(text) : complain(name, expected);
};

const isWorkers = (n: number): boolean => n === -1 || (Number.isInteger(n) && n >= 1 && n <= MOST_WORKERS);

const initial = (): Settings => {
  const mode = environment('PARLOOP') ?? 'parallel';
  return {
    mode: isMode(mode) ? mode : complain('PARLOOP', `one of ${MODES.join(', ')}`),
    workers: number('PARLOOP_WORKERS', -1, isWorkers, `-1 or an integer from 1 to ${MOST_WORKERS}`),
    least: number('PARLOOP_MIN_WORK', DEFAULT_MIN_WORK, (n) => n >= 0, 'a number of microseconds, at least 0') * 1000,
    executor: null,
  };
};

let current: Settings | undefined;

/** The settings in force. @throws RangeError when an environment variable has a value that it cannot have */
export const settings = (): Settings => {
  current ??= initial();
  return current;
};

/**
 * Changes settings for the constructs that start from now on.
 *
 * @throws RangeError for a mode that does not exist, a number of workers that is neither -1 nor an integer from 1 to
 *   256, or a negative `minWork`
 */
export const configure = (options: Configuration): void => {
  const { mode, workers, minWork, executor } = options;
  const next = settings();
  if (mode !== undefined && !isMode(mode)) throw new RangeError(`mode must be one of ${MODES.join(', ')}`);
  if (workers !== undefined && !isWorkers(workers)) {
    throw new RangeError(`workers must be -1 or an integer from 1 to ${MOST_WORKERS}`);
  }
  if (minWork !== undefined && !(minWork >= 0)) throw new RangeError('minWork must not be negative');
  if (mode !== undefined) next.mode = mode;
  if (workers !== undefined) next.workers = workers;
  if (minWork !== undefined) next.least = minWork * 1000;
  if (executor !== undefined) next.executor = executor;
};
