/** Wrong transforms and runtimes: that the fuzzer finds them shows that it can find something. */
import * as runtime from '@parloop/runtime';
import { type TransformResult, transform, type WorkerModule } from '@parloop/transform';
import type { Transform } from './compile.ts';

export type Runtime = typeof runtime;

export interface Sabotage {
  readonly transform?: Transform;
  /** What transformed programs import. */
  readonly runtime?: Runtime;
}

const rewriting = (change: (code: string) => string): Sabotage => ({
  transform(source, id, options): TransformResult {
    const result = transform(source, id, options);
    const workerModules = result.workerModules.map((one): WorkerModule => ({ ...one, code: change(one.code) }));
    return { ...result, workerModules };
  },
});

type Built = Exclude<Parameters<Runtime['open']>[1], () => unknown>;

/** A runtime that sees other entries than the emitted code built. */
const entering = (change: (entry: runtime.Entry) => runtime.Entry): Sabotage => {
  const changed = (built: Built | (() => runtime.Entry)): Built => {
    if (typeof built === 'function') return change(built());
    return built === undefined || 'failed' in built ? built : change(built);
  };
  return {
    runtime: {
      ...runtime,
      open: (site, built) => runtime.open(site, changed(built)),
      openAsync: (site, built) => runtime.openAsync(site, changed(built)),
      bulk: (site, built) => runtime.bulk(site, changed(built)),
      bulkAsync: (site, built) => runtime.bulkAsync(site, changed(built)),
      each: (site, receiver, entry, replay) => runtime.each(site, receiver, (r) => change(entry(r)), replay),
    },
  };
};

const same = <T>(value: T): T => value;

/** By name, as in `--sabotage NAME`. */
export const SABOTAGES: Readonly<Record<string, Sabotage>> = {
  /** Values are logged for the wrong iteration. */
  index: rewriting((code) => code.replace(/\$job\.index\(\$k\)/g, '$job.index($k ^ 1)')),
  /** Every logged -0 becomes 0. */
  zero: rewriting((code) => code.replace(/(\$c\d+\.put)\(/g, '$1(0 + ')),
  /** Captures may reach what the replay writes. */
  aliases: entering((entry) => ({ ...entry, out: [], own: [], deep: [] })),
  /** Objects below what is written may be shared. */
  sharing: entering((entry) => ({ ...entry, deep: [] })),
  /** Elements may occur twice, methods may be replaced. */
  guards: { runtime: { ...runtime, distinct: same, plain: same, native: same, settable: same } },
};
