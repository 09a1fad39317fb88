import type { WorkerColumn } from '../contract.ts';
import { Numbers } from './numbers.ts';
import type { ColumnLog } from './protocol.ts';

/** Returns when an object or function may be logged, else makes the iteration a miss by throwing. */
export type Admit = (value: unknown) => void;

export const isPrimitive = (value: unknown): boolean =>
  value === null || (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol');

/** Where a job stands in its chunk; shared with the columns so that a new iteration costs one assignment. */
export interface Cursor {
  /** Index of the current iteration in the chunk. */
  k: number;
}

/** A log with any number of entries per iteration: it has to know where each iteration begins. */
export interface Queue {
  begin(k: number): void;
  /** Drops what the current iteration logged. */
  drop(): void;
}

/** The log of a site that is written at most once per iteration. */
export class OnceColumn implements WorkerColumn {
  private readonly cursor: Cursor;
  private readonly admit: Admit;
  private log = new Numbers(0);

  constructor(cursor: Cursor, admit: Admit) {
    this.cursor = cursor;
    this.admit = admit;
  }

  /** Begins a chunk of `count` iterations. */
  reset(count: number): void {
    this.log = new Numbers(count);
  }

  put<T>(value: T): T {
    if (typeof value !== 'number' && !isPrimitive(value)) this.admit(value);
    this.log.put(this.cursor.k, value);
    return value;
  }

  take(count: number): ColumnLog {
    return { values: this.log.take(count), offsets: null };
  }
}

/** The log of a site that is written any number of times. */
export class ManyColumn implements WorkerColumn, Queue {
  private readonly cursor: Cursor;
  private readonly admit: Admit;
  private log = new Numbers(0);
  private offsets = new Int32Array(0);

  constructor(cursor: Cursor, admit: Admit) {
    this.cursor = cursor;
    this.admit = admit;
  }

  reset(count: number): void {
    this.log = new Numbers(count);
    this.offsets = new Int32Array(count);
  }

  begin(k: number): void {
    this.offsets[k] = this.log.length;
  }

  drop(): void {
    this.log.length = this.offsets[this.cursor.k]!;
  }

  put<T>(value: T): T {
    if (typeof value !== 'number' && !isPrimitive(value)) this.admit(value);
    this.log.push(value);
    return value;
  }

  take(): ColumnLog {
    return { values: this.log.take(this.log.length), offsets: this.offsets };
  }
}
