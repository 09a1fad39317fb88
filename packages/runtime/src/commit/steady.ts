import type { Entry } from '../contract.ts';
import type { Run } from '../run.ts';
import { unpack } from '../worker/walk.ts';
import { same } from './same.ts';

/** The captured paths still lead to the same values. */
const leadsTo = (before: readonly unknown[], again: Entry['again']): boolean => {
  try {
    const now = again?.() ?? [];
    return before.every((value, i) => Object.is(value, now[i]));
  } catch {
    return false;
  }
};

/**
 * While an awaited loop runs, other code may change what it reads. The log is not affected: workers have copies. But
 * iterations that are not in the log are evaluated by the caller, later than the serial loop would have.
 *
 * @returns a check to call before the replay, which throws when iterations are missing and the inputs are not what
 * they were at entry
 */
export const steady = (run: Run, again: Entry['again']): (() => void) => {
  const { captures, site } = run.options;
  const holdsObjects = captures.values.some((value) => typeof value === 'object' && value !== null);
  if (!holdsObjects && again === undefined) return () => {};
  const before = unpack(structuredClone(captures));
  const led = again?.() ?? [];
  return () => {
    if (run.isWhole || (same(before, captures.values) && leadsTo(led, again))) return;
    const { file, line } = site.spec;
    throw new Error(
      `${file}:${line}: the inputs of this awaited loop were changed by other code while it ran, so its result is not ` +
        "that of the serial loop. Change them after the loop, or add the clause 'blocking'.",
    );
  };
};
