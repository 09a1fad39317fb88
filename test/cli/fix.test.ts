/** Corrections: which are made by `check --fix`, and which are only proposed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, parloop } from './support.ts';

const loop = (annotation: string): string => `export function total(xs: number[]): number {
  let sum = 0;
  ${annotation}
  for (const x of xs) sum += Math.hypot(x, 3) * Math.cos(x) + Math.sqrt(x + 1);
  return sum;
}
`;

test.each([
  ['a misspelt clause', '// @parallel worker(4)', '// @parallel workers(4)'],
  ['an equals sign', '// @parallel workers=4', '// @parallel workers(4)'],
  ['both, one after the other', '// @parallel worker=4', '// @parallel workers(4)'],
  ['a clause that is given twice', '/* @parallel blocking blocking */', '/* @parallel blocking */'],
  ['two clauses of one annotation', '// @parallel workrs(2) blockng', '// @parallel workers(2) blocking'],
])('%s is corrected', (_, before, after) => {
  const folder = folderWith({ 'a.ts': loop(before) });
  expect(parloop(['check', 'a.ts'], folder).code).toBe(1);
  const { code, out, err } = parloop(['check', '--fix', 'a.ts'], folder);
  expect(readFileSync(join(folder, 'a.ts'), 'utf8')).toBe(loop(after));
  expect(err).toMatch(/^\d corrections? made in 1 file\.\n$/);
  expect(out).toBe('1 annotated construct in 1 file: 1 accepted.\n');
  expect(code).toBe(0);
});

const CHANGING = `export function grow(xs: number[]): void {
  // @parallel
  for (let i = 0; i < xs.length; i++) xs.push(Math.hypot(xs[i]!, 3) * Math.cos(i));
}
export function count(n: number): number {
  // @parallel
  while (n > 10) n = Math.sqrt(n);
  return n;
}
`;

interface ReportedFix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly { line: number; column: number; endLine: number; endColumn: number; text: string }[];
}

test('what changes the program is proposed, and never made', () => {
  const folder = folderWith({ 'a.ts': CHANGING });
  const { err } = parloop(['check', '--fix', 'a.ts'], folder);
  expect(readFileSync(join(folder, 'a.ts'), 'utf8')).toBe(CHANGING);
  expect(err).toBe('');
  const [file] = JSON.parse(parloop(['check', '--json', 'a.ts'], folder).out).files;
  const fixes = file.diagnostics.flatMap((diagnostic: { fixes?: ReportedFix[] }) => diagnostic.fixes ?? []);
  expect(fixes).toEqual([
    {
      title: 'Compute the bound once, before the loop',
      safe: false,
      edits: [
        { line: 2, column: 1, endLine: 2, endColumn: 1, text: '  const end = xs.length;\n' },
        { line: 3, column: 23, endLine: 3, endColumn: 32, text: 'end' },
      ],
    },
    {
      title: 'Remove the annotation: the loop stays serial',
      safe: false,
      edits: [{ line: 6, column: 1, endLine: 7, endColumn: 1, text: '' }],
    },
  ]);
});

const UNKNOWN = `import { guess } from 'some-package';
export function total(xs: number[]): number {
  let sum = 0;
  // @parallel workers(2)
  for (const x of xs) sum += guess(x);
  // @parallel
  for (const x of xs) sum += Math.hypot(x, Math.random());
  return sum;
}
`;

test('clauses that would help are proposed behind the others', () => {
  const [file] = JSON.parse(parloop(['check', '--json', 'a.ts'], folderWith({ 'a.ts': UNKNOWN })).out).files;
  const fixes = file.diagnostics.flatMap((diagnostic: { fixes?: ReportedFix[] }) => diagnostic.fixes ?? []);
  expect(fixes).toEqual([
    {
      title: 'Promise that it is pure, assume(pure(guess))',
      safe: false,
      edits: [{ line: 4, column: 26, endLine: 4, endColumn: 26, text: ' assume(pure(guess))' }],
    },
    {
      title: 'Draw the same numbers in every run, seed(1)',
      safe: false,
      edits: [{ line: 6, column: 15, endLine: 6, endColumn: 15, text: ' seed(1)' }],
    },
  ]);
});

test('SARIF lists them too', () => {
  const folder = folderWith({ 'a.ts': loop('// @parallel worker(4)') });
  const { runs } = JSON.parse(parloop(['check', '--sarif', 'a.ts'], folder).out);
  expect(runs[0].results[0].fixes[0].description.text).toBe("Replace with 'workers'");
});
