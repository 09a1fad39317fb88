/** Wrong transforms: that the fuzzer finds them shows that it can find something. */
import { transform, type WorkerModule } from '@parloop/transform';
import type { Transform } from './compile.ts';

const rewriting =
  (change: (code: string) => string): Transform =>
  (source, id, options) => {
    const result = transform(source, id, options);
    const workerModules = result.workerModules.map((one): WorkerModule => ({ ...one, code: change(one.code) }));
    return { ...result, workerModules };
  };

/** By name, as in `--sabotage NAME`. */
export const SABOTAGES: Readonly<Record<string, Transform>> = {
  /** Values are logged for the wrong iteration. */
  index: rewriting((code) => code.replace(/\$job\.index\(\$k\)/g, '$job.index($k ^ 1)')),
  /** Every logged -0 becomes 0. */
  zero: rewriting((code) => code.replace(/(\$c\d+\.put)\(/g, '$1(0 + ')),
};
