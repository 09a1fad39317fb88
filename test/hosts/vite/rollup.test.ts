import { join } from 'node:path';
import rolldownPlugin from '@parloop/vite-plugin/rolldown';
import rollupPlugin from '@parloop/vite-plugin/rollup';
import { transform } from 'esbuild';
import { rolldown } from 'rolldown';
import { type Plugin, rollup } from 'rollup';
import { beforeAll, expect, test } from 'vitest';
import { APP, expectTwoWorkers, runParallel, serialOutput, temporaryFolder } from '../../support/app.ts';

const input = join(APP, 'main.ts');
const external = ['@parloop/runtime'];

/** The smallest plugin that lets Rollup read TypeScript. */
const stripTypes: Plugin = {
  name: 'strip-types',
  async transform(code, id) {
    if (!/\.ts/.test(id)) return null;
    const result = await transform(code, { loader: 'ts', sourcemap: true, sourcefile: id });
    return { code: result.code, map: result.map };
  },
};

let serial: string;
beforeAll(async () => {
  serial = await serialOutput();
});

async function expectSameAsSerial(file: string): Promise<void> {
  const { stdout, constructs } = await runParallel(file);
  expect(stdout).toBe(serial);
  expectTwoWorkers(constructs);
}

test('Rollup', async () => {
  const dir = await temporaryFolder('rollup');
  const bundle = await rollup({ input, external, plugins: [rollupPlugin(), stripTypes] });
  await bundle.write({ dir, format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' });
  await expectSameAsSerial(join(dir, 'main.mjs'));
});

test('Rollup with manual chunks', async () => {
  const dir = await temporaryFolder('rollup');
  const bundle = await rollup({ input, external, plugins: [rollupPlugin(), stripTypes] });
  const manualChunks = (id: string) => (id.startsWith(APP) ? 'all' : undefined);
  await bundle.write({ dir, format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs', manualChunks });
  await expectSameAsSerial(join(dir, 'main.mjs'));
});

test('Rolldown', async () => {
  const dir = await temporaryFolder('rolldown');
  const bundle = await rolldown({ input, external, platform: 'node', plugins: [rolldownPlugin()] });
  await bundle.write({ dir, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' });
  await expectSameAsSerial(join(dir, 'main.mjs'));
});
