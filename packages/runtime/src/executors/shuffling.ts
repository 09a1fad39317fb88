import type { BodyFactory } from '../contract.ts';
import { WORKER } from '../contract.ts';
import type { Run } from '../run.ts';
import type { PoolState } from '../schedule/worthwhile.ts';
import { bodies, loadBody } from '../worker/bodies.ts';
import { Job } from '../worker/job.ts';
import { restored } from '../worker/projected.ts';
import type { ChunkLog, ChunkMessage, JobMessage, Packed } from '../worker/protocol.ts';
import { unpack } from '../worker/walk.ts';
import { reportBroken } from './broken.ts';
import type { Execution, Executor } from './executor.ts';
import { within } from './within.ts';

/** A small generator of uniform numbers in [0, 1) (mulberry32): the same seed gives the same run everywhere. */
export const random = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** Largest number of imitated workers. */
const WORKERS = 4;

/** In ms: what is not computed then is left to the caller, as real workers are overtaken. */
const LIMIT = 1_000;

/**
 * For tests: computes chunks of random size in random order in the calling thread, with copies of captures and
 * results, deterministically for a seed. Some chunks are left to the caller, as a slow pool would.
 */
export class ShufflingExecutor implements Executor {
  readonly name = 'shuffling';
  readonly blockingRefused = null;
  private readonly random: () => number;

  constructor(seed: number) {
    this.random = random(seed);
  }

  width(): number {
    return WORKERS;
  }

  state(): PoolState {
    return 'ready';
  }

  cut(n: number): Float64Array {
    const most = 1 + this.below(Math.max(1, Math.min(n, 64)));
    const bounds = [0];
    for (let at = 0; at < n; bounds.push(at)) at = Math.min(n, at + 1 + this.below(most));
    return Float64Array.from(bounds);
  }

  launch(run: Run, blocking: boolean): Execution | string {
    const { key } = run.options.site.spec;
    const body = bodies().get(key);
    if (blocking && body === undefined) return 'shuffle: body is not registered';
    let message: JobMessage;
    try {
      message = structuredClone({ ...run.message(), words: null, first: 0, steal: true });
    } catch (error) {
      return `clone: ${String(error)}`;
    }
    if (body !== undefined && blocking) this.compute(run, message, body);
    else void this.later(run, message);
    return { claim: () => true, wait: () => {}, cancel: () => {} };
  }

  hold(): void {}
  release(): void {}
  async shutdown(): Promise<void> {}

  private below(n: number): number {
    return Math.floor(this.random() * n);
  }

  private async later(run: Run, message: JobMessage): Promise<void> {
    try {
      this.compute(run, message, await loadBody(message.key, message.url));
    } catch (error) {
      reportBroken(run, String(error), (text) => console.warn(text));
      run.loseAll();
    }
  }

  private compute(run: Run, message: JobMessage, body: BodyFactory): void {
    const workers = Array.from({ length: 1 + this.below(WORKERS) }, () => imitation(structuredClone(message), body));
    const replies: ChunkMessage[] = [];
    const all = (): void => {
      for (const chunk of this.order(run.count)) {
        const slot = this.below(workers.length);
        if (this.random() >= 1 / 16) replies.push(workers[slot]!(chunk, slot));
      }
    };
    inWorker(() => within(LIMIT, all));
    for (const reply of replies) run.accept(reply);
    run.loseAll();
  }

  private order(count: number): number[] {
    const order = Array.from({ length: count }, (_, c) => c);
    for (let i = count - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    return order;
  }
}

const FLAG = Symbol.for(WORKER);

/** A worker of its own: private captures, one job. */
const imitation = (message: JobMessage, factory: BodyFactory): ((chunk: number, slot: number) => ChunkMessage) => {
  const { captures, arrays } = restored(unpack(message.captures), message.captures.projected);
  const job = new Job(message, captures, null, arrays);
  const body = factory(captures, job);
  return (chunk, slot) => {
    const log = job.run(body, message.bounds[chunk]!, message.bounds[chunk + 1]!);
    const timeless: Packed<ChunkLog> = structuredClone({ ...log, values: { ...log.values, ns: 0 } });
    return { type: 'chunk', run: message.run, chunk, slot, log: timeless };
  };
};

const inWorker = (compute: () => void): void => {
  const before: unknown = Reflect.get(globalThis, FLAG);
  Reflect.set(globalThis, FLAG, true);
  try {
    compute();
  } finally {
    Reflect.set(globalThis, FLAG, before);
  }
};
