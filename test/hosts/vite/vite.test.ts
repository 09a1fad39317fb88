import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import parloop from '@parloop/vite-plugin';
import { build, type InlineConfig, mergeConfig } from 'vite';
import { beforeAll, expect, test } from 'vitest';
import { APP, expectTwoWorkers, lineOfThrow, runParallel, serialOutput, temporaryFolder } from '../../support/app.ts';

/** Builds the program for Node and returns the output folder. */
async function buildForNode(config: InlineConfig = {}): Promise<string> {
  const outDir = await temporaryFolder('vite');
  const base: InlineConfig = {
    configFile: false,
    root: APP,
    logLevel: 'error',
    plugins: [parloop()],
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      sourcemap: true,
      rollupOptions: { input: { main: join(APP, 'main.ts'), fail: join(APP, 'fail.ts') } },
    },
  };
  await build(mergeConfig(base, config));
  return outDir;
}

let serial: string;
beforeAll(async () => {
  serial = await serialOutput();
});

async function expectSameAsSerial(file: string): Promise<void> {
  const { stdout, constructs } = await runParallel(file);
  expect(stdout).toBe(serial);
  expectTwoWorkers(constructs);
}

test('build for Node: same output, two workers', async () => {
  await expectSameAsSerial(join(await buildForNode(), 'main.js'));
});

test('build for Node: an error has the line of the source', async () => {
  const folder = await buildForNode();
  const { stdout } = await runParallel(join(folder, 'fail.js'), ['--enable-source-maps']);
  const { error, message, seen, stack } = JSON.parse(stdout);
  expect({ error, message, seen }).toEqual({ error: 'RangeError', message: 'item 37 is broken', seen: 37 });
  expect(stack).toContain(await lineOfThrow());
});

test('build for Node as CommonJS', async () => {
  const output = { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'parts/[name].cjs' } as const;
  await expectSameAsSerial(join(await buildForNode({ build: { rollupOptions: { output } } }), 'main.cjs'));
});

test('manual chunks do not bring the program itself into workers', async () => {
  const output = { codeSplitting: { groups: [{ name: 'all', test: /(main|loops|helper)\.ts/ }] } };
  await expectSameAsSerial(join(await buildForNode({ build: { rollupOptions: { output } } }), 'main.js'));
});

test('the runtime stays a package, even if packages are bundled', async () => {
  const folder = await buildForNode({ ssr: { noExternal: true } });
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.js'));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  expect(texts.some((text) => /from ["']@parloop\/runtime["']/.test(text))).toBe(true);
});
