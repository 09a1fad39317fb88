/** What the programs compute with; `fail` names the items that throw. */

export interface Input {
  readonly items: readonly number[];
  /** Items for which the computation throws. */
  readonly fail: readonly number[];
  /** Item at which the loop is left, if it is left. */
  readonly stop: number;
}

export class ItemError extends RangeError {
  readonly item: number;
  constructor(item: number) {
    super(`item ${item}`);
    this.item = item;
  }
}

/** A fraction with all its bits, -0 and NaN for some items. */
export function compute(item: number, fail: readonly number[]): number {
  if (fail.includes(item)) throw new ItemError(item);
  let state = item | 0;
  for (let round = 0; round < 20; round++) state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + round;
  if (state % 13 === 0) return -0;
  return state % 17 === 0 ? Number.NaN : state / 3;
}
