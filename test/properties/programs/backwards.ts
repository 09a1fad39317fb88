import { compute, type Input } from './kernel.ts';

export function run({ items, fail }: Input, seen: unknown[]): unknown {
  const counts = [0, 0, 0, 0, 0];
  let last = Number.NaN;
  // @parallel
  for (let i = items.length - 1; i >= 0; i -= 2) {
    const value = compute(items[i]! + i, fail);
    counts[i % 5]! += value > 0 ? 1 : -1;
    last = value;
    seen.push(i, value);
  }
  return { counts, last };
}
