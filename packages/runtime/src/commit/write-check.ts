import type { SiteSpec } from '../contract.ts';
import type { Run } from '../run.ts';
import { commit, type Target } from './commit.ts';
import { Comparison } from './comparison.ts';
import { same } from './same.ts';

/** Verify mode of the direct tier: commits the logs to copies, lets the original loop run, compares. */
export class WriteCheck {
  private readonly spec: SiteSpec;
  private readonly targets: readonly Target[];
  private readonly copies: readonly Target[];
  private complete = true;

  constructor(spec: SiteSpec, run: Run, targets: readonly Target[]) {
    this.spec = spec;
    this.targets = targets;
    this.copies = targets.map((target) => target.slice());
    const { bounds } = run.options;
    for (let chunk = 0; chunk < run.count && this.complete; chunk++) {
      const log = run.take(chunk);
      const committed = log === null ? 0 : commit(log, this.copies);
      this.complete = committed === bounds[chunk + 1]! - bounds[chunk]!;
    }
  }

  /** @throws Error naming place, element and both values when the original loop wrote something else */
  compare(): void {
    if (!this.complete) return;
    this.targets.forEach((target, t) => {
      const copy = this.copies[t]!;
      const length = Math.max(target.length, copy.length);
      for (let i = 0; i < length; i++) {
        if (same(target[i], copy[i]) && i in target === i in copy) continue;
        new Comparison(this.spec).element(i, target[i], copy[i]);
      }
    });
  }
}
