import { compute, type Input } from './kernel.ts';

export async function run({ items, fail, stop }: Input): Promise<unknown> {
  const out: [number, number][] = [];
  let best = -Infinity;
  let winner = -1;
  // @parallel
  for (let i = 0; i < items.length; i++) {
    if (items[i] === stop) continue;
    const value = compute(items[i]!, fail);
    out.push([i, value]);
    if (value > best) {
      best = value;
      winner = i;
    }
  }
  return { out, best, winner };
}
