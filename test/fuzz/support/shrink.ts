/** Makes a failing program smaller while it still fails. */
import { apply, edits } from './edits.ts';

/** Most programs that are tried. */
const TRIES = 3000;

/**
 * The smallest program found.
 *
 * @param fails whether a program still shows the failure
 */
export async function shrink(
  source: string,
  fails: (source: string) => Promise<boolean>,
  tries = TRIES,
): Promise<string> {
  let best = source;
  const seen = new Set([source]);
  let left = tries;
  for (let progress = true; progress && left > 0; ) {
    progress = false;
    let at = 0;
    for (let list = edits(best); at < list.length && left > 0; at++) {
      const next = apply(best, list[at]!);
      if (seen.has(next)) continue;
      seen.add(next);
      left--;
      if (!(await fails(next))) continue;
      best = next;
      progress = true;
      list = edits(best);
      at = Math.max(-1, Math.floor(at / 2) - 1);
    }
  }
  return best.replace(/\n\s*\n/g, '\n');
}
