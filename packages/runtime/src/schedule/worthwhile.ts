/** Whether a loop is worth the workers. A pure function. */

/** What the workers are doing: listening, starting up or not yet created. */
export type PoolState = 'ready' | 'starting' | 'none';

export interface Load {
  readonly n: number;
  /** Static estimate of one iteration in ns. */
  readonly cost: number;
  /** The estimate is only a lower bound. */
  readonly open: boolean;
  /** Measured ns per iteration; 0 when never measured. */
  readonly ns: number;
  /** Wall time of parallel runs in ns per iteration; 0 when never measured. */
  readonly wall: number;
  readonly pool: PoolState;
  /** Least serial time in ns that pays with workers ready; 0: always parallel. */
  readonly least: number;
}

/** How much more work it takes to pay when workers must be waited for. */
const FACTOR: Record<PoolState, number> = { ready: 1, starting: 75, none: 75 };

/** Loops with an unknown cost run in parallel to be measured; those that were slower in parallel do not. */
export const worthwhile = (load: Load): boolean => {
  if (load.n < 1) return false;
  if (load.least === 0) return true;
  if (load.n < 2) return false;
  if (load.ns === 0 && load.open) return true;
  if (load.ns > 0 && load.wall > load.ns) return false;
  const ns = load.ns > 0 ? load.ns : load.cost;
  return load.n * ns >= load.least * FACTOR[load.pool];
};
