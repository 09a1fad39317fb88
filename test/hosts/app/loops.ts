import { checked, fraction, hash } from './helper.ts';

/** Blocking form, direct writes. */
export function table(count: number): Float64Array {
  const out = new Float64Array(count);
  // @parallel
  for (let i = 0; i < count; i++) {
    out[i] = fraction(i) + Math.sqrt(i);
  }
  return out;
}

/** Blocking form, pushes in order and two folds. */
export function large(items: readonly number[], limit: number): { kept: string[]; sum: number; most: number } {
  const kept: string[] = [];
  let sum = 0;
  let most = 0;
  // @parallel
  for (const item of items) {
    const value = fraction(item * 3 + 1);
    if (value < limit) continue;
    kept.push(`${item}:${value.toFixed(6)}`);
    sum += value;
    most = Math.max(most, value);
  }
  return { kept, sum, most };
}

/** Awaited form. */
export async function codes(count: number): Promise<number[]> {
  const out: number[] = [];
  // @parallel
  for (let i = count - 1; i >= 0; i--) {
    const code = hash(i ^ 0x5bd1);
    out.push(code % 1000);
  }
  return out;
}

/** An array call. */
export function labels(items: readonly number[]): string[] {
  // @parallel
  const found = items.map((item, index) => `${index}-${hash(item).toString(36)}`);
  return found;
}

/** Fails in the helper, at the item that it calls broken; `seen` tells how far the loop came. */
export function failing(count: number, seen: number[]): number {
  let last = 0;
  // @parallel
  for (let i = 0; i < count; i++) {
    const value = checked(i);
    seen.push(i);
    last = value;
  }
  return last;
}
