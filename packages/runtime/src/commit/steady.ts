import type { Entry } from '../contract.ts';
import type { Run } from '../run.ts';
import { reached, type Shot, shotOf } from './shot.ts';

/**
 * While an awaited loop runs, other code may change what it reads. The log is not affected: workers have copies. But
 * iterations that are not in the log are evaluated by the caller, later than the serial loop would have. So for as long
 * as the replay runs, which no other code interrupts, everything is put back to what it was at entry.
 */
export class Past {
  private readonly run: Run;
  private readonly again: Entry['again'];
  private readonly shots: readonly Shot[];
  private readonly led: readonly unknown[];
  private present: readonly Shot[] = [];
  private entered = false;

  constructor(run: Run, again: Entry['again']) {
    this.run = run;
    this.again = again;
    this.shots = reached(run.options.captures.values, run.options.classes);
    this.led = again?.() ?? [];
  }

  /**
   * The replay begins.
   *
   * @throws where something cannot be put back
   */
  enter(): void {
    if (this.entered) return;
    this.entered = true;
    const changed = this.shots.filter((shot) => !shot.holds());
    this.present = changed.map(({ object }) => shotOf(object));
    for (const shot of changed) shot.restore();
    if (changed.every((shot) => shot.holds()) && this.leads()) return;
    this.leave();
    const { file, line } = this.run.options.site.spec;
    throw new Error(
      `${file}:${line}: the inputs of this awaited loop were changed by other code while it ran, so its result is not ` +
        "that of the serial loop. Change them after the loop, or add the clause 'blocking'.",
    );
  }

  leave(): void {
    for (const shot of this.present) shot.restore();
    this.present = [];
  }

  /** The captured paths still lead to the same values. */
  private leads(): boolean {
    try {
      const now = this.again?.() ?? [];
      return this.led.every((value, i) => Object.is(value, now[i]));
    } catch {
      return false;
    }
  }
}
