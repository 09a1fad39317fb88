/** The loader as a runner of TypeScript: resolution, syntax, and whose files it touches. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../support/app.ts';
import { LOADER, node, origins, project } from './node.ts';

beforeAll(async () => {
  process.env.PARLOOP_CACHE = await temporaryFolder('cache');
  process.env.PARLOOP_DEBUG = 'loader';
});

async function run(files: Readonly<Record<string, string>>, entry = 'main.ts') {
  const folder = await project('modules', files);
  const outcome = await node([...LOADER, entry], { cwd: folder });
  return { ...outcome, folder };
}

describe('imports', () => {
  test.each([
    ['with the extension of the source', './x.ts'],
    ['with the extension of the output', './x.js'],
    ['without extension', './x'],
    ['with a query', './x?again'],
    ['of a folder', './folder'],
  ])('%s', async (_name, specifier) => {
    const { stdout, stderr } = await run({
      'main.ts': `import { value } from '${specifier}'; console.log(value as number);`,
      'x.ts': 'export const value: number = 7;',
      'folder/index.ts': 'export { value } from "../x";',
    });
    expect(stdout, stderr).toBe('7\n');
  });

  test('a JavaScript file comes before the source of the same name', async () => {
    const { stdout } = await run({
      'main.ts': "import { value } from './x.js'; console.log(value);",
      'x.ts': 'export const value = "source";',
      'x.js': 'export const value = "script";',
    });
    expect(stdout).toBe('script\n');
  });

  test('a module that does not exist is reported by its own name', async () => {
    const { status, stderr } = await run({ 'main.ts': "import './missing.js';" });
    expect(status).toBe(1);
    expect(stderr).toMatch(/ERR_MODULE_NOT_FOUND[\s\S]*missing\.js|missing\.js[\s\S]*ERR_MODULE_NOT_FOUND/);
  });
});

describe('syntax', () => {
  test('enums, parameter properties and namespaces', async () => {
    const { stdout, stderr } = await run({
      'main.ts': `
        enum Level { Low = 1, High = Low << 2 }
        class Point { constructor(readonly x: number) {} }
        namespace N { export const y = 3; }
        console.log(Level.High, new Point(2).x, N.y);`,
    });
    expect(stdout, stderr).toBe('4 2 3\n');
  });

  test('.mts and .tsx, with the JSX settings of the project and of what it extends', async () => {
    const { stdout, stderr } = await run(
      {
        'main.mts': "import { view } from './view.tsx'; console.log(JSON.stringify(view));",
        'view.tsx': "import { h } from './h.ts'; export const view = <p id={'a' as string}>text</p>;",
        'h.ts': 'export const h = (...all: unknown[]) => all;',
        'tsconfig.json': '{ "extends": "./base", /* nothing else */ }',
        'base.json': '{ "compilerOptions": { "jsx": "react", "jsxFactory": "h" }, } // the base',
      },
      'main.mts',
    );
    expect(stdout, stderr).toBe('["p",{"id":"a"},"text"]\n');
  });

  test('an error has the line of the source', async () => {
    const { status, stderr } = await run({
      'main.ts': 'interface Gone {\n  a: 1;\n}\n\nenum E { A }\nthrow new Error("here" + E.A);\n',
    });
    expect(status).toBe(1);
    expect(stderr).toContain('main.ts:6:7');
  });

  test('a file that does not parse says so', async () => {
    const { status, stderr } = await run({ 'main.ts': 'const = 1;' });
    expect(status).toBe(1);
    expect(stderr).toContain('main.ts:1:6');
  });
});

describe('whose files', () => {
  test('packages are not transformed, and JavaScript without annotations is left to Node', async () => {
    const { stdout, stderr, folder } = await run({
      'main.ts': "import { a } from 'pkg'; import { b } from './b.js'; console.log(a, b);",
      'b.js': 'export const b = 2;',
      'node_modules/pkg/package.json': '{"name": "pkg", "type": "module", "exports": "./index.js"}',
      'node_modules/pkg/index.js': '// @parallel wrong(1)\nexport const a = 1;',
    });
    expect(stdout).toBe('1 2\n');
    expect(origins({ stderr }, folder)).toEqual(['main plain main.ts']);
  });

  test('a CommonJS module with an annotation runs as it is, and this is said', async () => {
    const { stdout, stderr } = await run({
      'main.ts': "import c from './c.cjs'; import d from './d/index.js'; console.log(c, d);",
      'c.cjs': 'module.exports = 1;',
      'd/package.json': '{"type": "commonjs"}',
      'd/index.js': '// @parallel\nfor (let i = 0; i < 3; i++);\nmodule.exports = 2;',
    });
    expect(stdout).toBe('1 2\n');
    expect(stderr).toMatch(/parloop: .*index\.js is a CommonJS module: its annotations are ignored/);
  });

  test('the output of an earlier compilation is not compiled again', async () => {
    const { stdout, stderr, folder } = await run({
      'main.ts': "import { a } from './done.js'; console.log(a);",
      'done.js': '// @parallel\nconst site = () => $par.site({ contract: 1 });\nexport const a = 1;',
    });
    expect(stdout).toBe('1\n');
    expect(origins({ stderr }, folder)).toEqual(['main plain main.ts']);
  });
});

test('what every program loads contains neither the compiler nor esbuild', async () => {
  const entry = new URL(import.meta.resolve('@parloop/transform/register')).pathname;
  const folder = await temporaryFolder('graph');
  const entryPoints = [entry, join(entry, '../async-hooks.js')];
  const { metafile } = await build({
    entryPoints,
    outdir: folder,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    metafile: true,
  });
  const inputs = Object.values(metafile.inputs);
  const packages = new Set(inputs.flatMap(({ imports }) => imports.filter((i) => i.external).map((i) => i.path)));
  expect([...packages].filter((path) => !path.startsWith('node:'))).toEqual(['@parloop/runtime/contract']);
  expect(Object.keys(metafile.inputs).filter((path) => !/\/hosts\//.test(path))).toEqual([]);
});
