import { compute, type Input } from './kernel.ts';

export function run({ items, fail }: Input, seen: unknown[]): unknown {
  // @parallel
  const values = items.map((item, i) => compute(item, fail) + i);
  // @parallel
  const kept = items.filter((item) => compute(item + 1, fail) > 0);
  // @parallel
  kept.forEach((item) => {
    const value = compute(item + 2, fail);
    if (value < 0) return;
    seen.push(value);
  });
  return { values, kept };
}
