/** Where the files of a build go. */
import { dirname, extname, join, relative, sep } from 'node:path';

const OUTPUT_EXTENSIONS: Readonly<Record<string, string>> = {
  '.ts': '.js',
  '.tsx': '.js',
  '.jsx': '.js',
  '.mts': '.mjs',
  '.cts': '.cjs',
};

/** The deepest folder that holds all files. */
export function commonFolder(files: readonly string[]): string {
  const [first = [], ...others] = files.map((file) => dirname(file).split(sep));
  const shared = others.reduce((a, b) => {
    const end = a.findIndex((part, index) => part !== b[index]);
    return end < 0 ? a : a.slice(0, end);
  }, first);
  return shared.length <= 1 ? sep : shared.join(sep);
}

/** `/app/src/a.ts` below `/app`, for `/out` → `/out/src/a.js`. @param commonJs the file is CommonJS, whatever its name */
export function outputPath(file: string, root: string, outDir: string, commonJs: boolean): string {
  const extension = extname(file);
  const output = OUTPUT_EXTENSIONS[extension] ?? extension;
  const below = relative(root, file);
  const stem = below.slice(0, below.length - extension.length);
  return join(outDir, stem + (commonJs && output === '.js' ? '.cjs' : output));
}

/** A path as imports and source maps write it: with slashes, beginning with a dot. */
export function relativeUrl(from: string, to: string): string {
  const path = relative(dirname(from), to).split(sep).map(encodeURI).join('/');
  return path.startsWith('.') ? path : `./${path}`;
}
