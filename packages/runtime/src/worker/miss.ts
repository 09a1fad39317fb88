/** Thrown inside an iteration whose value may not travel: the caller evaluates the original there. */
class Miss extends Error {
  override readonly name = 'Miss';
}

/** One object for all misses: making a stack for each would cost more than the iteration. */
export const MISS = new Miss('a value of this iteration may not leave the worker');
