import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mayHaveAnnotation } from '@parloop/transform';
import { type BuildOptions, build as esbuild } from 'esbuild';
import { type RolldownOutput, rolldown } from 'rolldown';
import { type LogLevel, type RollupLog, rollup } from 'rollup';
import { createServer, type ViteDevServer, build as viteBuild } from 'vite';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { BODY_ID, BODY_REQUEST, parseBodyId, pathId, servedId } from '../../../packages/vite-plugin/src/body-id.ts';
import { createCompiler } from '../../../packages/vite-plugin/src/compiler.ts';
import { openEsbuild } from '../../../packages/vite-plugin/src/esbuild-door.ts';
import { type PluginOptions, resolvePluginOptions } from '../../../packages/vite-plugin/src/options.ts';
import { openRollup } from '../../../packages/vite-plugin/src/rollup-door.ts';
import { ANNOTATION, createPlugin } from '../../../packages/vite-plugin/src/unplugin.ts';
import { openVite, PRELOAD_GUARD } from '../../../packages/vite-plugin/src/vite-door.ts';
import { temporaryFolder } from '../../support/app.ts';
import { fakeTransform } from './fake-transform.ts';

const load = vi.fn(async () => fakeTransform);
const forRollup = createPlugin(openRollup, load);
const forEsbuild = createPlugin(openEsbuild, load);
const forVite = createPlugin(
  openVite(() => ({ name: 'unused' })),
  load,
);

const FILES = {
  'main.js': 'import { run } from "./loops.js"; globalThis.ran = run(2);',
  'loops.js': 'import { square } from "./helper.js";\n// @parallel square\nexport const run = (x) => square(x);\n',
  'helper.js': 'export const square = (x) => x * x;',
  'lazy.js': 'import("./styled.js").then((styled) => (globalThis.ran = styled));',
  'styled.js': 'import "./style.css"; export const styled = 1;',
  'style.css': 'p { color: red }',
  'plain.js': 'globalThis.ran = "in parallel";',
  'refused.js': 'let a = 1;\nlet b = REFUSED1; // @parallel\n',
  'several.js': 'let b = REFUSED1 + REFUSED2; // @parallel\n',
};
let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder('plugin');
  await Promise.all(Object.entries(FILES).map(([name, text]) => writeFile(join(folder, name), text)));
});
const at = (name: keyof typeof FILES): string => join(folder, name);

const developmentServer = (): Promise<ViteDevServer> =>
  createServer({
    configFile: false,
    root: folder,
    logLevel: 'silent',
    server: { middlewareMode: true, ws: false },
    plugins: [forVite.vite()],
  });

describe('options', () => {
  test.each([
    [{ onRefuse: 'warn' }, "unknown option 'onRefuse'. The options are include, exclude, onRefusal, pure, runtime."],
    [{ onRefusal: 'ignore' }, "option 'onRefusal' must be 'error' or 'warn'."],
    [{ include: [1] }, "option 'include' must be a glob, a regular expression or an array of them."],
    [{ pure: 'lodash' }, "option 'pure' must be an array of names."],
    [{ runtime: '' }, "option 'runtime' must be a module specifier."],
  ])('%j', (options, message) => {
    expect(() => resolvePluginOptions(options as PluginOptions)).toThrow(new TypeError(`parloop: ${message}`));
  });
});

describe('ids', () => {
  test.each([
    ['/a/b.ts?parallel=3&lang.ts', { file: '/a/b.ts', index: 3 }],
    [servedId({ file: '/a/b.tsx', index: 0 }, '1f'), { file: '/a/b.tsx', index: 0 }],
    [pathId({ file: '/a/b.mts', index: 12 }), { file: '/a/b.mts', index: 12 }],
    ['/a/b.ts', undefined],
    ['/a/b.ts?v=1', undefined],
  ])('%s', (id, body) => {
    expect(parseBodyId(id)).toEqual(body);
    expect(BODY_ID.test(id)).toBe(body !== undefined);
  });

  test('a request may carry a query for the bundler', () => {
    expect(BODY_REQUEST.test('/a/b.ts.parallel0.ts?worker&url')).toBe(true);
    expect(BODY_REQUEST.test('/a/b.ts?worker&url')).toBe(false);
  });
});

