import { ChunkState, type JobMessage, Word } from './protocol.ts';

/** A worker's way through the chunks of one construct: first its own, then the shared counter, then what is left. */
export class Chunks {
  private readonly words: Int32Array;
  private readonly count: number;
  private readonly mark: number;
  private readonly first: number;
  private readonly steal: boolean;
  private started = false;
  private scan = 0;

  constructor(job: JobMessage, words: Int32Array, slot: number) {
    this.words = words;
    this.count = job.bounds.length - 1;
    this.mark = ChunkState.worker + slot;
    this.first = job.first;
    this.steal = job.steal;
  }

  /** Claims a chunk; -1 when nothing is left to do. */
  next(): number {
    if (!this.started) {
      this.started = true;
      if (this.claim(this.first)) return this.first;
    }
    while (!this.over()) {
      const chunk = Atomics.add(this.words, Word.next, 1);
      if (chunk >= this.count) return this.leftover();
      if (this.claim(chunk)) return chunk;
    }
    return -1;
  }

  settle(chunk: number, state: number): void {
    Atomics.compareExchange(this.words, Word.states + chunk, this.mark, state);
  }

  /** The loop certainly ends in `chunk`. */
  endAt(chunk: number): void {
    let last = Atomics.load(this.words, Word.last);
    while (chunk < last) last = Math.min(last, Atomics.compareExchange(this.words, Word.last, last, chunk));
  }

  private leftover(): number {
    if (!this.steal) return -1;
    for (; this.scan < this.count && !this.over(); this.scan++) if (this.claim(this.scan)) return this.scan;
    return -1;
  }

  private claim(chunk: number): boolean {
    if (chunk >= this.count || chunk > Atomics.load(this.words, Word.last)) return false;
    const { unclaimed } = ChunkState;
    return Atomics.compareExchange(this.words, Word.states + chunk, unclaimed, this.mark) === unclaimed;
  }

  private over(): boolean {
    return Atomics.load(this.words, Word.cancel) !== 0;
  }
}
