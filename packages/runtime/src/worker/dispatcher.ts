import { loadBody } from './bodies.ts';
import { Chunks } from './chunks.ts';
import { Job } from './job.ts';
import { restored } from './projected.ts';
import { type ChunkLog, ChunkState, type JobMessage, type Packed, type Reply, type Request, Word } from './protocol.ts';
import { unpack } from './walk.ts';

/** Sends a reply, transferring `buffers`. */
export type Send = (reply: Reply, buffers: ArrayBuffer[]) => void;

type Compute = (lo: number, hi: number) => Packed<ChunkLog>;

interface Running {
  readonly message: JobMessage;
  readonly compute: Compute;
  readonly job: Job;
}

const describe = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);

/** What a worker does with the messages that it gets. Free of any platform. */
export class Dispatcher {
  private readonly slot: number;
  private readonly send: Send;
  private readonly ready: Promise<unknown>;
  private readonly running = new Map<number, Running>();

  /** @param ready resolves when bodies may be imported */
  constructor(slot: number, send: Send, ready: Promise<unknown>) {
    this.slot = slot;
    this.send = send;
    this.ready = ready;
  }

  async receive(request: Request): Promise<void> {
    if (request.type === 'end') this.running.delete(request.run);
    else if (request.type === 'chunk') this.single(request.run, request.chunk);
    else await this.start(request);
  }

  private async start(message: JobMessage): Promise<void> {
    const words = message.words === null ? null : new Int32Array(message.words);
    const { run } = message;
    const { slot } = this;
    try {
      const running = await this.prepare(message, words);
      if (words === null) this.running.set(run, running);
      else this.drain(running, words);
      this.send({ type: words === null ? 'ready' : 'left', run, slot }, []);
    } catch (error) {
      this.send({ type: 'load', run, slot, error: describe(error) }, []);
    }
    if (words !== null) wake(words);
  }

  /** Loads the body and gives it this run's captures. */
  private async prepare(message: JobMessage, words: Int32Array | null): Promise<Running> {
    await this.ready;
    const factory = await loadBody(message.key, message.url);
    const { captures, arrays } = restored(unpack(message.captures), message.captures.projected);
    const job = new Job(message, captures, words, arrays);
    const body = factory(captures, job);
    return { message, job, compute: (lo, hi) => job.run(body, lo, hi) };
  }

  private drain(running: Running, words: Int32Array): void {
    const chunks = new Chunks(running.message, words, this.slot);
    for (let chunk = chunks.next(); chunk >= 0; chunk = chunks.next()) {
      const sent = this.chunk(running, chunk);
      if (running.job.ended) chunks.endAt(chunk);
      chunks.settle(chunk, sent ? ChunkState.done : ChunkState.failed);
      wake(words);
    }
  }

  private single(run: number, chunk: number): void {
    const running = this.running.get(run);
    if (running !== undefined) this.chunk(running, chunk);
  }

  /** Computes and sends one chunk. A log that cannot be sent is replaced by an empty one. */
  private chunk({ message, compute }: Running, chunk: number): boolean {
    const { run } = message;
    const { slot } = this;
    try {
      const log = compute(message.bounds[chunk]!, message.bounds[chunk + 1]!);
      this.send({ type: 'chunk', run, chunk, slot, log }, memory(log.values));
      return true;
    } catch {
      this.send({ type: 'chunk', run, chunk, slot, log: NOTHING }, []);
      return false;
    }
  }
}

const NOTHING: Packed<ChunkLog> = {
  values: { count: 0, columns: [], writes: [], misses: null, ns: 0 },
  buffers: [],
  bare: [],
};

const wake = (words: Int32Array): void => {
  Atomics.add(words, Word.sequence, 1);
  Atomics.notify(words, Word.sequence);
};

/** The memory of the log itself, which nobody else has seen. */
const memory = (log: ChunkLog): ArrayBuffer[] => {
  const lists = [
    ...log.columns.map((column) => column.values),
    ...log.writes.flatMap((writes) => [writes.values, writes.indices]),
  ];
  return lists.flatMap((list) => (list instanceof Float64Array ? [list.buffer as ArrayBuffer] : []));
};
