/**
 * Compiled modules on the disk, for later runs and for workers. Every entry is named by a hash of what it was made
 * from, or (an index of answers) checked against the disk before use, so nothing is ever out of date.
 */
import { createHash } from 'node:crypto';
import { accessSync, constants, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { threadId } from 'node:worker_threads';

/** 128 bits of SHA-256, in hexadecimal digits: a file name. */
export function hashOf(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  // The length keeps ("ab", "c") and ("a", "bc") apart.
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex').slice(0, 32);
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** The nearest `node_modules` at or above a folder. */
function nearestModules(folder: string): string | undefined {
  const modules = join(folder, 'node_modules');
  if (isFolder(modules)) return modules;
  const parent = dirname(folder);
  return parent === folder ? undefined : nearestModules(parent);
}

/** Of this user alone, because what lies there is executed. */
const privateFolder = (): string => join(tmpdir(), `parloop-${process.getuid?.() ?? 'user'}`);

const folders = new Map<string, string>();

function canWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function folderFor(directory: string): string {
  const modules = nearestModules(directory);
  return modules === undefined || !canWrite(modules) ? privateFolder() : join(modules, '.cache', 'parloop');
}

/** The cache that serves a source file: `PARLOOP_CACHE`, else its project's, else one below the system's temporary folder. */
export function cacheFolder(file: string): string {
  const chosen = process.env.PARLOOP_CACHE;
  if (chosen !== undefined && chosen !== '') return chosen;
  const directory = dirname(file);
  const folder = folders.get(directory) ?? folderFor(directory);
  folders.set(directory, folder);
  return folder;
}

/** Text of an entry; undefined when there is none, or when it might have been put there by somebody else. */
export function readEntry(folder: string, name: string): string | undefined {
  const path = join(folder, name);
  try {
    const owner = statSync(path).uid;
    return process.getuid === undefined || owner === process.getuid() ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

export const hasEntry = (folder: string, name: string): boolean =>
  statSync(join(folder, name), { throwIfNoEntry: false }) !== undefined;

/** Writes an entry in one step, so that no reader ever sees a part of it. */
export function writeEntry(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `${name}.${process.pid}-${threadId}.tmp`);
  writeFileSync(draft, text);
  renameSync(draft, join(folder, name));
}
