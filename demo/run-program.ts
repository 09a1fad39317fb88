import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What PARLOOP_STATS tells about one annotated loop. */
interface ConstructStats {
  readonly id: string;
  readonly runs: number;
  readonly parallelRuns: number;
  readonly iterations: number;
  readonly workersUsed: number;
  readonly serialReasons: Readonly<Record<string, number>>;
}

export interface Run {
  /** What the program printed to standard output. */
  readonly output: string;
  /** Time of the annotated loop alone, as the program reports it. */
  readonly loopMs: number;
  /** Time of the whole process: start of Node, compilation, listing of the files, loop, table. */
  readonly wallMs: number;
  readonly constructs: readonly ConstructStats[];
}

const LOADER = ['--import', import.meta.resolve('@parloop/transform/register')];

/**
 * Runs a program of this folder through the Node loader, in a process of its own. What it writes to standard error, its
 * progress bar, goes to ours.
 *
 * @throws Error when it ends with another exit code than 0
 */
export async function run(program: string, args: readonly string[], env: Record<string, string>): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'parloop-demo-'));
  const statsFile = join(folder, 'stats.json');
  try {
    const ended = await finish(program, args, { ...process.env, PARLOOP_STATS: statsFile, ...env });
    // No file: no annotated loop ran.
    const constructs = existsSync(statsFile) ? JSON.parse(readFileSync(statsFile, 'utf8')).constructs : [];
    return { ...ended, constructs };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function finish(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Omit<Run, 'constructs'>> {
  const started = performance.now();
  const path = fileURLToPath(new URL(program, import.meta.url));
  const child = fork(path, args, { execArgv: LOADER, env, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  let output = '';
  let loopMs = Number.NaN;
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.on('message', (message: { loopMs: number }) => {
    loopMs = message.loopMs;
  });
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => {
      if (code === 0) done({ output, loopMs, wallMs: performance.now() - started });
      else fail(new Error(`${program} ended with exit code ${code}`));
    });
  });
}

/** One line per loop: who did the work, and why not if nobody did. */
export const workShare = (constructs: readonly ConstructStats[]): string =>
  constructs
    .map(({ id, runs, parallelRuns, iterations, workersUsed, serialReasons }) => {
      const reasons = Object.entries(serialReasons).map(([reason, count]) => `${reason} (${count}×)`);
      const serial = reasons.length === 0 ? '' : `; serially: ${reasons.join(', ')}`;
      return `${id}: ${parallelRuns} of ${runs} runs in parallel, ${iterations} iterations, ${workersUsed} workers${serial}`;
    })
    .join('\n');
