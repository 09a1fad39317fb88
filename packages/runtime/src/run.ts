import type { Space } from './contract.ts';
import type { Execution } from './executors/executor.ts';
import { patience } from './schedule/patience.ts';
import type { SiteState } from './site.ts';
import type { Classes } from './worker/plain.ts';
import type { ChunkLog, ChunkMessage, JobMessage, PackedCaptures } from './worker/protocol.ts';
import { unpack } from './worker/walk.ts';

/** How often a caller that awaits looks at whether anything has arrived, in ms. */
const LOOK = 1_000;
const NEVER_STARTED: Execution = { claim: () => true, wait: () => {}, cancel: () => {} };
let serial = 0;

export interface RunOptions {
  readonly site: SiteState;
  readonly space: Space;
  readonly captures: PackedCaptures;
  /** Registered classes. */
  readonly classes: Classes | null;
  readonly bounds: Float64Array;
  readonly workers: number;
  readonly form: 'blocking' | 'awaited' | 'interleaved';
  /** The caller leaves chunks to the workers for so many ms before it takes one itself. */
  readonly patience: number;
  /** The clause `seed(n)`. */
  readonly seed: number | null;
  /** Each worker computes at least one chunk, if there are enough. */
  readonly force: boolean;
}

/** One execution of a construct as the caller sees it: which chunk's log is here, lost or still open. */
export class Run {
  readonly id: number;
  readonly options: RunOptions;
  readonly count: number;
  execution: Execution = NEVER_STARTED;
  /** Resolves when every chunk that may be needed has arrived or is lost. */
  private readonly settled: Promise<void>;
  private settle: () => void = () => {};
  /** undefined: open; null: the caller computes it. */
  private readonly logs: (ChunkLog | null | undefined)[];
  private open: number;
  private needed: number;
  private readonly slots: Int32Array;
  private used = 0;
  private mine = 0;
  private ns = 0;
  private timed = 0;
  /** What the longest chunk took, in ns. */
  private longest = 0;
  /** The caller has overtaken a worker, and nothing has arrived since: it waits for nobody any more. */
  private stalled = false;
  /** Looks since something has arrived: not ms, because a busy event loop hears of nothing. */
  private looks = 0;
  private closed = false;
  private readonly started = performance.now();

  constructor(options: RunOptions) {
    this.id = ++serial;
    this.options = options;
    this.count = options.bounds.length - 1;
    this.logs = Array.from({ length: this.count }, () => undefined);
    this.slots = new Int32Array(this.count).fill(-1);
    this.open = this.count;
    this.needed = this.count;
    this.settled = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  /** What a worker has to know, apart from what the executor adds. */
  message(): Omit<JobMessage, 'words' | 'first' | 'steal'> {
    const { site, space, captures, bounds, seed } = this.options;
    const { key, url, columns, stopOnFail, writes = [] } = site.spec;
    return {
      type: 'job',
      run: this.id,
      key,
      url: String(url),
      captures,
      columns,
      targets: writes.map(({ target }) => target),
      writes: writes.map(({ op }) => op),
      counters: [space, ...(space.more ?? [])].map(({ start, step, values, cycle }) => ({
        start,
        step,
        ...(values ? { values } : {}),
        ...(cycle ? { cycle } : {}),
      })),
      stopOnFail,
      seed,
      bounds,
    };
  }

  /** A worker's result. Later results for the same chunk are ignored. */
  accept(message: ChunkMessage): void {
    const { chunk } = message;
    this.looks = 0;
    this.stalled = false;
    if (this.closed || this.logs[chunk] !== undefined) return;
    const log = unpack(message.log, this.options.classes?.index.keys());
    this.logs[chunk] = log;
    this.slots[chunk] = message.slot;
    if (log.ns > 0) {
      this.ns += log.ns;
      this.longest = Math.max(this.longest, log.ns);
      this.timed += log.count;
    }
    if (this.options.site.spec.stopOnFail && log.misses !== null) this.stopAfter(chunk, log);
    this.close();
  }

  /** Nobody will deliver this chunk. */
  lose(chunk: number): void {
    if (this.logs[chunk] !== undefined) return;
    this.logs[chunk] = null;
    this.close();
  }

  loseAll(): void {
    for (let chunk = 0; chunk < this.count; chunk++) this.lose(chunk);
  }

  isOpen(chunk: number): boolean {
    return this.logs[chunk] === undefined;
  }

  /** Chunks that neither arrived nor are lost. */
  get remaining(): number {
    return this.open;
  }

  /** The log has every iteration. */
  get isWhole(): boolean {
    const { bounds } = this.options;
    return this.logs.every((log, c) => log && log.misses === null && log.count === bounds[c + 1]! - bounds[c]!);
  }

  /** Every chunk that may be needed is here or lost. */
  get complete(): boolean {
    return this.open === 0 || this.logs.indexOf(undefined) >= this.needed;
  }

  /** Blocks until the chunk's log is here; null when the caller has to compute it. */
  take(chunk: number): ChunkLog | null {
    const { patience } = this.options;
    if (this.logs[chunk] === undefined) this.await(chunk, patience === 0 ? 0 : performance.now() + patience);
    const log = this.logs[chunk] ?? null;
    this.logs[chunk] = null;
    if (log !== null && log.count > 0) this.use(chunk);
    else this.mine++;
    return log;
  }

  private await(chunk: number, until: number): void {
    const start = performance.now();
    while (this.logs[chunk] === undefined) {
      const now = performance.now();
      this.stalled ||= now - start >= patience(this.longest, 'blocking');
      if ((now >= until && this.execution.claim(chunk)) || this.stalled) this.lose(chunk);
      else this.execution.wait();
    }
  }

  /** Resolves when every chunk that may be needed is here or lost, or when nothing arrives any more. */
  async arrival(): Promise<void> {
    const timer = setInterval(() => this.look(), LOOK);
    try {
      await this.settled;
    } finally {
      clearInterval(timer);
    }
  }

  /** The caller computes the first chunk that does not arrive, and the loop may end there. */
  private look(): void {
    if (++this.looks * LOOK < patience(this.longest, 'awaited')) return;
    const chunk = this.logs.indexOf(undefined);
    this.needed = Math.min(this.needed, chunk + 1);
    this.lose(chunk);
  }

  private use(chunk: number): void {
    const { site } = this.options;
    if (this.used++ === 0) site.parallelRuns++;
    site.chunks++;
    site.workers.add(this.slots[chunk]!);
  }

  /**
   * Ends the run: what is still under way is dropped.
   *
   * @param iterations how many the caller went through; 0 when its time says nothing about the loop
   */
  finish(iterations: number): void {
    if (this.closed) return;
    this.closed = true;
    this.execution.cancel();
    const { site, form } = this.options;
    // While others wait, the clock says nothing about the loop.
    const blocking = form === 'blocking';
    const wall = (performance.now() - this.started) * 1e6;
    if (this.used > 0) {
      site.measure(this.ns, this.timed);
      if (blocking) site.measureParallel(wall, iterations);
    } else if (this.mine > 0) {
      if (blocking) site.measure(wall, iterations);
      if (!site.broken) site.serial('late');
    }
  }

  private stopAfter(chunk: number, log: ChunkLog): void {
    const length = this.options.bounds[chunk + 1]! - this.options.bounds[chunk]!;
    if (log.count < length) this.needed = Math.min(this.needed, chunk + 1);
  }

  private close(): void {
    this.open--;
    if (this.open === 0 || (this.needed < this.count && this.complete)) this.settle();
  }
}
