/** TypeScript and JSX to JavaScript, one module at a time. */
import { extname } from 'node:path';
import { type Loader, transform } from 'esbuild';
import type { SourceMapLike } from '../../../transform.ts';
import { tsconfigFor } from '../../register/tsconfig.ts';

export interface Stripped {
  readonly code: string;
  readonly map: SourceMapLike;
}

/** The oldest version that the package supports. */
const OLDEST_NODE = 'node20.19';

const LOADERS: Readonly<Record<string, Loader>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
  '.jsx': 'jsx',
};

/**
 * @param file absolute path; its extension says what the text is written in, its tsconfig.json what it means
 * @param format what Node is to take the result for
 * @throws esbuild's error for syntax that esbuild does not accept
 */
export async function strip(code: string, file: string, format: 'esm' | 'cjs'): Promise<Stripped> {
  const result = await transform(code, {
    loader: LOADERS[extname(file)] ?? 'js',
    format,
    target: OLDEST_NODE,
    sourcefile: file,
    sourcemap: 'external',
    sourcesContent: false,
    tsconfigRaw: tsconfigFor(file),
    logLevel: 'silent',
  });
  return { code: result.code, map: JSON.parse(result.map) as SourceMapLike };
}
