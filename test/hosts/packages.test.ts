/** Loops that call functions of packages, through every door: the worker modules find the packages where the program does. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import esbuildPlugin from '@parloop/vite-plugin/esbuild';
import rolldownPlugin from '@parloop/vite-plugin/rolldown';
import rollupPlugin from '@parloop/vite-plugin/rollup';
import vitePlugin from '@parloop/vite-plugin/vite';
import { build as esbuild, transform } from 'esbuild';
import { rolldown } from 'rolldown';
import { type Plugin, rollup } from 'rollup';
import { build as viteBuild } from 'vite';
import { expect, test } from 'vitest';
import { runParallel } from '../support/app.ts';
import { LOADER, node, parallel, project } from './loader/node.ts';

const FILES = {
  'src/main.ts': `import checksum from 'checksum';
import { mean } from 'kit';
import { spread } from './lib/spread.ts';

const rows = Array.from({ length: 64 }, (_, i) => Array.from({ length: 32 }, (_, j) => Math.sin(i * 32 + j)));
const out: number[] = [];
// @parallel
for (const row of rows) {
  out.push(mean(row) + spread(row) + checksum(row.join()));
}
console.log(JSON.stringify(out));
`,
  'src/lib/spread.ts': `import { mean } from 'kit';
export const spread = (row: number[]): number => Math.max(...row) - mean(row);
`,
  'node_modules/kit/package.json': JSON.stringify({
    name: 'kit',
    version: '1.0.0',
    type: 'module',
    exports: { import: './index.js', require: './index.cjs' },
  }),
  'node_modules/kit/index.js': `export { mean } from './mean.js';\n`,
  'node_modules/kit/mean.js': `export function mean(xs) {
  let total = 0;
  for (const x of xs) total += x;
  return total / xs.length;
}
`,
  'node_modules/kit/index.cjs': `exports.mean = (xs) => { throw new Error('the other file'); };\n`,
  'node_modules/checksum/package.json': '{ "name": "checksum", "version": "2.0.0" }',
  'node_modules/checksum/index.js': `var table = new Uint32Array(256);
for (var n = 0; n < 256; n++) table[n] = (n * 2654435761) >>> 0;
module.exports = function (text) {
  var h = 0;
  for (var i = 0; i < text.length; i++) h = (h ^ table[text.charCodeAt(i) & 255]) >>> 0;
  return h;
};
`,
};

/** What the program prints when its annotation is a comment. */
async function serial(folder: string): Promise<string> {
  const { stdout } = await node([...LOADER, 'src/main.ts'], { cwd: folder, env: { PARLOOP: 'serial' } });
  return stdout;
}

type Run = Awaited<ReturnType<typeof runParallel>>;

async function expectParallel(folder: string, { stdout, constructs }: Run): Promise<void> {
  expect(stdout).toBe(await serial(folder));
  expect(stdout).toMatch(/^\[[-\d.,]+\]\n$/);
  expect(constructs).toMatchObject([{ runs: 1, parallelRuns: 1, serialReasons: {} }]);
}

const external = ['@parloop/runtime', 'kit', 'checksum'];

const stripTypes: Plugin = {
  name: 'strip-types',
  async transform(code, id) {
    return /\.ts/.test(id) ? { code: (await transform(code, { loader: 'ts' })).code, map: null } : null;
  },
};

test('the loader', async () => {
  const folder = await project('packages-loader', FILES);
  await expectParallel(folder, await parallel([...LOADER, 'src/main.ts'], { cwd: folder }));
});

test('esbuild', async () => {
  const folder = await project('packages-esbuild', FILES);
  await esbuild({
    entryPoints: [join(folder, 'src/main.ts')],
    outdir: join(folder, 'out'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
    plugins: [esbuildPlugin()],
  });
  await expectParallel(folder, await runParallel(join(folder, 'out/main.mjs')));
});

test('Rollup', async () => {
  const folder = await project('packages-rollup', FILES);
  const bundle = await rollup({ input: join(folder, 'src/main.ts'), external, plugins: [rollupPlugin(), stripTypes] });
  await bundle.write({
    dir: join(folder, 'out'),
    format: 'es',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
  });
  await expectParallel(folder, await runParallel(join(folder, 'out/main.mjs')));
});

test('Rolldown, which bundles the packages', async () => {
  const folder = await project('packages-rolldown', FILES);
  const bundle = await rolldown({
    input: join(folder, 'src/main.ts'),
    external: ['@parloop/runtime'],
    platform: 'node',
    plugins: [rolldownPlugin()],
  });
  await bundle.write({
    dir: join(folder, 'out'),
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
  });
  await expectParallel(folder, await runParallel(join(folder, 'out/main.mjs')));
});

test.each([false, true])('Vite for servers, with the packages in the bundle: %s', async (noExternal) => {
  const folder = await project('packages-vite', FILES);
  await viteBuild({
    configFile: false,
    root: folder,
    logLevel: 'silent',
    plugins: [vitePlugin()],
    ...(noExternal ? { ssr: { noExternal: true as const } } : {}),
    build: { ssr: true, outDir: join(folder, 'out'), rollupOptions: { input: { main: join(folder, 'src/main.ts') } } },
  });
  await expectParallel(folder, await runParallel(join(folder, 'out/main.js')));
});

test('another version of a package beside a helper: the worker module does not take the wrong one', async () => {
  const folder = await project('packages-versions', {
    ...FILES,
    'src/lib/node_modules/kit/package.json':
      '{ "name": "kit", "version": "2.0.0", "type": "module", "main": "index.js" }',
    'src/lib/node_modules/kit/index.js': 'export const mean = (xs) => xs[0];\n',
  });
  await expectParallel(folder, await parallel([...LOADER, 'src/main.ts'], { cwd: folder }));
});

test('a bundler that may take another file than Node: the package is not read', async () => {
  const manifest = {
    name: 'kit',
    version: '1.0.0',
    type: 'module',
    exports: { browser: './web.js', import: './index.js' },
  };
  const folder = await project('packages-browser', {
    ...FILES,
    'node_modules/kit/package.json': JSON.stringify(manifest),
    'node_modules/kit/web.js': `export const mean = (xs) => xs[0];\n`,
  });
  await expectParallel(folder, await parallel([...LOADER, 'src/main.ts'], { cwd: folder }));
  const options = { entryPoints: [join(folder, 'src/main.ts')], bundle: true, write: false, platform: 'node' as const };
  const bundle = esbuild({ ...options, format: 'esm', logLevel: 'silent', plugins: [esbuildPlugin()] });
  await expect(bundle).rejects.toThrow('PAR4001');
});

test('the loader notices that a package has changed', async () => {
  const folder = await project('packages-changed', FILES);
  await expectParallel(folder, await parallel([...LOADER, 'src/main.ts'], { cwd: folder }));
  // Its calls have to run in order now.
  await writeFile(
    join(folder, 'node_modules/kit/mean.js'),
    'let calls = 0;\nexport const mean = (xs) => xs[0] + ++calls;\n',
  );
  const { stdout } = await parallel([...LOADER, 'src/main.ts'], { cwd: folder });
  expect(stdout).toBe(await serial(folder));
});
