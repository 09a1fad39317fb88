/** What main and worker say to each other: messages, and the words of the shared control block. */
import type { ColumnSpec, Line } from '../contract.ts';
import type { Projected } from './projected.ts';

/** Words of a construct's control block (an Int32Array on shared memory); chunk c's state is at `states + c`. */
export const Word = {
  /** Next chunk that nobody took from the shared counter. */
  next: 0,
  /** 1: the results are no longer wanted. */
  cancel: 1,
  /** Raised after every message about this construct; the caller sleeps on it. */
  sequence: 2,
  /** Lowest chunk after which the loop certainly ends. */
  last: 3,
  states: 4,
} as const;

/** State of a chunk. From `worker` upwards: claimed by the worker of slot `state - worker`. */
export const ChunkState = { unclaimed: 0, caller: 1, done: 2, failed: 3, worker: 16 } as const;

/** Values on their way, with lists of those objects among them whose prototype a structured clone changes. */
export interface Packed<T> {
  readonly values: T;
  readonly buffers: readonly object[];
  readonly bare: readonly object[];
  /** Instances of each registered class; left out where none is registered. */
  readonly instances?: readonly (readonly object[])[];
}

/** The captures of a run; the projected ones are missing among the values. */
export interface PackedCaptures extends Packed<readonly unknown[]> {
  readonly projected: readonly Projected[];
}

export interface JobMessage {
  readonly type: 'job';
  readonly run: number;
  readonly key: string;
  readonly url: string;
  readonly captures: PackedCaptures;
  readonly columns: readonly ColumnSpec[];
  /** Per write site, the target it writes: write sites of one target share a log. */
  readonly targets: readonly number[];
  readonly writes: readonly ('set' | 'push')[];
  /** Of the header: the first one is that of the condition. */
  readonly counters: readonly Line[];
  readonly stopOnFail: boolean;
  /** The clause `seed(n)`. */
  readonly seed: number | null;
  /** Chunk c is [bounds[c], bounds[c + 1]). */
  readonly bounds: Float64Array;
  /** Control block; null where memory is not shared: chunks then come by {@link ChunkRequest}. */
  readonly words: SharedArrayBuffer | null;
  /** The chunk that this worker tries first. */
  readonly first: number;
  /** May take what is reserved for another worker. */
  readonly steal: boolean;
}

/** Message-only executors: compute one more chunk of a run. */
export interface ChunkRequest {
  readonly type: 'chunk';
  readonly run: number;
  readonly chunk: number;
}

/** The run is over: forget its captures. */
export interface EndRequest {
  readonly type: 'end';
  readonly run: number;
}

export type Request = JobMessage | ChunkRequest | EndRequest;

/** One column of a chunk. `offsets[k]` is where iteration k begins; null for `once` columns. */
export interface ColumnLog {
  readonly values: ArrayLike<unknown>;
  readonly offsets: Int32Array | null;
}

/** The writes to one target in a chunk. */
export interface WriteLog {
  readonly op: 'set' | 'push';
  readonly values: Float64Array | unknown[];
  /** Subscripts; null when the entries run upwards by one from `base`. */
  readonly indices: Float64Array | null;
  readonly base: number;
  /** Where iteration k begins; null when each iteration made exactly one entry. */
  readonly offsets: Int32Array | null;
}

export interface ChunkLog {
  /** Iterations that were computed, from the chunk's first on. */
  readonly count: number;
  readonly columns: readonly ColumnLog[];
  readonly writes: readonly WriteLog[];
  /** Ascending indices within the chunk of iterations whose values are not in the log. */
  readonly misses: Int32Array | null;
  /** What the worker took, in ns; 0 when it is not representative. */
  readonly ns: number;
}

export interface ChunkMessage {
  readonly type: 'chunk';
  readonly run: number;
  readonly chunk: number;
  readonly slot: number;
  readonly log: Packed<ChunkLog>;
}

/** The body could not be loaded in this worker. */
export interface LoadMessage {
  readonly type: 'load';
  readonly run: number;
  readonly slot: number;
  readonly error: string;
}

/** Message-only executors: the body is there, chunks may be requested. */
export interface ReadyMessage {
  readonly type: 'ready';
  readonly run: number;
  readonly slot: number;
}

/** This worker takes no further chunk of the run. */
export interface LeftMessage {
  readonly type: 'left';
  readonly run: number;
  readonly slot: number;
}

export type Reply = ChunkMessage | LoadMessage | ReadyMessage | LeftMessage;

/** Sent once to each new worker of the thread executor. */
export interface Attach<Port> {
  readonly port: Port;
  readonly slot: number;
  /** One word, set to 1 as soon as the worker listens. */
  readonly alive: SharedArrayBuffer;
  /** Module URLs to import before any body. */
  readonly preload: readonly string[];
}
