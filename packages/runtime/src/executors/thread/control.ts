import { ChunkState, Word } from '../../worker/protocol.ts';

const INT32_MAX = 2 ** 31 - 1;

/** The shared words of one run, as the caller uses them. */
export class Control {
  readonly memory: SharedArrayBuffer;
  private readonly words: Int32Array;
  private readonly count: number;

  /** @param workers each has one chunk reserved, so the shared counter starts after those */
  constructor(count: number, workers: number) {
    this.count = count;
    this.memory = new SharedArrayBuffer((Word.states + count) * Int32Array.BYTES_PER_ELEMENT);
    this.words = new Int32Array(this.memory);
    this.words[Word.next] = workers;
    this.words[Word.last] = INT32_MAX;
  }

  claim(chunk: number): boolean {
    const { unclaimed, caller } = ChunkState;
    return Atomics.compareExchange(this.words, Word.states + chunk, unclaimed, caller) === unclaimed;
  }

  /** Slot of the worker that claimed the chunk and did not report on it; -1 when there is none. */
  claimant(chunk: number): number {
    const state = Atomics.load(this.words, Word.states + chunk);
    return state >= ChunkState.worker ? state - ChunkState.worker : -1;
  }

  cancel(): void {
    Atomics.store(this.words, Word.cancel, 1);
    Atomics.store(this.words, Word.next, this.count);
  }

  get sequence(): number {
    return Atomics.load(this.words, Word.sequence);
  }

  /** Sleeps while nothing was reported since `seen`. @returns false after `ms` without a report */
  sleep(seen: number, ms: number): boolean {
    return Atomics.wait(this.words, Word.sequence, seen, ms) !== 'timed-out';
  }
}
