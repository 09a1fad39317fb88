import type { Line, Space } from '../contract.ts';
import { holds } from './failure.ts';

/** Most iterations of a nest: its log must fit into memory. */
const MOST = 2 ** 32;

/**
 * The iteration space of perfectly nested loops: the innermost one counts fastest.
 *
 * @param levels from the outside in; each is the same in all iterations of those around it
 * @throws GuardFailure when there are too many iterations
 */
export const product = (...levels: readonly Space[]): Space => {
  const n = levels.reduce((all, level) => all * level.n, 1);
  if (n === 0) return { n, start: 0, step: 1 };
  holds(n <= MOST, 'nested loops are too long');
  const lines: Line[] = [];
  let every = n;
  for (const { n: count, more = [], ...first } of levels) {
    every /= count;
    for (const { start, step, values } of [first, ...more])
      lines.push({ start, step, ...(values ? { values } : {}), cycle: { every, count } });
  }
  const [outermost, ...others] = lines;
  return { n, ...outermost!, more: others };
};
