/** Bodies that are too large to be analysed: counted, so that every machine gives up at the same place. */
import { transform } from '@parloop/transform';
import { describe, expect, test } from 'vitest';

const lines = (n: number, line: (k: number) => string): string =>
  Array.from({ length: n }, (_, k) => line(k)).join('\n');

const subscripts = (n: number, clauses = ''): string => `
export function large(a: Float64Array, b: Float64Array): void {
  // @parallel${clauses}
  for (let i = 0; i < 1000; i++) {
    ${lines(n, (k) => `a[${n} * i + ${k}] = Math.sqrt(a[${n} * i + ${k}]!) + Math.hypot(b[i + ${k}]!, 2);`)}
  }
}`;

const SMALL = `
export function small(a: Float64Array): void {
  // @parallel
  for (let i = 0; i < 1000; i++) a[i] = Math.hypot(a[i]!, 2);
}`;

const definitions = (n: number): string => `
export function large(b: Float64Array): number[] {
  const out: number[] = [];
  // @parallel
  for (let i = 0; i < 1000; i++) {
    let v = b[i]!;
    ${lines(n, (k) => `if (v > ${k}) v = Math.hypot(v, ${k});`)}
    out.push(v);
  }
  return out;
}`;

const calls = (n: number): string => `
${lines(n, (k) => `function g${k}(x: number): number { return ${k > 0 ? `g${k - 1}(x + 1)` : 'Math.hypot(x, 2)'} + 1; }`)}
export function large(b: Float64Array): number[] {
  const out: number[] = [];
  // @parallel
  for (let i = 0; i < 1000; i++) out.push(g${n - 1}(b[i]!));
  return out;
}`;

describe('a body that is too large', () => {
  test.each([
    ['subscripts', subscripts(300)],
    ['definitions of one variable', definitions(1500)],
    ['calls', calls(20_000)],
  ])('because of its %s: stays serial, with a warning', (_what, text) => {
    const { diagnostics, constructs } = transform(text, 'large.ts');
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['PAR9001', 'warning']]);
    expect(constructs[0]!.verdict).toBe('serial');
  });

  test('is left as it is, and other loops of the file run in parallel', () => {
    const text = definitions(1500) + SMALL;
    const [first, second] = [transform(text, 'large.ts'), transform(text, 'large.ts')];
    expect(first.constructs.map(({ verdict }) => verdict)).toEqual(['serial', 'guarded']);
    expect(second.code).toBe(first.code);
    expect(first.code).toContain(text.slice(text.indexOf('for (let'), text.indexOf('export function small')));
  });

  test('is refused with a seed, which a serial loop would not heed', () => {
    const { diagnostics } = transform(subscripts(300, ' seed(7)').replace('b[i + 0]!', 'Math.random()'), 'large.ts');
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['PAR2013', 'error']]);
  });

  test('is far larger than what people write', () =>
    expect(transform(subscripts(60), 'large.ts').diagnostics).toEqual([]));
});
