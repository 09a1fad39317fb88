import type { Column, Handle } from '../contract.ts';
import type { RandomStream } from '../random.ts';
import type { Run } from '../run.ts';
import type { SiteState } from '../site.ts';
import type { ChunkLog } from '../worker/protocol.ts';
import { ReplayColumn } from './column.ts';
import type { Comparison } from './comparison.ts';
import type { Past } from './steady.ts';
import type { Watch } from './watch.ts';

/** Iterations between two visits of the slow path when nothing can happen: a small integer. */
const AGES = 1 << 29;

/** The replay of the split tier: walks the log chunk by chunk while the original loop runs. */
export class Replay implements Handle {
  hit = false;
  i = -1;
  /** Iterations for which nothing but `i` changes. */
  private calm = 0;
  protected readonly site: SiteState;
  private run: Run | null;
  private readonly comparison: Comparison | null;
  private readonly numbers: RandomStream | null;
  private watch: Watch | null;
  private readonly columns: ReplayColumn[] = [];
  private readonly started: number;
  private chunk = -1;
  private length = 0;
  private before = 0;
  private log: ChunkLog | null = null;
  private stepwise = false;
  private missed = 0;
  private ended = false;
  /** Header values of an awaited loop as they were at entry. */
  pins: readonly unknown[] | null = null;
  /** Of an awaited loop some of whose iterations are not in the log. */
  past: Past | null = null;

  /**
   * @param run null: the loop runs serially
   * @param comparison verify mode: the originals are evaluated and compared with the log
   * @param numbers the clause `seed(n)`
   * @param watch what must not have changed for an iteration to be taken from the log
   */
  constructor(
    site: SiteState,
    run: Run | null,
    comparison: Comparison | null,
    numbers: RandomStream | null = null,
    watch: Watch | null = null,
  ) {
    this.site = site;
    this.run = run;
    this.comparison = comparison;
    this.numbers = numbers;
    this.watch = watch;
    this.started = run === null && site.spec.watch === undefined && site.sampled ? performance.now() : 0;
  }

  next(): void {
    if (this.calm > 0) {
      this.calm--;
      this.i++;
    } else this.step();
  }

  pin<T>(index: number, value: T): T {
    return this.pins === null ? value : (this.pins[index] as T);
  }

  col(index: number): Column {
    const column = new ReplayColumn();
    column.comparison = this.comparison;
    this.columns[index] = column;
    return column;
  }

  random(original: number): number {
    return this.numbers === null ? original : this.numbers.next(this.before + this.i);
  }

  /** The iterations that follow belong to another run. Those of the one before are done. */
  protected follow(run: Run | null, watch: Watch | null): void {
    const done = this.before + this.i + 1;
    this.site.iterations += done;
    this.run?.finish(done);
    this.run = run;
    this.watch = watch;
    this.chunk = -1;
    this.before = 0;
    this.length = 0;
    this.i = -1;
    this.calm = 0;
    this.log = null;
    this.hit = false;
    this.stepwise = false;
  }

  end(): void {
    if (this.ended) return;
    this.ended = true;
    this.past?.leave();
    const iterations = this.before + this.i + 1;
    this.site.iterations += iterations;
    if (this.run !== null) this.run.finish(iterations);
    else if (this.started > 0) this.site.measure((performance.now() - this.started) * 1e6, iterations);
    this.comparison?.rethrow();
  }

  /** The slow path: enters chunks, and looks at each iteration where something can happen in every one. */
  private step(): void {
    this.i++;
    if (this.run === null) {
      this.calm = AGES;
      return;
    }
    this.past?.enter();
    if (this.i >= this.length) this.enter(this.run);
    const { log, watch } = this;
    // Also where nothing is logged: what has changed once may come back, and elements have gone by meanwhile.
    const steady = watch === null || watch.holds(this.before + this.i);
    if (log === null) return;
    if (this.stepwise) this.look(log, steady);
  }

  private enter(run: Run): void {
    this.before += this.length;
    this.i = 0;
    this.chunk++;
    const inside = this.chunk < run.count;
    const { bounds } = run.options;
    this.length = inside ? bounds[this.chunk + 1]! - bounds[this.chunk]! : Number.POSITIVE_INFINITY;
    this.log = inside ? run.take(this.chunk) : null;
    const { log } = this;
    if (log !== null && log.count > 0) this.show(log);
    else {
      this.log = null;
      this.hit = false;
      this.stepwise = false;
    }
    const calm = this.watch === null && !this.stepwise && (log === null || log.count >= this.length || log.count === 0);
    this.calm = calm ? Math.min(AGES, this.length - 1) : 0;
    this.comparison?.enter(this.chunk);
  }

  /** Lets the columns show the chunk's log. */
  private show(log: ChunkLog): void {
    const { columns } = this;
    let queues = false;
    for (let c = 0; c < columns.length; c++) {
      const column = columns[c];
      if (column === undefined) continue;
      const from = log.columns[c]!;
      column.v = from.values;
      column.offsets = from.offsets;
      column.i = 0;
      queues ||= from.offsets !== null;
    }
    this.missed = 0;
    this.hit = this.comparison === null;
    const { misses, count } = log;
    this.stepwise = queues || misses !== null || count < this.length || this.comparison !== null || this.watch !== null;
  }

  private look(log: ChunkLog, steady: boolean): void {
    const { i, columns } = this;
    const known = i < log.count && !this.misses(log, i) && steady;
    this.hit = known && this.comparison === null;
    if (this.comparison !== null) this.comparison.iteration(this.before + i, known ? i : -1);
    if (!known) return;
    for (let c = 0; c < columns.length; c++) {
      const column = columns[c];
      if (column !== undefined && column.offsets !== null) column.i = column.offsets[i]!;
    }
  }

  private misses(log: ChunkLog, i: number): boolean {
    const list = log.misses;
    if (list === null) return false;
    while (this.missed < list.length && list[this.missed]! < i) this.missed++;
    return this.missed < list.length && list[this.missed] === i;
  }
}
