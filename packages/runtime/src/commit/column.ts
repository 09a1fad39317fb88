import type { Column } from '../contract.ts';
import type { Comparison } from './comparison.ts';

const NOTHING: ArrayLike<unknown> = [];

/** A column as the replay reads it. */
export class ReplayColumn implements Column {
  v: ArrayLike<unknown> = NOTHING;
  i = 0;
  /** Only in verify mode. */
  comparison: Comparison | null = null;
  offsets: Int32Array | null = null;

  self<T>(value: T): T {
    if (this.comparison !== null) this.comparison.site(this, value);
    return value;
  }
}
