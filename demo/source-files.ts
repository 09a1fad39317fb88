import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const SOURCE = /\.[cm]?[jt]s$/;

/**
 * Every JavaScript and TypeScript file below `root`, the longest first, so that the last ones to be worked on are short.
 * Links and hidden folders are left out.
 */
export function sourceFiles(root: string): string[] {
  const visible = (entry: Dirent): boolean => !relative(root, entry.parentPath).split(sep).some(isHidden);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && SOURCE.test(entry.name) && visible(entry))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, size: statSync(path).size }))
    .sort((a, b) => b.size - a.size || (a.path < b.path ? -1 : 1))
    .map(({ path }) => path);
}

const isHidden = (folder: string): boolean => folder.startsWith('.');

/** Reads every file once and forgets it, so that later reads come from memory. */
export function warmFileCache(root: string): void {
  for (const path of sourceFiles(root)) readFileSync(path);
}

/** The npm package that a file below `root` belongs to: `@scope/name` or `name`. */
export function packageOf(root: string, path: string): string {
  const folders = relative(root, path).split(sep);
  const at = folders.lastIndexOf('node_modules') + 1;
  const name = folders[at] ?? path;
  return name.startsWith('@') ? `${name}/${folders[at + 1]}` : name;
}

/** `items` in groups of `size`; the last group may be smaller. */
export function inBatches<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, batch) => items.slice(batch * size, (batch + 1) * size));
}
