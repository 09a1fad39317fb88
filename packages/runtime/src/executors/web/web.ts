import { settings } from '../../config.ts';
import type { Run } from '../../run.ts';
import { type ChunkOptions, cut } from '../../schedule/chunks.ts';
import type { PoolState } from '../../schedule/worthwhile.ts';
import type { Reply } from '../../worker/protocol.ts';
import { reportBroken } from '../broken.ts';
import type { Execution, Executor } from '../executor.ts';
import { WebExecution } from './execution.ts';
import { WebLink } from './link.ts';

const NO_WORKERS = 'no workers';

/** The page's pool of Web Workers, for awaited constructs. Needs no shared memory. */
export class WebExecutor implements Executor {
  readonly name = 'web-worker';
  /** No browser thread can receive messages while it blocks, and a window's thread must not block at all. */
  readonly blockingRefused = typeof document === 'undefined' ? 'cannot block' : 'main-thread';
  private readonly warn: (text: string) => void;
  private readonly executions = new Map<number, WebExecution>();
  private links: WebLink[] = [];
  private slots = 0;
  private listening = false;
  private refused = typeof Worker === 'undefined';

  constructor(warn: (text: string) => void) {
    this.warn = warn;
  }

  width(wanted: number): number {
    const { workers } = settings();
    const size = workers > 0 ? workers : Math.max(1, globalThis.navigator?.hardwareConcurrency ?? 1);
    return wanted > 0 ? Math.min(wanted, size) : size;
  }

  state(): PoolState {
    if (this.links.length === 0) return 'none';
    return this.listening ? 'ready' : 'starting';
  }

  cut(n: number, options: ChunkOptions): Float64Array {
    return cut(n, options);
  }

  launch(run: Run): Execution | string {
    this.grow(this.width(-1));
    const links = this.links.slice(0, run.options.workers);
    if (links.length === 0) return NO_WORKERS;
    const execution = new WebExecution(run, {
      ended: (ended) => this.executions.delete(ended.run.id),
      hung: (link) => this.died(link),
    });
    try {
      execution.send(links);
    } catch (error) {
      return `clone: ${error instanceof Error ? error.message : String(error)}`;
    }
    this.executions.set(run.id, execution);
    return execution;
  }

  hold(): void {}
  release(): void {}

  async shutdown(): Promise<void> {
    for (const link of [...this.links]) this.died(link);
  }

  private grow(size: number): void {
    try {
      while (!this.refused && this.links.length < size) {
        const receive = (reply: Reply): void => this.receive(reply);
        this.links.push(new WebLink(this.slots++, receive, (link) => this.failed(link)));
      }
    } catch (error) {
      this.refused = true;
      this.warn(`@parallel loops run serially: no worker can be started here: ${String(error)}`);
    }
  }

  private receive(reply: Reply): void {
    this.listening = true;
    const execution = this.executions.get(reply.run);
    if (execution === undefined) return;
    if (reply.type === 'chunk') {
      execution.run.accept(reply);
      execution.delivered(reply.slot, reply.chunk);
    } else if (reply.type === 'ready') execution.ready(reply.slot);
    else {
      if (reply.type === 'load') reportBroken(execution.run, reply.error, this.warn);
      execution.left(reply.slot);
    }
  }

  /** A worker whose script cannot be loaded would not come up the next time either. */
  private failed(link: WebLink): void {
    if (!this.listening && !this.refused) {
      this.refused = true;
      this.warn('@parallel loops run serially: the worker script of @parloop/runtime cannot be loaded here');
    }
    this.died(link);
  }

  private died(link: WebLink): void {
    link.terminate();
    this.links = this.links.filter((other) => other !== link);
    for (const execution of [...this.executions.values()]) execution.left(link.slot);
  }
}