describe('what is searched', () => {
  test.each(['// @parallel', '/* @threaded */', 'parallel', ''])('%j', (text) => {
    expect(ANNOTATION.test(text)).toBe(mayHaveAnnotation(text));
  });

  test('the compiler is not loaded for a project without annotations', async () => {
    load.mockClear();
    await (await rollup({ input: at('plain.js'), plugins: [forRollup.rollup()] })).generate({});
    await esbuild({ entryPoints: [at('plain.js')], bundle: true, write: false, plugins: [forEsbuild.esbuild()] });
    expect(load).not.toHaveBeenCalled();
  });

  test('excluded files are left alone', async () => {
    const bundle = await rollup({ input: at('refused.js'), plugins: [forRollup.rollup({ exclude: '**/refused.js' })] });
    expect((await bundle.generate({})).output).toHaveLength(1);
  });
});

describe('worker modules', () => {
  const target = { sync: 'serial', topLevelAwait: false } as const;

  test('are kept from the transformation of their file', async () => {
    const transform = vi.fn(fakeTransform);
    const compiler = createCompiler({ runtime: '@parloop/runtime', pure: [] }, async () => transform);
    await compiler.main(at('loops.js'), FILES['loops.js'], target, {});
    expect((await compiler.body({ file: at('loops.js'), index: 0 }, target)).key).toBe('square');
    expect(transform).toHaveBeenCalledTimes(1);
  });

  test('are cut again for the same target when they are forgotten, or were made for another', async () => {
    const transform = vi.fn(fakeTransform);
    const compiler = createCompiler({ runtime: '@parloop/runtime', pure: [] }, async () => transform);
    await compiler.main(at('loops.js'), FILES['loops.js'], { ...target, sync: 'block' }, {});
    await compiler.body({ file: at('loops.js'), index: 0 }, target);
    compiler.forget();
    await compiler.body({ file: at('loops.js'), index: 0 }, target);
    expect(transform.mock.calls.map(([, , options]) => options.sync)).toEqual(['block', 'serial', 'serial']);
  });

  test('that do not exist are an error', async () => {
    const compiler = createCompiler({ runtime: '@parloop/runtime', pure: [] }, load);
    await expect(compiler.body({ file: at('loops.js'), index: 1 }, target)).rejects.toThrow('has no worker module 1');
    await expect(compiler.body({ file: '/missing.js', index: 0 }, target)).rejects.toThrow('cannot read /missing.js');
  });
});

describe('refused constructs', () => {
  test('end a Rollup build', async () => {
    const error = await rollup({ input: at('refused.js'), plugins: [forRollup.rollup()] }).catch((reason) => reason);
    expect(error).toMatchObject({ plugin: 'parloop', id: at('refused.js'), loc: { line: 2, column: 8 } });
    expect(error.frame).toContain('2 │ let b = REFUSED1;');
    expect(error.message).toContain('PAR3001: REFUSED1 cannot be parallel');
    expect(error.message).toContain(`${at('refused.js')}:1:1: it is written here`);
    expect(error.message).toContain('help: Change it.');
  });

  test('are reported together, because a build stops at the first error', async () => {
    const error = await rollup({ input: at('several.js'), plugins: [forRollup.rollup()] }).catch((reason) => reason);
    expect(error).toMatchObject({ plugin: 'parloop', loc: { line: 1, column: 8 } });
    expect(error.message).toContain(`${at('several.js')}:1:9: PAR3001: REFUSED1 cannot be parallel\n1 │ let`);
    expect(error.message).toContain(`${at('several.js')}:1:20: PAR3001: REFUSED2 cannot be parallel\n1 │ let`);
  });

  test('are warnings when the options say so', async () => {
    const logs: RollupLog[] = [];
    const onLog = (_: LogLevel, log: RollupLog) => void logs.push(log);
    await rollup({ input: at('several.js'), onLog, plugins: [forRollup.rollup({ onRefusal: 'warn' })] });
    expect(logs.map(({ message }) => /:1:\d+: PAR3001: REFUSED\d/.exec(message)?.[0])).toEqual([
      ':1:9: PAR3001: REFUSED1',
      ':1:20: PAR3001: REFUSED2',
    ]);
  });

  test('are errors of esbuild, with their places', async () => {
    const options: BuildOptions = { entryPoints: [at('several.js')], bundle: true, write: false, logLevel: 'silent' };
    const failure = await esbuild({ ...options, plugins: [forEsbuild.esbuild()] }).catch((reason) => reason);
    expect(failure.errors).toMatchObject([
      { pluginName: 'parloop', location: { line: 1, column: 8 } },
      { pluginName: 'parloop', location: { line: 1, column: 19 } },
    ]);
    expect(failure.errors[0].text).toContain('1 │ let b = REFUSED1');
  });

  test('are warnings in the development server', async () => {
    const server = await developmentServer();
    await expect(server.transformRequest('/refused.js')).resolves.toMatchObject({
      code: expect.stringContaining('REFUSED1'),
    });
    await server.close();
  });
});

