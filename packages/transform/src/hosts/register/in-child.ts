/** Compiles in a process of its own. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./child.js', import.meta.url));

/**
 * Fills the cache for a file and waits for it.
 *
 * @throws when the process fails; a refused construct is no failure, but a part of the result
 */
export function compileInChild(file: string): void {
  // Without the program's own --import and inspector settings: they may lead here again.
  const { NODE_OPTIONS: _, ...env } = process.env;
  const { status, stderr, error } = spawnSync(process.execPath, [PROGRAM, file], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`Cannot compile ${file}: ${error?.message ?? stderr}`);
}
