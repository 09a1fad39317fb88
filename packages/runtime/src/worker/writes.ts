import type { WorkerWrites } from '../contract.ts';
import { type Admit, isPrimitive } from './column.ts';
import { Numbers } from './numbers.ts';
import type { WriteLog } from './protocol.ts';

/** The writes to one target in one chunk. All write sites of a target share one log, so their order is kept. */
export class LogWrites implements WorkerWrites {
  private readonly op: 'set' | 'push';
  private readonly admit: Admit;
  private readonly refuse: () => never;
  private values = new Numbers(0);
  private indices = new Numbers(0);
  private offsets = new Int32Array(0);
  private iteration = 0;

  /** @param refuse makes the iteration a miss */
  constructor(op: 'set' | 'push', admit: Admit, refuse: () => never) {
    this.op = op;
    this.admit = admit;
    this.refuse = refuse;
  }

  reset(count: number): void {
    this.values = new Numbers(count);
    this.indices = new Numbers(this.op === 'set' ? count : 0);
    this.offsets = new Int32Array(count);
  }

  begin(k: number): void {
    this.iteration = k;
    this.offsets[k] = this.values.length;
  }

  drop(): void {
    this.values.length = this.offsets[this.iteration]!;
    this.indices.length = Math.min(this.indices.length, this.values.length);
  }

  set<T>(index: unknown, value: T): T {
    if (typeof index !== 'number') this.refuse();
    this.push(value);
    this.indices.push(index);
    return value;
  }

  push(value: unknown): void {
    if (typeof value !== 'number' && !isPrimitive(value)) this.admit(value);
    this.values.push(value);
  }

  take(count: number): WriteLog {
    const length = this.values.length;
    const indices = this.op === 'set' ? this.indices.take(length) : [];
    const base = length > 0 && this.op === 'set' ? Number(indices[0]) : 0;
    return {
      op: this.op,
      values: this.values.take(length),
      indices: indices instanceof Float64Array && !runs(indices, base) ? indices : null,
      base,
      offsets: length === count && regular(this.offsets, count) ? null : this.offsets,
    };
  }
}

/** The subscripts are base, base + 1, … */
const runs = (indices: Float64Array, base: number): boolean => {
  for (let i = 0; i < indices.length; i++) if (indices[i] !== base + i) return false;
  return true;
};

const regular = (offsets: Int32Array, count: number): boolean => {
  for (let k = 0; k < count; k++) if (offsets[k] !== k) return false;
  return true;
};
