import { compute, type Input } from './kernel.ts';

interface Item {
  readonly id: number;
  score?: number;
}

export function run({ items, fail, stop }: Input, seen: unknown[]): unknown {
  const objects: Item[] = items.map((id) => ({ id }));
  const groups = new Map<string, Item[]>();
  const signs = new Set<number>();
  seen.push(groups, signs, objects);
  // @parallel
  for (const object of objects) {
    const score = compute(object.id, fail);
    object.score = score;
    signs.add(Math.sign(score));
    const key = score > 0 ? 'positive' : 'other';
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [object]);
    else group.push(object);
    if (object.id === stop) return 'left';
  }
  return 'all';
}
