/** The tables of the README are true: every line is compiled, and has the verdict or the diagnostic that it says. */
import { readFileSync } from 'node:fs';
import { transform } from '@parloop/transform';
import { describe, expect, test } from 'vitest';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** A row of code, and of a diagnostic's code if it is refused. */
const ROW = /^\| `(?<code>[^`]+)` \|(?: (?<refusal>PAR\d+) \|)? .+\|$/gm;

/** What the tables take for granted. */
const inContext = (code: string): string => `
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { guess } from 'some-package';

function f(x: number): number {
  let y = 0;
  for (let round = 0; round < 1000; round++) y = Math.sin(y + x);
  return y;
}

const memory = new Map<number, number>();
function remembered(x: number): number {
  const known = memory.get(x) ?? f(x);
  memory.set(x, known);
  return known;
}

async function save(y: number): Promise<number> {
  await null;
  return y;
}

export ${code.includes('await') ? 'async ' : ''}function context(xs: number[], items: { x: number; y: number }[], paths: string[], n: number, limit: number) {
  const out: number[] = new Array<number>(n).fill(0);
  const kept: number[] = [];
  const counts = new Map<number, number>();
  let sum = 0;
  let state = 0;
  let best = -Infinity;
  let winner = 0;
  // @parallel
  ${code}
  return { out, kept, counts, sum, state, best, winner };
}
`;

const rows = [...README.matchAll(ROW)].map(({ groups }) => ({
  code: groups?.code ?? '',
  refusal: groups?.refusal,
}));
/** Other tables of the README begin with words in code, too. */
const isStatement = ({ code }: { code: string }): boolean => code.endsWith(';') || code.endsWith('}');
const accepted = rows.filter(({ refusal }) => refusal === undefined).filter(isStatement);
const refused = rows.filter(({ refusal }) => refusal !== undefined);

describe('accepted', () => {
  test('there are rows', () => expect(accepted.length).toBeGreaterThan(5));
  test.each(accepted)('$code', ({ code }) => {
    const { constructs, diagnostics } = transform(inContext(code), '/readme.ts');
    expect(diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
    const inParallel = constructs.filter(({ verdict }) => /^(parallel|guarded)$/.test(verdict));
    expect(inParallel.length).toBeGreaterThan(0);
    // Every link of a chain counts; those without work stay serial.
    expect(constructs.every(({ verdict }) => verdict !== 'refused')).toBe(true);
  });
});

describe('refused', () => {
  test('there are rows', () => expect(refused.length).toBeGreaterThan(5));
  test.each(refused)('$code: $refusal', ({ code, refusal }) => {
    const { diagnostics } = transform(inContext(code), '/readme.ts');
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(refusal);
  });
});
