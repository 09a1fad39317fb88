/** A small generator of random choices: the same seed gives the same ones everywhere. */
export interface Random {
  /** Integer from 0 to `n` - 1. */
  below(n: number): number;
  pick<T>(list: readonly T[]): T;
}

/** Multiply-with-carry on 32 bits, mixed before use. */
export function chooser(seed: number): Random {
  let state = (seed * 2654435761 + 1) >>> 0;
  const below = (n: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 16), 0x45d9f3b) >>> 0;
    return (mixed >>> 8) % n;
  };
  return { below, pick: (list) => list[below(list.length)]! };
}
