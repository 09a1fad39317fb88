/** The table of the rules, and of what notices that one is switched off: `NOTICED.md`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'node:util';
import { RULES } from './rules.ts';

/** A random program, by its seed, or a fixture, by its name. */
export type Witness = { readonly seed: number } | { readonly fixture: string };

const HEAD = `# What notices that a rule is switched off

Written by \`npm run fuzz -- --sensitivity --update\`; a run without \`--update\` tries these programs and fixtures first.

| rule | noticed by |
|---|---|
`;

const ROW = /^\| (.+) \| (?:program (\d+)|fixture (\S+)) \|$/gm;

export function readNoticed(path: string): ReadonlyMap<string, Witness> {
  const rows = Array.from(readFileSync(path, 'utf8').matchAll(ROW));
  return new Map(
    rows.map(([, rule = '', seed, fixture = '']) => [rule, seed === undefined ? { fixture } : { seed: Number(seed) }]),
  );
}

/** Changes one row. Rows are in the order of the rules; those of rules that have gone go. */
export function noteWitness(path: string, rule: string, witness: Witness | undefined): void {
  const noticed = new Map<string, Witness | undefined>([...readNoticed(path), [rule, witness]]);
  const rows = RULES.flatMap(([name]) => {
    const by = noticed.get(name);
    if (by === undefined) return [];
    return [format('| %s | %s |\n', name, 'seed' in by ? `program ${by.seed}` : `fixture ${by.fixture}`)];
  });
  writeFileSync(path, HEAD + rows.join(''));
}
