/** From what the user typed to source files. */
import { statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { SOURCE_EXTENSIONS } from '../file-host.ts';
import { Misuse } from './terminal.ts';

const EXTENSIONS: readonly string[] = SOURCE_EXTENSIONS;

export const isSource = (path: string): boolean => EXTENSIONS.includes(extname(path)) && !/\.d\.[cm]?ts$/.test(path);

async function matches(pattern: string, folder: string): Promise<string[]> {
  const ignore = ['**/node_modules/**'];
  const found = await glob({ patterns: [pattern], cwd: folder, absolute: true, ignore, expandDirectories: false });
  const files = found.filter(isSource).sort();
  if (files.length === 0) throw new Misuse(`No source file matches '${pattern}'.`);
  return files;
}

async function filesOf(argument: string, folder: string): Promise<string[]> {
  const path = resolve(folder, argument);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) {
    throw new Misuse(
      `'${argument}' is a folder. Name files or a pattern, such as '${argument.replace(/\/$/, '')}/**/*.ts'.`,
    );
  }
  if (stats === undefined) {
    if (isDynamicPattern(argument)) return matches(argument, folder);
    throw new Misuse(`There is no file '${argument}'.`);
  }
  if (!isSource(path)) throw new Misuse(`'${argument}' is not a source file. Sources end in ${EXTENSIONS.join(' ')}.`);
  return [path];
}

/**
 * @param args paths and glob patterns as typed; patterns never match anything under `node_modules`
 * @returns absolute paths, each once, in the order of the arguments
 * @throws Misuse for missing files, folders, files that are no source, and patterns that match nothing
 */
export async function sourceFiles(args: readonly string[], folder: string): Promise<string[]> {
  const found = await Promise.all(args.map((argument) => filesOf(argument, folder)));
  return [...new Set(found.flat())];
}
