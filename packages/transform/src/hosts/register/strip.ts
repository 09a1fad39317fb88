/** TypeScript to JavaScript: types go, enums and JSX are compiled, a source map comes along. */
import { createRequire } from 'node:module';
import { basename, extname } from 'node:path';
import type { Loader } from 'esbuild';
import type { SourceMapLike } from '../../transform.ts';
import { cacheFolder, hasEntry, hashOf, readEntry, writeEntry } from './cache.ts';
import { tsconfigFor } from './tsconfig.ts';
import { stripperVersion } from './version.ts';

/** A module's text, or what the compiler made of it. */
export interface Unit {
  /** Absolute path of the source. */
  readonly file: string;
  readonly code: string;
  /** From `code` to the source; null when `code` is the source. */
  readonly map: SourceMapLike | null;
}

const LOADERS: Readonly<Record<string, Loader>> = { '.ts': 'ts', '.mts': 'ts', '.tsx': 'tsx', '.jsx': 'jsx' };

/** True for modules that Node cannot run as they are. */
export const isTypeScript = (path: string): boolean => extname(path) in LOADERS;

const require = createRequire(import.meta.url);

/** Loaded on first use: a worker, or a second run, finds everything in the cache. */
const esbuild = (): typeof import('esbuild') => require('esbuild') as typeof import('esbuild');

/** Sources are named relative to the URL of the module, which lies beside them. */
function withMap({ file, code, map }: Unit): string {
  if (map === null) return code;
  const { sourcesContent: _, ...rest } = map;
  const text = JSON.stringify({ ...rest, sources: [encodeURIComponent(basename(file))] });
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(text).toString('base64')}\n`;
}

function compile(unit: Unit, loader: Loader, tsconfigRaw: string): string {
  const { code } = esbuild().transformSync(withMap(unit), {
    loader,
    tsconfigRaw,
    format: 'esm',
    target: `node${process.versions.node}`,
    sourcemap: 'inline',
    sourcesContent: false,
    sourcefile: encodeURIComponent(basename(unit.file)),
    logLevel: 'silent',
  });
  return code;
}

/** Names the JavaScript of a text: what it was made from, and with which settings. */
export const nameOf = (file: string, code: string): string => hashOf(file, code, tsconfigFor(file), stripperVersion());

const entryName = (name: string): string => `${name}.mjs`;

/** The JavaScript that {@link strip} made earlier; undefined when it was never made. */
export const stripped = (file: string, name: string): string | undefined =>
  readEntry(cacheFolder(file), entryName(name));

export const isStripped = (file: string, name: string): boolean => hasEntry(cacheFolder(file), entryName(name));

/** Makes the JavaScript and keeps it under {@link nameOf}. */
export function stripFresh(unit: Unit): string {
  const loader = LOADERS[extname(unit.file)];
  const text = loader === undefined ? withMap(unit) : compile(unit, loader, tsconfigFor(unit.file));
  writeEntry(cacheFolder(unit.file), entryName(nameOf(unit.file, unit.code)), text);
  return text;
}

/**
 * JavaScript with an inline source map to the source.
 *
 * @throws esbuild's error when the text does not parse
 */
export const strip = (unit: Unit): string => stripped(unit.file, nameOf(unit.file, unit.code)) ?? stripFresh(unit);
