/** Programs that wait: what other code does meanwhile to what the loops read and write. */
import type { Random } from '../../properties/random.ts';

/** `$i` is the number of the round. */
const MEDDLING: readonly string[] = [
  'a[$i] = a[$i]! + 7;',
  'a.reverse();',
  'a.push($i);',
  'a.splice($i, 1);',
  'f[$i] = 0.5;',
  'b[$i + 1] = a[$i]!;',
  'items[$i]!.x += 100;',
  'items[$i]!.pos.x -= 1;',
  'items[$i]!.pos = { x: 1, y: 2 };',
  'items[$i]!.list.push($i);',
  'items[$i]!.list = a;',
  'items[$i]!.next = items[$i + 1]!;',
  'items[$i] = items[$i + 1]!;',
  'items.sort((p, q) => q.x - p.x);',
  'rows[$i]![0] = 50;',
  'rows[$i] = a;',
  'idx[$i] = 2;',
  'm.delete($i); m.set($i, 5);',
  'm.clear();',
  'st.add(77); st.delete($i);',
  'lim.v += 1;',
  'lim.at = 0;',
  'total += 3;',
  'sink.push($i);',
  'Object.defineProperty(items[$i]!, "x", { get: () => (total += 1), configurable: true, enumerable: true });',
  'items[$i]!.tag = { toString: () => { a[0]! += 1; return "t"; } } as unknown as string;',
];

const ROUNDS = [2, 4, 6, 9];

/** Body of a function that changes its inputs again and again. */
export function meddling(random: Random): string {
  const count = random.pick(ROUNDS);
  const rounds = Array.from({ length: count }, (_, i) => {
    const text = random.pick(MEDDLING).replaceAll('$i', String(random.pick([i, i + 1, i + 3])));
    return `${'await null; '.repeat(random.pick([0, 1, 1, 2, 3]))}${text}`;
  });
  return rounds.join('\n');
}
