import { compute, type Input } from './kernel.ts';

export function run({ items, fail, stop }: Input, seen: unknown[]): unknown {
  let sum = 0;
  let product = 1;
  let most = -Infinity;
  let text = '';
  // @parallel
  for (let i = 0; i < items.length; i++) {
    const value = compute(items[i]!, fail);
    if (items[i] === stop) break;
    sum += value;
    product *= 1 + 1 / value;
    most = Math.max(most, value);
    text += value < 0 ? '-' : '+';
    if (value > 0) seen.push({ i, value });
  }
  return { sum, product, most, text };
}
