import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import parloop from '@parloop/vite-plugin/esbuild';
import { type BuildOptions, type BuildResult, build, type Format, type Plugin } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { APP, expectTwoWorkers, lineOfThrow, runParallel, serialOutput, temporaryFolder } from '../../support/app.ts';

const EXTENSION = { esm: '.mjs', cjs: '.cjs', iife: '.js' } as const satisfies Record<Format, string>;

async function bundle(format: Format, options: BuildOptions = {}): Promise<BuildResult & { folder: string }> {
  const folder = await temporaryFolder(`esbuild-${format}`);
  const result = await build({
    entryPoints: [join(APP, 'main.ts'), join(APP, 'fail.ts')],
    outdir: folder,
    outExtension: { '.js': EXTENSION[format] },
    bundle: true,
    platform: 'node',
    format,
    sourcemap: true,
    metafile: true,
    logLevel: 'silent',
    plugins: [parloop()],
    ...options,
  });
  return { ...result, folder };
}

let serial: string;
beforeAll(async () => {
  serial = await serialOutput();
});

describe.each(['esm', 'cjs'] as const)('esbuild, %s', (format) => {
  test('the program prints what the serial one prints, and two workers take part', async () => {
    const { folder } = await bundle(format);
    const { stdout, constructs } = await runParallel(join(folder, `main${EXTENSION[format]}`));
    expect(stdout).toBe(serial);
    expectTwoWorkers(constructs);
  });

  test('an error has the line of the source', async () => {
    const { folder } = await bundle(format);
    const { stdout } = await runParallel(join(folder, `fail${EXTENSION[format]}`), ['--enable-source-maps']);
    const { error, message, seen, stack } = JSON.parse(stdout);
    expect({ error, message, seen }).toEqual({ error: 'RangeError', message: 'item 37 is broken', seen: 37 });
    expect(stack).toContain(await lineOfThrow());
  });
});

test('outputs in folders, splitting, minification and hashed names', async () => {
  const { folder, metafile } = await bundle('esm', {
    entryPoints: [{ in: join(APP, 'main.ts'), out: 'deep/er/main' }],
    splitting: true,
    minify: true,
    chunkNames: 'chunks/[name]-[hash]',
    assetNames: 'workers/[name]-[hash]',
  });
  const workers = Object.keys(metafile!.outputs).filter((path) => path.includes('.parallel'));
  expect(workers.every((path) => /workers\/loops\.parallel\d-\w+\.mjs$/.test(path))).toBe(true);
  const { stdout, constructs } = await runParallel(join(folder, 'deep/er/main.mjs'));
  expect(stdout).toBe(serial);
  expectTwoWorkers(constructs);
});

test('worker files are among the outputs when nothing is written', async () => {
  const { outputFiles = [], folder } = await bundle('esm', { write: false });
  expect(outputFiles.some(({ path }) => path.startsWith(folder) && path.includes('loops.parallel0'))).toBe(true);
});

test('plugins of the user see one build end, although each worker file is a build', async () => {
  let ends = 0;
  const spy: Plugin = { name: 'spy', setup: (from) => from.onEnd(() => void ends++) };
  await bundle('esm', { plugins: [spy, parloop()] });
  expect(ends).toBe(1);
});

test('without bundling, loops stay serial and a warning says so', async () => {
  const { warnings, folder } = await bundle('esm', { bundle: false, entryPoints: [join(APP, 'loops.ts')] });
  expect(warnings.map(({ text }) => text).join()).toContain('bundle: true');
  expect(await readFile(join(folder, 'loops.mjs'), 'utf8')).not.toContain('$par');
});
