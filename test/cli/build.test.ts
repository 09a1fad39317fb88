/** `parloop build` on ordinary modules: where files go, what they import, and that Node runs them. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow, folderWith, node, parloop } from './support.ts';

const modules = (folder: string): string[] => filesBelow(folder).filter((name) => !name.endsWith('.map'));

test('local modules are followed along every kind of import, and specifiers are rewritten', () => {
  const folder = folderWith({
    'app/main.ts': `
      import { a } from './a.ts';
      import { b } from './lib/b.js';
      import c from '../shared/c';
      import type { T } from './types.ts';
      import { type U, d } from './d.mts';
      export * from './e.ts';
      import data from './data.json' with { type: 'json' };
      const { f } = await import('./f.tsx');
      const text: T = "import x from './not-a-module.ts'";
      console.log(a, b, c, d satisfies U, data.n, f, text, new URL('./data.json', import.meta.url).pathname.length > 0);
    `,
    'app/a.ts': 'export const a: number = 1;',
    'app/lib/b.ts': 'export const b: number = 2;',
    'shared/c/index.ts': 'enum E { three = 3 }\nexport default E.three;',
    'app/types.ts': 'export type T = string; throw new Error("not to be loaded");',
    'app/d.mts': 'export type U = number; export const d = 4;',
    'app/e.ts': 'export {};',
    'app/data.json': '{"n": 5}',
    'app/f.tsx': 'export const f = 6;',
  });
  const { code, out, err } = parloop(['build', 'app/main.ts', '--out-dir', 'out'], folder);
  expect(err).toBe('');
  expect(out).toBe('7 modules and 0 worker modules written to out (16 files).\n');
  expect(code).toBe(0);
  expect(modules(join(folder, 'out'))).toEqual([
    'app/a.js',
    'app/d.mjs',
    'app/data.json',
    'app/e.js',
    'app/f.js',
    'app/lib/b.js',
    'app/main.js',
    'package.json',
    'shared/c/index.js',
  ]);
  const run = node(['--disable-warning=ExperimentalWarning', 'out/app/main.js'], folder);
  expect(run.err).toBe('');
  expect(run.out).toBe("1 2 3 4 5 6 import x from './not-a-module.ts' true\n");
});

test('a program of one folder lies at the top of the output, and stacks name the source', () => {
  const folder = folderWith({
    'src/main.ts': "import { fail } from './deep/fail.ts';\n\n\ninterface A { x: 1 }\nfail();\n",
    'src/deep/fail.ts': 'type B = 1;\n\n\nexport function fail(): never {\n  throw new Error("as meant");\n}\n',
  });
  expect(parloop(['build', 'src/main.ts', '--out-dir', 'out'], folder).code).toBe(0);
  expect(modules(join(folder, 'out'))).toEqual(['deep/fail.js', 'main.js', 'package.json']);
  const { err } = node(['--enable-source-maps', 'out/main.js'], folder);
  expect(err).toContain(join(folder, 'src/deep/fail.ts:5:9'));
  expect(err).toContain(join(folder, 'src/main.ts:5:1'));
});

test('CommonJS keeps its meaning', () => {
  const folder = folderWith({
    'main.ts': "import old from './old.js';\nimport older from './older.cts';\nconsole.log(old.x, older.y);\n",
    'old.js': "const { sep } = require('node:path');\nmodule.exports = { x: sep.length };\n",
    'older.cts':
      "import { sep } from 'node:path';\nimport { two } from './two.cjs';\nexport = { y: sep.length * (two as number) };\n",
    'two.cjs': 'exports.two = 2;\n',
  });
  expect(parloop(['build', 'main.ts', '--out-dir', 'out'], folder)).toMatchObject({ code: 0, err: '' });
  expect(modules(join(folder, 'out'))).toEqual(['main.js', 'old.cjs', 'older.cjs', 'package.json', 'two.cjs']);
  expect(node(['out/main.js'], folder)).toMatchObject({ code: 0, out: '1 2\n' });
});

test('a configuration names the files and the folders', () => {
  const folder = folderWith({
    'tsconfig.json': '{ "compilerOptions": { "outDir": "dist", "rootDir": "." }, "include": ["src"] }',
    'src/a.ts': 'console.log(1 as number);\n',
    'src/types.d.ts': 'declare const nothing: 1;\n',
  });
  expect(parloop(['build', '-p', 'tsconfig.json'], folder)).toMatchObject({ code: 0, err: '' });
  expect(node(['dist/src/a.js'], folder).out).toBe('1\n');
});

test('the output folder is not turned into a module scope when it lies in one', () => {
  const folder = folderWith({
    'package.json': '{"type": "module"}',
    'a.ts': 'console.log(import.meta.url.length > 0);\n',
  });
  expect(parloop(['build', 'a.ts', '--out-dir', 'out'], folder).code).toBe(0);
  expect(modules(join(folder, 'out'))).toEqual(['a.js']);
});

describe('nothing is written when', () => {
  const unwritten = (files: Record<string, string>, args: string[], exit: number) => {
    const folder = folderWith(files);
    const before = filesBelow(folder);
    const { code, err } = parloop(['build', ...args], folder);
    expect(filesBelow(folder)).toEqual(before);
    expect(code).toBe(exit);
    return err;
  };

  test('a module is missing', () =>
    expect(unwritten({ 'a.ts': "import './gone.ts';\n" }, ['a.ts', '--out-dir', 'out'], 1)).toContain(
      "a.ts imports './gone.ts', which does not exist.",
    ));

  test('a module does not parse', () => {
    const files = { 'a.ts': "import './b.ts';\n", 'b.ts': 'const a = ;\n' };
    const err = unwritten(files, ['a.ts', '--out-dir', 'out'], 1);
    expect(err).toContain('b.ts:1:11 - error PAR9004: This file has a syntax error: Expression expected.');
    expect(err).toContain('1 │ const a = ;\n    │           ~');
  });

  test('it would overwrite a source', () =>
    expect(
      unwritten({ 'package.json': '{"type":"module"}', 'a.js': 'export {};\n' }, ['a.js', '--out-dir', '.'], 2),
    ).toContain('would overwrite the source'));

  test('two sources have one name in the output', () =>
    expect(
      unwritten({ 'a.ts': "import './a.tsx';\n", 'a.tsx': 'export {};\n' }, ['a.ts', '--out-dir', 'out'], 2),
    ).toContain('Two modules would be written to'));

  test("the output folder's own manifest says CommonJS", () =>
    expect(unwritten({ 'a.ts': 'export {};\n', 'out/package.json': '{}' }, ['a.ts', '--out-dir', 'out'], 2)).toContain(
      'put "type": "module" into',
    ));
});

test('building again replaces what was there', () => {
  const folder = folderWith({ 'a.ts': 'console.log(1);\n' });
  parloop(['build', 'a.ts', '--out-dir', 'out'], folder);
  writeFileSync(join(folder, 'a.ts'), 'console.log(2);\n');
  parloop(['build', 'a.ts', '--out-dir', 'out'], folder);
  expect(node(['out/a.js'], folder).out).toBe('2\n');
  expect(existsSync(join(folder, 'out/a.js.map'))).toBe(true);
  expect(JSON.parse(readFileSync(join(folder, 'out/a.js.map'), 'utf8'))).toMatchObject({ sources: ['../a.ts'] });
});

describe('the runtime', () => {
  const FILES = { 'a.ts': "import * as runtime from '@parloop/runtime';\nconsole.log(typeof runtime.open);\n" };

  test('is named by its place where Node would not find it, and the command says so', () => {
    const folder = folderWith(FILES);
    const { code, err } = parloop(['build', 'a.ts', '--out-dir', 'out'], folder);
    expect(err).toContain('@parloop/runtime is not installed where the output lies');
    expect(code).toBe(0);
    expect(readFileSync(join(folder, 'out/a.js'), 'utf8')).toContain('"file://');
    expect(node(['out/a.js'], folder)).toMatchObject({ code: 0, out: 'function\n' });
  });

  test('is imported by name where it is installed', () => {
    const folder = folderWith({
      ...FILES,
      'node_modules/@parloop/runtime/package.json': '{"type": "module", "exports": "./index.js"}',
      'node_modules/@parloop/runtime/index.js': 'export const open = 1;\n',
    });
    expect(parloop(['build', 'a.ts', '--out-dir', 'out'], folder).err).toBe('');
    expect(readFileSync(join(folder, 'out/a.js'), 'utf8')).toContain('from "@parloop/runtime"');
    expect(node(['out/a.js'], folder)).toMatchObject({ code: 0, out: 'number\n' });
  });
});
