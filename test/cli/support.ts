/** Runs the command as a user does: as a process, in a folder of its own. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const COMMAND = fileURLToPath(new URL('../../packages/transform/bin/parloop.js', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A folder outside of every `node_modules`, removed after the test. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'parloop-cli-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** Every file below a folder, with slashes, sorted. */
export const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();

export function node(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Outcome {
  // Small loops run in workers too, and colours and settings of the developer's terminal stay out.
  const { NO_COLOR: _, FORCE_COLOR: __, NODE_OPTIONS: ___, ...clean } = process.env;
  const result = spawnSync(process.execPath, args, {
    cwd,
    encoding: 'utf8',
    env: { ...clean, PARLOOP_MIN_WORK: '0', PARLOOP_WORKERS: '2', ...env },
  });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

export const parloop = (args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Outcome =>
  node([COMMAND, ...args], cwd, env);
