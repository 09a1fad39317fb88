/** @parloop/runtime/testing: what tests of transformed programs need. */
import type { Executor } from './executors/executor.ts';
import { ShufflingExecutor } from './executors/shuffling.ts';

/**
 * An executor for `configure({executor})` that computes chunks of random size in random order in the calling thread.
 *
 * @param seed the same seed gives the same sizes and order
 */
export const shuffling = (seed: number): Executor => new ShufflingExecutor(seed);
