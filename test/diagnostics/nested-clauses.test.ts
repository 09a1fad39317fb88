import { transform } from '@parloop/transform';
import { describe, expect, test } from 'vitest';

/** Codes of what is wrong with an annotation inside of a loop that is accepted. */
const codes = (inner: string): string[] =>
  transform(
    `export function run(): number[] {
  const out: number[] = [];
  // @parallel
  for (let i = 0; i < 20; i++) {
    let sum = 0;
    // @parallel ${inner}
    for (let j = 0; j < 20; j++) sum += Math.sqrt(i * j);
    out.push(sum);
  }
  return out;
}
`,
    '/src/nested.ts',
  ).diagnostics.map(({ code }) => code);

describe('clauses of a loop inside of a parallel one', () => {
  test.each([
    ['', []],
    ['reduce(+: sum)', []],
    ['shared(sum)', ['PAR1011']],
    ['private(summ)', ['PAR1005']],
    ['seed(1)', ['PAR1008']],
    ['effects(io)', ['PAR1008']],
  ])('%j', (inner, expected) => {
    expect(codes(inner)).toEqual(expected);
  });
});
