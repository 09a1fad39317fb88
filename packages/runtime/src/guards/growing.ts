import { holds } from './failure.ts';

/** Longest header that is run to find its values: they take 128 MB. */
export const LONGEST = 2 ** 24;

/** Numbers, as many as come. */
export class Growing {
  length = 0;
  private values = new Float64Array(64);

  push(value: number): void {
    holds(this.length < LONGEST, 'loop header does not end');
    if (this.length === this.values.length) {
      const larger = new Float64Array(2 * this.length);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }

  take(): Float64Array {
    return this.values.slice(0, this.length);
  }
}
