import type { WorkerWrites } from '../contract.ts';
import { type Admit, type Cursor, isPrimitive, type Queue } from './column.ts';
import { Numbers } from './numbers.ts';
import type { WriteLog } from './protocol.ts';

/** The writes to one target in one chunk. All write sites of a target share one log, so their order is kept. */
export class LogWrites implements WorkerWrites, Queue {
  private readonly op: 'set' | 'push';
  private readonly cursor: Cursor;
  private readonly admit: Admit;
  private readonly refuse: () => never;
  private values = new Numbers(0);
  /** null while the subscripts run upwards by one from `base`. */
  private indices: Numbers | null = null;
  private base = 0;
  private offsets = new Int32Array(0);

  /** @param refuse makes the iteration a miss */
  constructor(op: 'set' | 'push', cursor: Cursor, admit: Admit, refuse: () => never) {
    this.op = op;
    this.cursor = cursor;
    this.admit = admit;
    this.refuse = refuse;
  }

  reset(count: number): void {
    this.values = new Numbers(count);
    this.indices = null;
    this.offsets = new Int32Array(count);
  }

  begin(k: number): void {
    this.offsets[k] = this.values.length;
  }

  drop(): void {
    this.values.length = this.offsets[this.cursor.k]!;
  }

  set<T>(index: unknown, value: T): T {
    if (typeof index !== 'number') this.refuse();
    const at = this.values.length;
    this.push(value);
    if (at === 0) this.base = index as number;
    if (this.indices !== null) this.indices.put(at, index);
    else if (index !== this.base + at) this.scatter(at, index as number);
    return value;
  }

  /** The subscripts stop running upwards by one: from here on each is logged. */
  private scatter(at: number, index: number): void {
    this.indices = new Numbers(Math.max(16, 2 * at));
    for (let e = 0; e < at; e++) this.indices.put(e, this.base + e);
    this.indices.put(at, index);
  }

  push(value: unknown): void {
    if (typeof value !== 'number' && !isPrimitive(value)) this.admit(value);
    this.values.push(value);
  }

  take(count: number): WriteLog {
    const { length } = this.values;
    const indices = this.indices?.take(length) ?? null;
    return {
      op: this.op,
      values: this.values.take(length),
      indices: indices instanceof Float64Array ? indices : null,
      base: this.base,
      offsets: length === count && regular(this.offsets, count) ? null : this.offsets,
    };
  }
}

const regular = (offsets: Int32Array, count: number): boolean => {
  for (let k = 0; k < count; k++) if (offsets[k] !== k) return false;
  return true;
};
