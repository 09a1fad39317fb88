import { settings } from '../../config.ts';
import type { Run } from '../../run.ts';
import { type ChunkOptions, cut } from '../../schedule/chunks.ts';
import type { PoolState } from '../../schedule/worthwhile.ts';
import type { Reply } from '../../worker/protocol.ts';
import { reportBroken } from '../broken.ts';
import type { Execution, Executor } from '../executor.ts';
import { GRACE, ThreadExecution } from './execution.ts';
import type { Link } from './link.ts';
import { ThreadPool, widthOf } from './pool.ts';

const HOUR = 3_600_000;

/** Worker threads of this process, through piscina. The pool starts with the first run. */
export class ThreadExecutor implements Executor {
  readonly name = 'thread';
  readonly blockingRefused = null;
  private readonly warn: (text: string) => void;
  private readonly executions = new Map<number, ThreadExecution>();
  private pool: ThreadPool | null = null;
  private holds = 0;
  private keeper: ReturnType<typeof setInterval> | undefined;
  private sweeper: ReturnType<typeof setTimeout> | undefined;

  constructor(warn: (text: string) => void) {
    this.warn = warn;
  }

  width(wanted: number): number {
    return wanted > 0 ? Math.min(wanted, widthOf(settings().workers)) : widthOf(settings().workers);
  }

  state(): PoolState {
    if (this.pool === null) return 'none';
    return this.pool.links.some((link) => link.ready) ? 'ready' : 'starting';
  }

  cut(n: number, options: ChunkOptions): Float64Array {
    return cut(n, options);
  }

  launch(run: Run, blocking: boolean): Execution | string {
    this.reap();
    const pool = this.current();
    const links = idlest(pool.links, this.executions.values()).slice(0, run.options.workers);
    if (links.length === 0) return 'no workers';
    const execution = new ThreadExecution(run, pool, {
      cancelled: () => {
        if (!blocking) this.release();
        this.sweep();
      },
      ended: (ended) => this.executions.delete(ended.run.id),
    });
    try {
      execution.send(links);
    } catch (error) {
      execution.control.cancel();
      return `clone: ${error instanceof Error ? error.message : String(error)}`;
    }
    this.executions.set(run.id, execution);
    if (!blocking) this.hold();
    return execution;
  }

  /** Ends workers that still hang when they should be done: one timer for all runs. */
  private sweep(): void {
    this.sweeper ??= setTimeout(() => {
      this.sweeper = undefined;
      this.reap();
      if (this.executions.size > 0) this.sweep();
    }, GRACE).unref();
  }

  private reap(): void {
    for (const execution of this.executions.values()) execution.reap();
  }

  hold(): void {
    if (this.holds++ === 0) this.keeper = setInterval(() => this.pool?.probe(), HOUR);
  }

  release(): void {
    if (--this.holds === 0) clearInterval(this.keeper);
  }

  async shutdown(): Promise<void> {
    const { pool } = this;
    this.pool = null;
    await pool?.close();
  }

  /** The pool, of the size and in the time zone that are configured now. */
  private current(): ThreadPool {
    const size = widthOf(settings().workers);
    if (this.pool?.fits(size)) return this.pool;
    void this.pool?.close();
    this.pool = new ThreadPool(size, {
      reply: (reply) => this.reply(reply),
      died: (link) => this.died(link),
    });
    return this.pool;
  }

  private reply(reply: Reply): void {
    const execution = this.executions.get(reply.run);
    if (execution === undefined) return;
    if (reply.type === 'chunk') execution.run.accept(reply);
    else {
      if (reply.type === 'load') reportBroken(execution.run, reply.error, this.warn);
      execution.leftBy(reply.slot);
    }
  }

  private died(link: Link): void {
    for (const execution of [...this.executions.values()]) execution.died(link);
  }
}

/** The workers with the fewest runs first. */
const idlest = (links: readonly Link[], executions: Iterable<ThreadExecution>): Link[] => {
  const load = new Map<Link, number>();
  for (const execution of executions) {
    for (const link of execution.participants) load.set(link, (load.get(link) ?? 0) + 1);
  }
  return [...links].sort((a, b) => (load.get(a) ?? 0) - (load.get(b) ?? 0));
};
