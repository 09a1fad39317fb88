import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { receiveMessageOnPort, SHARE_ENV, type Worker } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { environment } from '../../config.ts';
import { PRELOAD } from '../../contract.ts';
import type { Attach, Reply } from '../../worker/protocol.ts';
import { Link } from './link.ts';

const BOOTSTRAP = fileURLToPath(new URL('../../worker/start.cjs', import.meta.url));

/**
 * In MB: less than the main thread has. What overflows here is computed again by the caller, but what overflows there
 * must not succeed here, where Node's default is four times as large.
 */
const STACK = 1;

/** What the pool's owner learns. */
export interface PoolEvents {
  reply(reply: Reply): void;
  died(link: Link): void;
}

let slots = 0;

/** The program's worker threads: owned by piscina, spoken to over ports of our own. */
export class ThreadPool {
  readonly size: number;
  /** A thread learns the time zone when it starts, and never again. */
  private readonly zone = environment('TZ');
  readonly links: Link[] = [];
  private readonly events: PoolEvents;
  private readonly pool: Piscina;
  private target = -1;
  private closed = false;

  constructor(size: number, events: PoolEvents) {
    this.size = size;
    this.events = events;
    this.pool = new Piscina({
      filename: BOOTSTRAP,
      minThreads: size,
      maxThreads: size,
      idleTimeout: Number.POSITIVE_INFINITY,
      atomics: 'disabled',
      // Bodies that read the environment find in it what the program has put there since.
      env: SHARE_ENV,
      resourceLimits: { stackSizeMb: STACK },
      recordTiming: false,
      loadBalancer: (_task, workers) => workers.find(({ id }) => id === this.target) ?? null,
    });
    // A worker that dies is reported by its link; without a listener piscina's event would end the program.
    this.pool.on('error', () => {});
    // A replacement can be given tasks only after the listeners of this event.
    this.pool.on('workerCreate', ({ id }: { id: number }) => queueMicrotask(() => this.attachNew(id)));
    for (const thread of this.pool.threads) this.attach(thread);
  }

  /** Whether its threads suit a program that wants `size` of them now. */
  fits(size: number): boolean {
    return this.size === size && this.zone === environment('TZ');
  }

  /** Hears from workers while the caller's event loop stands still. */
  pump(): void {
    for (const link of this.links) {
      for (let next = receiveMessageOnPort(link.port); next !== undefined; next = receiveMessageOnPort(link.port)) {
        this.events.reply(next.message);
      }
    }
  }

  /** Looks for threads that ended unnoticed. */
  probe(): void {
    for (const link of [...this.links]) if (link.lost) this.bury(link);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.pool.destroy();
  }

  private attachNew(threadId: number): void {
    if (this.closed || this.links.some((link) => link.threadId === threadId)) return;
    const thread = this.pool.threads.find((candidate) => candidate.threadId === threadId);
    if (thread !== undefined) this.attach(thread);
  }

  /** Sends the new worker its end of the line: in the same turn, so that it works for a caller that blocks. */
  private attach(thread: Worker): void {
    const link = new Link(slots++, thread, this.events.reply, (dead) => this.bury(dead));
    this.links.push(link);
    const message: Attach<Link['remote']> = {
      port: link.remote,
      slot: link.slot,
      alive: link.alive,
      preload: preloads(),
    };
    this.target = link.threadId;
    this.pool.run(message, { transferList: [link.remote] }).catch(() => {});
    this.target = -1;
  }

  private bury(link: Link): void {
    if (link.dead) return;
    link.dead = true;
    const at = this.links.indexOf(link);
    if (at >= 0) this.links.splice(at, 1);
    this.drain(link);
    link.port.close();
    this.events.died(link);
  }

  private drain(link: Link): void {
    for (let next = receiveMessageOnPort(link.port); next !== undefined; next = receiveMessageOnPort(link.port)) {
      this.events.reply(next.message);
    }
  }
}

/** Number of workers for a wish; -1: one per core. */
export const widthOf = (wanted: number): number => (wanted > 0 ? Math.floor(wanted) : availableParallelism());

const preloads = (): readonly string[] => {
  const urls: unknown = Reflect.get(globalThis, Symbol.for(PRELOAD));
  return Array.isArray(urls) || urls instanceof Set ? [...urls].map(String) : [];
};
