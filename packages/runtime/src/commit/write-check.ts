import type { SiteSpec } from '../contract.ts';
import type { Run } from '../run.ts';
import { commit, type Target } from './commit.ts';
import { Comparison } from './comparison.ts';
import { snapshot } from './pins.ts';
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
    this.copies = targets.map(copyOf);
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
      for (const key of places(target, copy)) {
        const [serial, parallel]: unknown[] = [Reflect.get(target, key), Reflect.get(copy, key)];
        if (same(serial, parallel) && Reflect.has(target, key) === Reflect.has(copy, key)) continue;
        new Comparison(this.spec).element(key, serial, parallel);
      }
    });
  }
}

/** A target is an array (with names of its own, perhaps), a typed array or a plain object. */
const copyOf = (target: Target): Target => {
  if (ArrayBuffer.isView(target)) return snapshot(target);
  const empty = Array.isArray(target) ? snapshot(target) : Object.create(Object.getPrototypeOf(target));
  return Object.assign(empty, target);
};

/** Subscripts of the longer one, or the keys of both. */
function* places(a: Target, b: Target): Generator<number | string> {
  if (ArrayBuffer.isView(a)) for (let i = 0; i < Math.max(a.length, b.length); i++) yield i;
  else yield* new Set([...Object.keys(a), ...Object.keys(b)]);
}
