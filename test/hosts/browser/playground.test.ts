import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../support/app.ts';
import { findBrowser } from '../../support/find-browser.mjs';
import { type StaticServer, serveFolder } from '../../support/static-server.ts';

const ROOT = fileURLToPath(new URL('../../../playground/', import.meta.url));

const found = await findBrowser().catch((error: Error) => error);
const missing = found instanceof Error ? found.message : undefined;

describe.skipIf(missing !== undefined)(`Playground${missing === undefined ? '' : `: ${missing}`}`, () => {
  let browser: Browser;
  let server: StaticServer;

  beforeAll(async () => {
    const outDir = await temporaryFolder('playground');
    await build({ root: ROOT, logLevel: 'silent', build: { outDir, emptyOutDir: false } });
    server = await serveFolder(outDir);
    if (!(found instanceof Error)) browser = await chromium.launch({ ...found, env: { ...process.env, ...found.env } });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('both versions give the same picture, and workers take part', async () => {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.goto(server.url);
    await page.fill('[name=workers]', '2');
    await page.fill('[name=rounds]', '1');
    await page.click('button');
    await expect.poll(() => page.textContent('#state'), { timeout: 50_000 }).toBe('Done');
    expect(await page.textContent('#same')).toBe('yes, every pixel');
    expect(await page.textContent('#used')).toBe('2');
    expect(problems).toEqual([]);
    await page.close();
  });
});
