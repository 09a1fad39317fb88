import type { Run } from '../../run.ts';
import type { Execution } from '../executor.ts';
import { Control } from './control.ts';
import type { Link } from './link.ts';
import type { ThreadPool } from './pool.ts';

/** Longest sleep between two looks at whether the workers live, in ms. */
const SLICE = 100;

/** One run on the pool. */
export class ThreadExecution implements Execution {
  readonly run: Run;
  readonly control: Control;
  private readonly pool: ThreadPool;
  private readonly ended: (execution: ThreadExecution) => void;
  private readonly links = new Set<Link>();
  private finished = false;

  constructor(run: Run, pool: ThreadPool, ended: (execution: ThreadExecution) => void) {
    this.run = run;
    this.pool = pool;
    this.ended = ended;
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
    if (this.finished) return;
    this.finished = true;
    this.control.cancel();
    this.ended(this);
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
    if (this.links.size === 0) this.run.loseAll();
  }

  /** The worker died: what it had claimed is the caller's. */
  died(link: Link): void {
    let lost = 0;
    for (let chunk = 0; chunk < this.run.count; chunk++) {
      if (this.control.claimant(chunk) !== link.slot || !this.run.isOpen(chunk)) continue;
      this.run.lose(chunk);
      lost++;
    }
    if (lost > 0) this.run.options.site.serial('worker-died');
    if (this.links.has(link)) this.left(link);
  }
}
