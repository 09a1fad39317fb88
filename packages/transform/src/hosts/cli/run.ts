/** `parloop run`: Node, with the loader that transforms modules on their way. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { PURE, vouched } from '../vouched.ts';
import { sourceFiles } from './inputs.ts';
import { Misuse, type Terminal } from './terminal.ts';

export interface RunOptions {
  readonly onRefusal: 'error' | 'serial';
  readonly pure?: readonly string[];
}

const LOADER = new URL('../register/register.js', import.meta.url).href;

/** Signals that mean the program, not this command. */
const FORWARDED: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2'];

/** What a shell reports for a process that a signal has ended. */
const signalExitCode = (signal: NodeJS.Signals): number => 128 + constants.signals[signal];

/**
 * @param args what the program finds from `process.argv[2]` on
 * @returns the program's exit code
 */
export async function run(
  file: string,
  args: readonly string[],
  options: RunOptions,
  terminal: Terminal,
): Promise<number> {
  const [path] = await sourceFiles([file], terminal.folder);
  if (path === undefined) throw new Misuse(`There is no file '${file}'.`);
  const env = {
    ...process.env,
    ...(options.onRefusal === 'serial' ? { PARLOOP_ON_REFUSAL: 'serial' } : {}),
    ...(options.pure ? { [PURE]: vouched(options.pure).join() } : {}),
  };
  const child = spawn(process.execPath, [...process.execArgv, '--import', LOADER, path, ...args], {
    stdio: 'inherit',
    env,
  });
  // A terminal sends Ctrl-C to both processes; a supervisor signals only this one.
  const forward = (signal: NodeJS.Signals) => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of FORWARDED) process.on(signal, forward);
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('exit', (code, signal) => {
      for (const name of FORWARDED) process.off(name, forward);
      done(signal === null ? (code ?? 1) : signalExitCode(signal));
    });
  });
}
