import type { Run } from '../../run.ts';
import type { Execution } from '../executor.ts';
import { Control } from './control.ts';
import type { Link } from './link.ts';
import type { ThreadPool } from './pool.ts';

/** Longest sleep between two looks at whether the workers live, in ms. */
const SLICE = 100;

/** How long after the end of a run a worker may still compute one of its chunks, in ms. */
export const GRACE = 5_000;

/** What the owner of an execution learns. */
export interface ExecutionEvents {
  /** The caller needs no more results. */
  cancelled(): void;
  /** No worker takes part any more. */
  ended(execution: ThreadExecution): void;
}

/** One run on the pool. */
export class ThreadExecution implements Execution {
  readonly run: Run;
  readonly control: Control;
  private readonly pool: ThreadPool;
  private readonly events: ExecutionEvents;
  private readonly links = new Set<Link>();
  private finished = 0;

  constructor(run: Run, pool: ThreadPool, events: ExecutionEvents) {
    this.run = run;
    this.pool = pool;
    this.events = events;
    this.control = new Control(run.count, run.options.workers);
  }

  /** @throws DataCloneError when the captures cannot be cloned */
  send(links: readonly Link[]): void {
    const message = { ...this.run.message(), words: this.control.memory, steal: !this.run.options.force };
    links.forEach((link, first) => {
      link.send({ ...message, first });
      this.links.add(link);
    });
  }

  claim(chunk: number): boolean {
    return this.control.claim(chunk);
  }

  wait(): void {
    const seen = this.control.sequence;
    const before = this.run.remaining;
    this.pool.pump();
    if (this.run.remaining < before) return;
    if (!this.control.sleep(seen, SLICE)) this.pool.probe();
  }

  cancel(): void {
    if (this.finished > 0) return;
    this.finished = performance.now();
    this.control.cancel();
    this.events.cancelled();
    if (this.links.size === 0) this.events.ended(this);
  }

  /** Ends workers that hang in a chunk which nobody wants any more. */
  reap(): void {
    if (this.finished === 0 || performance.now() - this.finished < GRACE) return;
    for (const link of this.links) if (this.claims(link).next().done === false) void link.thread.terminate();
  }

  /** The workers that still take part. */
  get participants(): Iterable<Link> {
    return this.links;
  }

  leftBy(slot: number): void {
    for (const link of this.links) if (link.slot === slot) this.left(link);
  }

  /** The worker will claim nothing more. Chunks that nobody else can take any more are the caller's. */
  private left(link: Link): void {
    this.links.delete(link);
    if (this.links.size > 0) return;
    this.run.loseAll();
    // Nothing more will arrive, even if the run is never ended: its loop may wait for ever.
    this.events.ended(this);
  }

  /** The worker died: what it had claimed is the caller's. */
  died(link: Link): void {
    if (!this.links.has(link)) return;
    const lost = [...this.claims(link)].filter((chunk) => this.run.isOpen(chunk));
    for (const chunk of lost) this.run.lose(chunk);
    if (lost.length > 0 && this.finished === 0) this.run.options.site.serial('worker-died');
    this.left(link);
  }

  /** The chunks that the worker has claimed and not settled. */
  private *claims(link: Link): Generator<number, undefined> {
    for (let chunk = 0; chunk < this.run.count; chunk++) {
      if (this.control.claimant(chunk) === link.slot) yield chunk;
    }
    return undefined;
  }
}
