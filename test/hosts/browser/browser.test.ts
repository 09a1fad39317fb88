import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import parloop from '@parloop/vite-plugin';
import forEsbuild from '@parloop/vite-plugin/esbuild';
import { build as esbuild } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build, createServer, type InlineConfig, mergeConfig } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ConstructStats, serialOutput, temporaryFolder } from '../../support/app.ts';
import { findBrowser } from '../../support/find-browser.mjs';
import { ISOLATED, type StaticServer, serveFolder } from '../../support/static-server.ts';

const ROOT = fileURLToPath(new URL('./page/', import.meta.url));

const found = await findBrowser().catch((error: Error) => error);
const missing = found instanceof Error ? found.message : undefined;

const config: InlineConfig = {
  configFile: false,
  root: ROOT,
  base: './',
  logLevel: 'silent',
  plugins: [parloop()],
  worker: { format: 'es' },
};

async function buildPages(options: InlineConfig = {}): Promise<string> {
  const outDir = await temporaryFolder('vite-client');
  const input = [join(ROOT, 'index.html'), join(ROOT, 'worker.html')];
  const pages: InlineConfig = { build: { outDir, emptyOutDir: false, sourcemap: true, rollupOptions: { input } } };
  await build(mergeConfig(mergeConfig(config, pages), options));
  return outDir;
}

/** Opens a page that prints the app's result, and returns the result; warnings and errors on the console are failures. */
async function resultOf(page: Page, url: string): Promise<string> {
  const lines: string[] = [];
  const problems: string[] = [];
  const of: Readonly<Record<string, string[]>> = { log: lines, warning: problems, error: problems };
  page.on('console', (message) => of[message.type()]?.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(url);
  await expect.poll(() => lines.length + problems.length, { timeout: 30_000 }).toBeGreaterThan(0);
  expect(problems).toEqual([]);
  return `${lines.join('\n')}\n`;
}

const statsOf = (page: Page): Promise<{ constructs: ConstructStats[] }> =>
  page.evaluate(() => (globalThis as unknown as { statistics(): { constructs: ConstructStats[] } }).statistics());

describe.skipIf(missing !== undefined)(`Chromium${missing === undefined ? '' : `: ${missing}`}`, () => {
  let serial: string;
  let browser: Browser;
  let server: StaticServer | undefined;

  beforeAll(async () => {
    serial = await serialOutput();
    if (!(found instanceof Error)) browser = await chromium.launch({ ...found, env: { ...process.env, ...found.env } });
  });
  afterEach(() => server?.close());
  afterAll(() => browser?.close());

  async function expectAwaitedLoopInWorkers(page: Page): Promise<void> {
    const { constructs } = await statsOf(page);
    // The constructs in sync functions are serial in the build already: a window cannot block.
    expect(constructs).toHaveLength(1);
    expect(constructs[0]).toMatchObject({ runs: 1, parallelRuns: 1, workersUsed: 2, serialReasons: {} });
  }

  test.each([
    ['without shared memory', {}],
    ['with shared memory', ISOLATED],
  ])('a built page computes in web workers, %s', async (_, headers) => {
    server = await serveFolder(await buildPages(), headers);
    const page = await browser.newPage();
    expect(await resultOf(page, server.url)).toBe(serial);
    await expectAwaitedLoopInWorkers(page);
    await page.close();
  });

  test('a built page with manual chunks and without minification', async () => {
    const output = { codeSplitting: { groups: [{ name: 'all', test: /app|runtime/ }] } };
    server = await serveFolder(await buildPages({ build: { minify: false, rollupOptions: { output } } }));
    const page = await browser.newPage();
    expect(await resultOf(page, server.url)).toBe(serial);
    await expectAwaitedLoopInWorkers(page);
    await page.close();
  });

  test.each(['esm', 'iife'] as const)('a page built by esbuild, %s', async (format) => {
    const folder = await temporaryFolder('esbuild-client');
    const entry = { in: join(ROOT, 'page.ts'), out: 'scripts/page' };
    await esbuild({
      entryPoints: [entry],
      outdir: folder,
      bundle: true,
      format,
      plugins: [forEsbuild()],
      logLevel: 'error',
    });
    const script = `<script ${format === 'esm' ? 'type="module"' : ''} src="scripts/page.js"></script>`;
    await writeFile(join(folder, 'index.html'), `<!doctype html><link rel="icon" href="data:,">${script}`);
    server = await serveFolder(folder);
    const page = await browser.newPage();
    expect(await resultOf(page, server.url)).toBe(serial);
    await expectAwaitedLoopInWorkers(page);
    await page.close();
  });

  test('a worker of the page runs the same program', async () => {
    server = await serveFolder(await buildPages(), ISOLATED);
    const page = await browser.newPage();
    expect(await resultOf(page, `${server.url}worker.html`)).toBe(serial);
    await page.close();
  });

  test('the development server', async () => {
    const vite = await createServer(mergeConfig(config, { base: '/', server: { port: 0, host: '127.0.0.1' } }));
    await vite.listen();
    const page = await browser.newPage();
    expect(await resultOf(page, vite.resolvedUrls!.local[0]!)).toBe(serial);
    await expectAwaitedLoopInWorkers(page);
    await page.close();
    await vite.close();
  });
});
