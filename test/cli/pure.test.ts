/** `--pure`: what the user vouches for is taken at his word, and verify mode finds out. */
import { expect, test } from 'vitest';
import { folderWith, parloop } from './support.ts';

const MAIN = `import { twice } from 'hidden';
const out: number[] = [];
// @parallel
for (let i = 0; i < 50; i++) out.push(twice(i));
console.log(out.join());
`;

/** A package whose functions nobody can see. */
const hidden = (body: string): Readonly<Record<string, string>> => ({
  'package.json': '{ "type": "module" }',
  'main.ts': MAIN,
  'node_modules/hidden/package.json': '{ "name": "hidden", "version": "1.0.0", "main": "index.js" }',
  'node_modules/hidden/index.js': `${body}\nexports.twice = make();\n`,
});

const PURE = "function make() { return new Function('x', 'return 2 * x'); }";
const COUNTING =
  'let calls = 0; function make() { return new Function("next", "return (x) => 2 * x + next()")(() => ++calls); }';
const DOUBLED = `${Array.from({ length: 50 }, (_, i) => 2 * i).join()}\n`;

test('without it the function is not known', () => {
  const { code, err } = parloop(['run', 'main.ts'], folderWith(hidden(PURE)));
  expect(err).toContain('PAR4001');
  expect(code).toBe(1);
});

test('--pure with a package, and with a function of it', () => {
  const folder = folderWith(hidden(PURE));
  expect(parloop(['run', '--pure', 'hidden', 'main.ts'], folder)).toEqual({ code: 0, out: DOUBLED, err: '' });
  expect(parloop(['explain', '--pure', 'hidden#twice', 'main.ts'], folder).out).toContain(
    'not proved: pure: hidden#twice',
  );
});

test('PARLOOP_PURE says the same, for `build` as well', () => {
  const folder = folderWith(hidden(PURE));
  expect(parloop(['run', 'main.ts'], folder, { PARLOOP_PURE: 'other, hidden' }).out).toBe(DOUBLED);
  const { code } = parloop(['build', 'main.ts', '--out-dir', 'out', '--pure', 'hidden'], folder);
  expect(code).toBe(0);
});

test('names of other functions are no help', () => {
  expect(parloop(['check', '--pure', 'hidden#thrice,other', 'main.ts'], folderWith(hidden(PURE))).code).toBe(1);
});

test('a function that is not pure is found out by verify mode', () => {
  const folder = folderWith(hidden(COUNTING));
  const { code, err } = parloop(['run', '--pure', 'hidden', 'main.ts'], folder, { PARLOOP: 'verify' });
  expect(err).toMatch(/element \d+ differs: serial \d+, parallel \d+; one of these does not hold: pure: hidden/);
  expect(code).toBe(1);
});
