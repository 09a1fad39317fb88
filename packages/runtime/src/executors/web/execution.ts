import type { Run } from '../../run.ts';
import type { Execution } from '../executor.ts';
import type { WebLink } from './link.ts';

/** Chunks that a worker has ahead of it, so that it never waits for a message. */
const WINDOW = 2;

/** One awaited run on Web Workers: no shared memory, chunks are handed out by messages. */
export class WebExecution implements Execution {
  readonly run: Run;
  private readonly ended: (execution: WebExecution) => void;
  /** The chunks that each worker is to compute. */
  private readonly assigned = new Map<WebLink, Set<number>>();
  private next = 0;
  private finished = false;

  constructor(run: Run, ended: (execution: WebExecution) => void) {
    this.run = run;
    this.ended = ended;
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

  /** Asked only after the run has settled: what is still open then is the caller's. */
  claim(): boolean {
    return true;
  }

  wait(): void {}

  cancel(): void {
    if (this.finished) return;
    this.finished = true;
    for (const link of this.assigned.keys()) link.send({ type: 'end', run: this.run.id });
    this.ended(this);
  }

  /** The worker has the body: it gets what is reserved for it, and its window full. */
  ready(slot: number): void {
    for (const [link, chunks] of this.assigned) {
      if (link.slot !== slot || this.finished) continue;
      for (const chunk of chunks) this.request(link, chunk);
      while (chunks.size < WINDOW && this.assign(link));
    }
  }

  delivered(slot: number, chunk: number): void {
    for (const [link, chunks] of this.assigned) {
      if (link.slot !== slot) continue;
      chunks.delete(chunk);
      this.assign(link);
    }
  }

  /** The worker cannot take part any more: its chunks are the caller's. */
  left(slot: number): void {
    for (const [link, chunks] of [...this.assigned]) {
      if (link.slot !== slot) continue;
      this.assigned.delete(link);
      for (const chunk of chunks) this.run.lose(chunk);
    }
    if (this.assigned.size === 0) this.run.loseAll();
  }

  private assign(link: WebLink): boolean {
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
