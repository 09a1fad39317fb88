/** Runs programs through the loader, as child processes. */
import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { APP, type ConstructStats, temporaryFolder } from '../../support/app.ts';

export const LOADER = ['--import', '@parloop/transform/register'] as const;

export interface Outcome {
  /** Exit status; null when a signal ended the process. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Settings {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** What to run instead of this very Node, with arguments of its own before the others. */
  readonly node?: readonly [string, ...string[]];
}

/** Runs Node to its end, however that comes. */
export function node(args: readonly string[], { env = {}, cwd, node = [process.execPath] }: Settings = {}) {
  const [command, ...first] = node;
  const options = { env: { ...process.env, ...env }, maxBuffer: 1 << 24, ...(cwd === undefined ? {} : { cwd }) };
  return new Promise<Outcome>((resolve) => {
    const child = execFile(command, [...first, ...args], options, (_error, stdout, stderr) =>
      resolve({ status: child.exitCode, stdout, stderr }),
    );
  });
}

/** Runs Node with two workers, however small the loops are, and reads the statistics. */
export async function parallel(args: readonly string[], settings: Settings = {}) {
  const stats = join(await temporaryFolder('stats'), 'stats.json');
  const env = { ...settings.env, PARLOOP_MIN_WORK: '0', PARLOOP_WORKERS: '2', PARLOOP_STATS: stats };
  const outcome = await node(args, { ...settings, env });
  const { constructs } = JSON.parse(await readFile(stats, 'utf8')) as { constructs: ConstructStats[] };
  return { ...outcome, constructs };
}

/** A folder with a package of ES modules in it; `files` by path below the folder. */
export async function project(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await temporaryFolder(name);
  const all = { 'package.json': '{"private": true, "type": "module"}', ...files };
  for (const [path, text] of Object.entries(all)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

/** A copy of the program in `test/hosts/app`, free to be edited. */
export async function copyOfApp(name: string): Promise<string> {
  const folder = await temporaryFolder(name);
  await cp(APP, folder, { recursive: true });
  return folder;
}

/** What `PARLOOP_DEBUG=loader` said: `main compiled loops.ts`, with paths below `folder`. */
export const origins = ({ stderr }: Pick<Outcome, 'stderr'>, folder: string): string[] =>
  stderr
    .split('\n')
    .filter((line) => line.startsWith('parloop loader: '))
    .map((line) => line.slice('parloop loader: '.length).replace(`${folder}/`, ''));

/** A program whose loop reads what its iteration before wrote. */
export const REFUSED = `const xs: number[] = [1, 2, 3];
// @parallel
for (let i = 1; i < xs.length; i++) xs[i] = xs[i - 1] + 1;
console.log(xs.join());
`;
