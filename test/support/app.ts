/** Runs the program in `test/hosts/app` as a child process, serially or as some door has built it. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect } from 'vitest';

export const APP = fileURLToPath(new URL('../hosts/app/', import.meta.url));
const TEMPORARY = fileURLToPath(new URL('../.tmp/', import.meta.url));

/** The constructs which `main.ts` runs. */
const CONSTRUCTS = 4;

export interface ConstructStats {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly runs: number;
  readonly parallelRuns: number;
  readonly iterations: number;
  readonly chunks: number;
  readonly workersUsed: number;
  readonly serialReasons: Readonly<Record<string, number>>;
}

export interface Run {
  readonly stdout: string;
  readonly stderr: string;
  readonly constructs: readonly ConstructStats[];
}

/** A new folder below `test/.tmp`, from which packages of the workspace can be imported. */
export async function temporaryFolder(name: string): Promise<string> {
  await mkdir(TEMPORARY, { recursive: true });
  return mkdtemp(join(TEMPORARY, `${name}-`));
}

async function statsIn(file: string): Promise<readonly ConstructStats[]> {
  const text = await readFile(file, 'utf8').catch(() => '{"constructs":[]}');
  return (JSON.parse(text) as { constructs: ConstructStats[] }).constructs;
}

/**
 * Runs a file in Node with two workers, however small its loops are.
 *
 * @param options more options of Node, before the file
 * @throws Error when the process fails, with what it wrote to standard error
 */
export async function runParallel(file: string, options: readonly string[] = []): Promise<Run> {
  const folder = await temporaryFolder('stats');
  const stats = join(folder, 'stats.json');
  const env = { ...process.env, PARLOOP_MIN_WORK: '0', PARLOOP_WORKERS: '2', PARLOOP_STATS: stats };
  const { stdout, stderr } = await run([...options, file], env);
  return { stdout, stderr, constructs: await statsIn(stats) };
}

const run = (args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ stdout: string; stderr: string }> =>
  new Promise((resolve, reject) => {
    execFile(process.execPath, args, { env, maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      if (error === null) resolve({ stdout, stderr });
      else reject(new Error(`${args.join(' ')} failed:\n${stderr}`, { cause: error }));
    });
  });

/** What the program prints when its annotations are comments. */
export async function serialOutput(entry: 'main.ts' | 'fail.ts' = 'main.ts'): Promise<string> {
  const outfile = join(await temporaryFolder('serial'), 'app.mjs');
  await build({ entryPoints: [join(APP, entry)], outfile, bundle: true, format: 'esm', platform: 'node' });
  return (await run([outfile], process.env)).stdout;
}

/** Every construct of `main.ts` ran once, in parallel, and both workers took part. */
export function expectTwoWorkers(constructs: readonly ConstructStats[]): void {
  const seen = constructs.filter(({ runs }) => runs > 0);
  expect(seen).toHaveLength(CONSTRUCTS);
  for (const construct of seen) {
    expect(construct).toMatchObject({ runs: 1, parallelRuns: 1, workersUsed: 2, serialReasons: {} });
  }
}

/** `helper.ts:LINE` of the throw that `fail.ts` runs into. */
export async function lineOfThrow(): Promise<string> {
  const lines = (await readFile(join(APP, 'helper.ts'), 'utf8')).split('\n');
  return `helper.ts:${lines.findIndex((line) => line.includes('THE LINE')) + 1}`;
}
