import type { BodyJob } from '../contract.ts';
import { RandomStream } from '../random.ts';
import { type Admit, type Cursor, isPrimitive, ManyColumn, OnceColumn, type Queue } from './column.ts';
import { valueAt } from './line.ts';
import { MISS } from './miss.ts';
import type { Classes } from './plain.ts';
import type { Restored } from './projected.ts';
import { type ChunkLog, type JobMessage, type Packed, Word } from './protocol.ts';
import { reach } from './reach.ts';
import { emptyWalk, listOf, packed, revive, type Walk, walk } from './walk.ts';
import { LogWrites } from './writes.ts';

const ANYWHERE = { parent: null, key: '' };

/** What the messages about a chunk need from its job. */
type JobParts = Pick<JobMessage, 'captures' | 'columns' | 'targets' | 'writes' | 'counters' | 'stopOnFail' | 'seed'>;

/** One construct in one worker: the services that an emitted body calls, and the log of the current chunk. */
export class Job implements BodyJob {
  readonly columns: readonly (OnceColumn | ManyColumn)[];
  readonly writes: readonly LogWrites[];
  private readonly logs: readonly LogWrites[];
  private readonly queues: readonly Queue[];
  private readonly cursor: Cursor = { k: -1 };
  private readonly parts: JobParts;
  private readonly words: Int32Array | null;
  private readonly captures: readonly unknown[];
  private readonly stream: RandomStream;
  private readonly roots: unknown[] = [];
  private home: Set<object> | null = null;
  private classes: Classes | null = null;
  private packing: Walk = emptyWalk();
  private misses: number[] = [];
  private lo = 0;
  private hi = 0;
  private failed = false;
  private refused = false;

  private readonly arrays: readonly Restored[];

  /** @param arrays those among the captures of which only some fields were sent */
  constructor(
    parts: JobParts,
    captures: readonly unknown[],
    words: Int32Array | null,
    arrays: readonly Restored[] = [],
  ) {
    this.parts = parts;
    this.captures = captures;
    this.arrays = arrays;
    this.words = words;
    this.stream = new RandomStream(parts.seed ?? 0);
    const refuse = (): never => this.refuse();
    const admit: Admit = (value) => {
      if (!this.admits(value)) refuse();
    };
    const { cursor } = this;
    this.columns = parts.columns.map(({ kind, mode }) =>
      kind === 'many'
        ? new ManyColumn(cursor, mode === 'any' ? admit : refuse)
        : new OnceColumn(cursor, mode === 'any' ? admit : refuse),
    );
    const logs = new Map<number, LogWrites>();
    this.writes = parts.writes.map((op, i) => {
      const target = parts.targets[i]!;
      const log = logs.get(target) ?? new LogWrites(op, cursor, admit, refuse);
      logs.set(target, log);
      return log;
    });
    this.logs = [...logs.values()];
    this.queues = [...this.columns.filter((column) => column instanceof ManyColumn), ...this.logs];
  }

  /** Computes iterations [lo, hi) and returns their log. */
  run(body: (lo: number, hi: number) => void, lo: number, hi: number): Packed<ChunkLog> {
    this.lo = lo;
    this.hi = hi;
    this.cursor.k = -1;
    this.stream.restart();
    this.failed = false;
    this.refused = false;
    this.misses = [];
    this.packing = emptyWalk(this.classes);
    for (const column of this.columns) column.reset(hi - lo);
    for (const log of this.logs) log.reset(hi - lo);
    const start = performance.now();
    this.prepare(lo, hi);
    body(lo, hi);
    if (this.refused) this.miss();
    return this.take(Math.round((performance.now() - start) * 1e6));
  }

  /** Makes the elements that the iterations look at. */
  private prepare(lo: number, hi: number): void {
    if (this.arrays.length === 0 || hi <= lo) return;
    const ends = [this.index(lo), this.index(hi - 1)];
    for (const array of this.arrays) array.prepare(Math.min(...ends), Math.max(...ends) + 1);
  }

  begin(k: number): boolean {
    if (this.refused) this.miss();
    if (this.failed || this.cancelled()) return true;
    const at = k - this.lo;
    this.cursor.k = at;
    const { queues } = this;
    for (let i = 0; i < queues.length; i++) queues[i]!.begin(at);
    return false;
  }

  fail(error: unknown): void {
    this.miss();
    if (error !== MISS && this.parts.stopOnFail) this.failed = true;
  }

  /** The current iteration cannot be logged: also when the body's own `catch` swallows what is thrown here. */
  private refuse(): never {
    this.refused = true;
    throw MISS;
  }

  private miss(): void {
    this.refused = false;
    for (const queue of this.queues) queue.drop();
    this.misses.push(this.cursor.k);
  }

  lost(): void {
    this.refused = true;
  }

  index(k: number, counter = 0): number {
    return valueAt(this.parts.counters[counter]!, k);
  }

  random(_: number): number {
    return this.stream.next(this.lo + this.cursor.k);
  }

  scalar<T>(value: T): T {
    if (typeof value !== 'number' && !isPrimitive(value)) this.refuse();
    return value;
  }

  known(...roots: unknown[]): void {
    this.roots.push(...roots);
    this.home = null;
  }

  revive(types: readonly { readonly prototype: object }[]): void {
    const prototypes = types.map((type) => type.prototype);
    this.classes = { index: new Map(prototypes.map((proto, i) => [proto, i])), names: [] };
    revive(this.parts.captures.instances ?? [], prototypes);
  }

  /** A genuine error ended the chunk and certainly ends the loop. */
  get ended(): boolean {
    return this.failed;
  }

  private cancelled(): boolean {
    return this.words !== null && Atomics.load(this.words, Word.cancel) !== 0;
  }

  /** Only fresh plain data may leave: nothing that a capture or a known root reaches, nothing that a clone changes. */
  private admits(value: unknown): boolean {
    if (typeof value !== 'object') return false;
    this.home ??= reach([...this.captures, ...this.roots]);
    const home = this.home;
    const visit = (part: object): string | null =>
      home.has(part) ||
      !isOrdinary(part) ||
      (typeof SharedArrayBuffer !== 'undefined' && part instanceof SharedArrayBuffer)
        ? 'shared'
        : null;
    const found = emptyWalk(this.classes);
    if (walk(found, value, ANYWHERE, visit) !== null) return false;
    this.packing.buffers.push(...found.buffers);
    this.packing.bare.push(...found.bare);
    found.instances.forEach((objects, i) => {
      listOf(this.packing, i).push(...objects);
    });
    return true;
  }

  private take(ns: number): Packed<ChunkLog> {
    const count = this.cursor.k + 1;
    const log: ChunkLog = {
      count,
      columns: this.columns.map((column) => column.take(count)),
      writes: this.logs.map((writes) => writes.take(count)),
      misses: this.misses.length > 0 ? Int32Array.from(this.misses) : null,
      ns: count === this.hi - this.lo ? ns : 0,
    };
    return packed(log, this.packing);
  }
}

/** Extensible, and (unless it is an array or a view) without properties that a clone would make writable. */
const isOrdinary = (part: object): boolean => {
  if (!Object.isExtensible(part)) return false;
  if (Array.isArray(part) || ArrayBuffer.isView(part)) return true;
  return Object.values(Object.getOwnPropertyDescriptors(part)).every(
    (d) => d.writable === true && d.configurable === true,
  );
};
