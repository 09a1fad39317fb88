/** "Did you mean …?" */

/** Levenshtein's distance, one row at a time. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The word that was probably meant: at most a third of its letters differ. */
export function closest(word: string, words: readonly string[]): string | undefined {
  let best: { known: string; off: number } | undefined;
  for (const known of words) {
    const off = distance(word.toLowerCase(), known.toLowerCase());
    if (best === undefined || off < best.off) best = { known, off };
  }
  return best && best.off <= Math.max(1, Math.floor(best.known.length / 3)) ? best.known : undefined;
}
