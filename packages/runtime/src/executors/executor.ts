import type { Run } from '../run.ts';
import type { ChunkOptions } from '../schedule/chunks.ts';
import type { PoolState } from '../schedule/worthwhile.ts';

/** One run under way. */
export interface Execution {
  /** Takes a chunk for the caller, if nobody has it. */
  claim(chunk: number): boolean;
  /** Lets results come in: returns when something may have changed, after 100 ms at the latest. */
  wait(): void;
  /** The rest is not wanted any more. Idempotent. */
  cancel(): void;
}

/** Something that computes chunks. */
export interface Executor {
  readonly name: string;
  /** Why the calling thread must not block here (`main-thread`), or null. */
  readonly blockingRefused: string | null;
  /** How many workers a run gets at most; `wanted` as in the configuration, -1: one per core. */
  width(wanted: number): number;
  state(): PoolState;
  /** Cuts n iterations into chunks; executors for tests cut at random. */
  cut(n: number, options: ChunkOptions): Float64Array;
  /**
   * Starts a run: its logs arrive through {@link Run.accept} and {@link Run.lose}.
   *
   * @param blocking the caller will block: everything must be sent before this returns
   * @returns the execution, or the reason why nothing was started
   */
  launch(run: Run, blocking: boolean): Execution | string;
  /** While at least one hold is kept, the process stays alive. Calls are counted. */
  hold(): void;
  release(): void;
  /** Ends all workers; resolves when they are gone. A later run starts new ones. */
  shutdown(): Promise<void>;
}

/** What the host offers. */
export interface Platform {
  executor(): Executor;
  isProxy(value: object): boolean;
  /** Shown to the person who runs the program, once per text. */
  warn(text: string): void;
  /** Called when the first construct is met. */
  started(): void;
}
