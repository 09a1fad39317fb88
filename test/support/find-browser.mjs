/**
 * A Chromium for tests and screenshots: `$CHROMIUM_PATH`, one that the system has, or the one that the npm package
 * `@sparticuz/chromium` carries (Linux on x64 only), which is unpacked once, into `node_modules/.cache`.
 */
import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, delimiter, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';

/** @typedef {{ executablePath: string, args: string[], env: Record<string, string> }} Browser */

const NAMES = ['chromium', 'chromium-headless-shell', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/parloop/chromium-143.0.4', import.meta.url));

/** The sandbox does not start for root, the graphics card is nobody's business here, and nothing goes out. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const FONTS = (folder) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${folder}/font-cache</cachedir></fontconfig>
`;

function systemBrowser() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

const inflate = (from, to) => pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to));

/** Unpacks `NAME.tar.br` into a folder. The file between is needed because tar stops reading at its end mark. */
async function untar(archive, folder) {
  await mkdir(folder, { recursive: true });
  const plain = join(folder, `${basename(archive)}.tar`);
  await inflate(archive, plain);
  await promisify(execFile)('tar', ['-xf', plain, '-C', folder]);
  await rm(plain);
}

/** Unpacks beside the final place and renames, so that a folder which exists is complete. */
async function unpack() {
  const bin = fileURLToPath(new URL('../../bin/', import.meta.resolve('@sparticuz/chromium')));
  const folder = `${CACHE}.${process.pid}`;
  await mkdir(folder, { recursive: true });
  const program = join(folder, 'chromium');
  await Promise.all([
    inflate(join(bin, 'chromium.br'), program),
    untar(join(bin, 'swiftshader.tar.br'), folder),
    untar(join(bin, 'fonts.tar.br'), folder),
    untar(join(bin, 'al2023.tar.br'), join(folder, 'al2023')),
    writeFile(join(folder, 'fonts.conf'), FONTS(CACHE)),
  ]);
  await chmod(program, 0o755);
  await rename(folder, CACHE).catch(async (error) => {
    await rm(folder, { recursive: true, force: true });
    if (!existsSync(CACHE)) throw error;
  });
}

/** @returns {Promise<Browser>} */
async function packagedBrowser() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('no Chromium found: set CHROMIUM_PATH (the one from npm runs on Linux x64 only)');
  }
  if (!existsSync(CACHE)) await unpack();
  const libraries = [join(CACHE, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  const env = { LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: join(CACHE, 'fonts.conf') };
  return { executablePath: join(CACHE, 'chromium'), args: ARGS, env };
}

/**
 * What to launch with Playwright. Merge `env` into the environment.
 *
 * @returns {Promise<Browser>}
 * @throws Error that says why, when there is no browser to be had
 */
export async function findBrowser() {
  const executablePath = process.env.CHROMIUM_PATH ?? systemBrowser();
  if (executablePath === undefined) return packagedBrowser();
  if (!existsSync(executablePath)) throw new Error(`CHROMIUM_PATH names ${executablePath}, which does not exist`);
  return { executablePath, args: ARGS, env: {} };
}
