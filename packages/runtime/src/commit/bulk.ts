import type { Bulk } from '../contract.ts';
import type { Run } from '../run.ts';
import type { SiteState } from '../site.ts';
import { commit, type Target } from './commit.ts';
import type { Past } from './steady.ts';
import type { WriteCheck } from './write-check.ts';

/** The direct tier: everything that the workers could compute is committed, the original loop does the rest. */
export class Committed implements Bulk {
  skip: number;
  private readonly site: SiteState;
  private readonly check: WriteCheck | null;
  private readonly started: number;
  private readonly n: number;
  private ended = false;
  private readonly complete: boolean;
  /** Header values of an awaited loop as they were at entry. */
  pins: readonly unknown[] | null = null;
  /** Of an awaited loop some of whose iterations are not in the log. */
  past: Past | null = null;

  /**
   * @param committed number of iterations that are done
   * @param n number of iterations of the loop; -1 when unknown
   * @param check verify mode: what the original loop wrote is compared at the end
   */
  constructor(site: SiteState, committed: number, n: number, check: WriteCheck | null) {
    this.site = site;
    this.skip = committed;
    this.n = n;
    this.check = check;
    this.complete = n >= 0 && committed >= n && check === null;
    this.started = committed === 0 && n > 0 && site.sampled ? performance.now() : 0;
  }

  /** Asked once, before the original loop runs. */
  get done(): boolean {
    if (!this.complete) this.past?.enter();
    return this.complete;
  }

  pin<T>(index: number, value: T): T {
    return this.pins === null ? value : (this.pins[index] as T);
  }

  end(): void {
    if (this.ended) return;
    this.ended = true;
    this.past?.leave();
    this.site.iterations += Math.max(0, this.n);
    if (this.started > 0) this.site.measure((performance.now() - this.started) * 1e6, this.n);
    this.check?.compare();
  }
}

/** Takes the chunks in order and commits them, up to the first iteration that has to be left to the original loop. */
export const commitAll = (run: Run, targets: readonly Target[]): number => {
  const { bounds } = run.options;
  for (let chunk = 0; chunk < run.count; chunk++) {
    const log = run.take(chunk);
    const committed = log === null ? 0 : commit(log, targets);
    if (committed < bounds[chunk + 1]! - bounds[chunk]!) return bounds[chunk]! + committed;
  }
  return bounds[run.count]!;
};
