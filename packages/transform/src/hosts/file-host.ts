/** The project as it lies on the disk: the {@link Host} of every door that runs in Node. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, extname, isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Host } from '../options.ts';

/** Extensions of source modules, in the order in which an import without extension tries them. */
export const SOURCE_EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'] as const;

/** The sources from which a JavaScript file that is named in an import may be compiled. */
const SOURCES_OF: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** The path that a relative, absolute or `file:` specifier names, without its query; undefined for packages. */
function pathOf(specifier: string, importer: string): string | undefined {
  if (specifier.startsWith('file:')) return fileURLToPath(new URL(specifier));
  const plain = specifier.replace(/[?#].*$/, '');
  if (/^\.{1,2}(\/|$)/.test(plain)) return resolve(dirname(importer), plain);
  return isAbsolute(plain) ? plain : undefined;
}

/** The file itself comes first, because that is the one which Node and the bundlers would run. */
function candidates(path: string): string[] {
  const extension = extname(path);
  const stem = path.slice(0, path.length - extension.length);
  return [
    path,
    ...(SOURCES_OF[extension] ?? []).map((source) => stem + source),
    ...SOURCE_EXTENSIONS.map((source) => path + source),
    ...SOURCE_EXTENSIONS.map((source) => `${path}/index${source}`),
  ];
}

/**
 * Resolves the specifier of an import to a file on the disk.
 *
 * @param specifier as it is written: `./x`, `./x.js` (which may mean `x.ts`), `./folder`, `/abs/x.ts`, `file:///x.ts`
 * @param importer absolute path of the importing module
 * @returns absolute path of an existing file; undefined for packages and for files that do not exist
 */
export function resolveFile(specifier: string, importer: string): string | undefined {
  const path = pathOf(specifier, importer);
  return path === undefined ? undefined : candidates(path).find(isFile);
}

/** Text of a file, without byte order mark; undefined when it is missing, a folder or unreadable. */
export function readTextFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return undefined;
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** A host that reads the disk afresh at every call and remembers nothing. */
export const createFileHost = (): Host => ({ readFile: readTextFile, resolve: resolveFile, realPath });
