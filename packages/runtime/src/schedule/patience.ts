/** How long results are waited for. A pure function. */

/** In ms, while no chunk of the run has arrived. */
const UNKNOWN = { blocking: 10_000, awaited: 300_000 };
/** In ms, at least. */
const LEAST = { blocking: 1_000, awaited: 10_000 };
/** Times the longest chunk that has arrived. */
const FACTOR = 50;

/**
 * How long nothing may arrive, in ms, before the caller computes a chunk that a worker has claimed. Beyond an early exit
 * of the loop a body may run for ever where the serial loop never gets. A caller that blocks loses at most what it
 * computes twice; one that awaits leaves its event loop to the rest of the program, and is in less of a hurry.
 *
 * @param longest what the longest chunk of the run took, in ns; 0: none has arrived
 */
export const patience = (longest: number, form: 'blocking' | 'awaited'): number =>
  longest === 0 ? UNKNOWN[form] : Math.max(LEAST[form], (FACTOR * longest) / 1e6);
