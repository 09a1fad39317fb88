/** Keeps the cache from growing for ever. */
import { readdirSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';

const MONTH = 30 * 24 * 60 * 60 * 1000;

const pruned = new Set<string>();

function removeOlder(path: string, time: number): void {
  try {
    if (statSync(path).mtimeMs < time) unlinkSync(path);
  } catch {
    // Another process was faster, or must keep it.
  }
}

/** Removes entries that were written more than a month ago; does so once per folder and process. */
export function prune(folder: string): void {
  if (pruned.has(folder)) return;
  pruned.add(folder);
  const time = Date.now() - MONTH;
  for (const name of readdirSync(folder)) {
    if (/\.(json|mjs|tmp)$/.test(name)) removeOlder(join(folder, name), time);
  }
}
