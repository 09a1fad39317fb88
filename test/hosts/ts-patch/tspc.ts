/** Compiles copies of the program with `tspc`, in child processes. */
import { cp, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { APP, temporaryFolder } from '../../support/app.ts';
import { node, type Outcome } from '../loader/node.ts';

export const TSPC = createRequire(import.meta.url).resolve('ts-patch/bin/tspc.js');

const OPTIONS = {
  target: 'es2022',
  module: 'nodenext',
  lib: ['es2023'],
  types: ['node'],
  strict: true,
  skipLibCheck: true,
  rewriteRelativeImportExtensions: true,
  outDir: 'out',
  rootDir: '.',
  sourceMap: true,
};

export const PLUGIN = { transform: '@parloop/transform/ts-patch', transformProgram: true };

/** A copy of the program, with a `tsconfig.json` that has the given options beside the usual ones. */
export async function appWith(options: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const folder = await temporaryFolder('tspc');
  await cp(APP, folder, { recursive: true });
  const compilerOptions = { ...OPTIONS, plugins: [PLUGIN], ...options };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  return folder;
}

export const tspc = (folder: string, ...args: readonly string[]): Promise<Outcome> =>
  node([TSPC, ...(args.length === 0 ? ['-p', '.'] : args)], { cwd: folder });
