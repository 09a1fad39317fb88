import type { Run } from '../../run.ts';
import type { Execution } from '../executor.ts';
import type { WebLink } from './link.ts';

/** Chunks that a worker has ahead of it, so that it never waits for a message. */
const WINDOW = 2;

/** How long after the end of a run a worker may still compute its chunks, in ms. */
const GRACE = 5_000;

/** What the owner of an execution learns. */
export interface WebEvents {
  /** Nothing that workers say matters any more. */
  ended(execution: WebExecution): void;
  /** The worker computes something that nobody wants, and does not come to an end. */
  hung(link: WebLink): void;
}

/** One awaited run on Web Workers: no shared memory, chunks are handed out by messages. */
export class WebExecution implements Execution {
  readonly run: Run;
  private readonly events: WebEvents;
  /** The chunks that each worker is to compute. */
  private readonly assigned = new Map<WebLink, Set<number>>();
  private next = 0;
  private finished = false;

  constructor(run: Run, events: WebEvents) {
    this.run = run;
    this.events = events;
  }

  /** @throws DataCloneError when the captures cannot be cloned */
  send(links: readonly WebLink[]): void {
    const message = { ...this.run.message(), words: null, first: 0, steal: true };
    links.forEach((link, first) => {
      link.send(message);
      this.assigned.set(link, new Set(this.run.options.force ? [first] : []));
    });
    if (this.run.options.force) this.next = links.length;
  }

  /** Asked after the run has settled, or by a caller that does not wait: what is still open then is the caller's. */
  claim(): boolean {
    return true;
  }

  /** No message arrives while the caller blocks. */
  wait(): void {
    this.run.loseAll();
  }

  cancel(): void {
    if (this.finished) return;
    this.finished = true;
    for (const [link, chunks] of [...this.assigned]) {
      link.send({ type: 'end', run: this.run.id });
      if (chunks.size === 0) this.forget(link);
      else setTimeout(() => this.assigned.has(link) && this.events.hung(link), GRACE);
    }
  }

  private forget(link: WebLink): void {
    this.assigned.delete(link);
    if (this.finished && this.assigned.size === 0) this.events.ended(this);
  }

  /** The worker has the body: it gets what is reserved for it, and its window full. */
  ready(slot: number): void {
    for (const [link, chunks] of this.assigned) {
      if (link.slot !== slot) continue;
      if (this.finished) {
        this.forget(link);
        return;
      }
      for (const chunk of chunks) this.request(link, chunk);
      while (chunks.size < WINDOW && this.assign(link));
    }
  }

  delivered(slot: number, chunk: number): void {
    for (const [link, chunks] of this.assigned) {
      if (link.slot !== slot) continue;
      chunks.delete(chunk);
      this.assign(link);
      if (this.finished && chunks.size === 0) this.forget(link);
    }
  }

  /** The worker cannot take part any more: its chunks are the caller's. */
  left(slot: number): void {
    for (const [link, chunks] of [...this.assigned]) {
      if (link.slot !== slot) continue;
      this.forget(link);
      for (const chunk of chunks) this.run.lose(chunk);
    }
    if (this.assigned.size === 0) this.run.loseAll();
  }

  private assign(link: WebLink): boolean {
    while (this.next < this.run.count && !this.run.isOpen(this.next)) this.next++;
    if (this.finished || this.next >= this.run.count || this.run.complete) return false;
    const chunk = this.next++;
    this.assigned.get(link)!.add(chunk);
    this.request(link, chunk);
    return true;
  }

  private request(link: WebLink, chunk: number): void {
    link.send({ type: 'chunk', run: this.run.id, chunk });
  }
}