describe('the development server', () => {
  test('serves worker modules by URLs that change with their text', async () => {
    const server = await developmentServer();
    const main = await server.transformRequest('/loops.js');
    const url = /"(\/loops\.js\?parallel=0&h=\w{12}&lang\.js)"/.exec(main?.code ?? '')?.[1];
    expect(url).toBeDefined();
    expect((await server.transformRequest(url!))?.code).toContain('parloop.bodies');
    await server.close();
  });

  test('leaves modules that run on the server serial', async () => {
    const server = await developmentServer();
    expect((await server.transformRequest('/loops.js', { ssr: true }))?.code).toContain('@parallel');
    await server.close();
  });
});

test('a worker that runs a dynamic import does not look for a document', async () => {
  const result = await viteBuild({
    configFile: false,
    root: folder,
    logLevel: 'silent',
    plugins: [PRELOAD_GUARD],
    build: { write: false, minify: false, rollupOptions: { input: at('lazy.js') } },
  });
  const { output } = result as RolldownOutput;
  const code = output.map((file) => ('code' in file ? file.code : '')).join('\n');
  expect(code).toMatch(
    /preload\(baseModule[^)]*\)\s*\{\s*if \(typeof document === "undefined"\) return baseModule\(\);/,
  );
});

describe('chunks', () => {
  const fileNames = { entryFileNames: '[name].js', chunkFileNames: '[name].js' };
  const importsOfWorker = (output: readonly { fileName: string; imports?: string[] }[]) =>
    output.find(({ fileName }) => fileName === 'loops.parallel0.js')?.imports;

  test('a list of manual chunks that mixes in other modules is an error', async () => {
    const bundle = await rollup({ input: at('main.js'), plugins: [forRollup.rollup()] });
    const written = bundle.generate({ ...fileNames, manualChunks: { mixed: [at('main.js'), at('helper.js')] } });
    await expect(written).rejects.toThrow(/worker chunk 'loops\.parallel0\.js' would also run .*main\.js/);
  });

  test('a function for manual chunks is asked only about other modules', async () => {
    const bundle = await rollup({ input: at('main.js'), plugins: [forRollup.rollup()] });
    const { output } = await bundle.generate({ ...fileNames, manualChunks: () => 'mixed' });
    expect(importsOfWorker(output)).toEqual([expect.stringMatching(/^parallel-shared-/)]);
  });

  test.each([
    ['groups', { codeSplitting: { groups: [{ name: 'mixed', test: /./ }] } }],
    ['manual chunks', { manualChunks: () => 'mixed' }],
  ])('%s of Rolldown likewise', async (_, chunks) => {
    const bundle = await rolldown({ input: at('main.js'), plugins: [forRollup.rolldown()] });
    const { output } = await bundle.generate({ ...fileNames, ...chunks });
    expect(importsOfWorker(output)).toEqual([expect.stringMatching(/^parallel-shared-/)]);
  });
});
