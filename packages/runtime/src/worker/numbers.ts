/** A list that grows: doubles as long as only numbers arrive, anything from the first other value on. */
export class Numbers {
  values: Float64Array | unknown[];
  length = 0;

  constructor(capacity: number) {
    this.values = new Float64Array(capacity);
  }

  push(value: unknown): void {
    this.put(this.length++, value);
  }

  put(at: number, value: unknown): void {
    const values = this.values;
    if (typeof value === 'number' && at < values.length) values[at] = value;
    else this.putSlowly(at, value);
  }

  private putSlowly(at: number, value: unknown): void {
    if (this.values instanceof Float64Array) {
      if (typeof value === 'number') this.values = grown(this.values, at + 1);
      else this.values = Array.from(this.values.subarray(0, at));
    }
    this.values[at] = value;
  }

  /** The first `length` values, on memory of their own. */
  take(length: number): Float64Array | unknown[] {
    const values = this.values;
    if (values.length === length) return values;
    if (values instanceof Float64Array) return values.slice(0, length);
    values.length = length;
    return values;
  }
}

const grown = (values: Float64Array, needed: number): Float64Array => {
  const larger = new Float64Array(Math.max(16, needed, 2 * values.length));
  larger.set(values);
  return larger;
};
