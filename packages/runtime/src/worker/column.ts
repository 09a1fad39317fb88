import type { ColumnSpec, WorkerColumn } from '../contract.ts';
import { Numbers } from './numbers.ts';
import type { ColumnLog } from './protocol.ts';

/** Returns when an object or function may be logged, else makes the iteration a miss by throwing. */
export type Admit = (value: unknown) => void;

export const isPrimitive = (value: unknown): boolean =>
  value === null || (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol');

/** The log of one site for one chunk. */
export class LogColumn implements WorkerColumn {
  private readonly many: boolean;
  private readonly admit: Admit;
  private log = new Numbers(0);
  private offsets: Int32Array | null = null;
  private iteration = 0;
  private written = 0;

  constructor(spec: ColumnSpec, admit: Admit) {
    this.many = spec.kind === 'many';
    this.admit = admit;
  }

  /** Begins a chunk of `count` iterations. */
  reset(count: number): void {
    this.log = new Numbers(count);
    this.offsets = this.many ? new Int32Array(count) : null;
    this.written = 0;
  }

  /** Begins iteration `k` of the chunk. */
  begin(k: number): void {
    this.iteration = k;
    if (this.offsets !== null) this.offsets[k] = this.log.length;
  }

  /** Drops what the current iteration logged. */
  drop(): void {
    if (this.offsets !== null) this.log.length = this.offsets[this.iteration]!;
  }

  put<T>(value: T): T {
    if (typeof value !== 'number' && !isPrimitive(value)) this.admit(value);
    if (this.many) this.log.push(value);
    else {
      this.log.put(this.iteration, value);
      this.written = this.iteration + 1;
    }
    return value;
  }

  take(): ColumnLog {
    return { values: this.log.take(this.many ? this.log.length : this.written), offsets: this.offsets };
  }
}
