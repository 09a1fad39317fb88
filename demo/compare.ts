/**
 * Runs `heaviest.ts` twice, once with the annotation switched off and once in parallel, and compares what they print.
 *
 *     npm run demo [-- FOLDER]
 */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { warmFileCache } from './source-files.ts';

interface Run {
  readonly output: string;
  /** Time of the annotated loop alone. */
  readonly loopMs: number;
  /** Time of the whole process: start of Node, compilation, listing of the files, loop, table. */
  readonly wallMs: number;
}

const PROGRAM = fileURLToPath(new URL('./heaviest.ts', import.meta.url));
const LOADER = ['--import', import.meta.resolve('@parloop/transform/register')];

/** Runs the program in a process of its own; its progress bar goes to our terminal. */
function run(folder: string, env: Record<string, string>): Promise<Run> {
  const started = performance.now();
  const child = fork(PROGRAM, [folder], {
    execArgv: LOADER,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
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
      else fail(new Error(`${PROGRAM} ended with exit code ${code}`));
    });
  });
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`.padStart(9);
const times = (before: number, after: number): string => `${(before / after).toFixed(2)} ×`.padStart(9);

const folder = process.argv[2] ?? 'node_modules';
warmFileCache(folder); // otherwise the first run alone would wait for the disk

console.error(`\nSerially (PARLOOP=serial): every file below ${resolve(folder)}`);
const serial = await run(folder, { PARLOOP: 'serial' });
console.error(`\nIn parallel: the same program on ${availableParallelism()} cores`);
const parallel = await run(folder, { PARLOOP: '' });

const same = serial.output === parallel.output;
console.log(`\n${parallel.output}`);
console.log(`                     serial  parallel  speed-up`);
console.log(
  `the loop         ${seconds(serial.loopMs)} ${seconds(parallel.loopMs)} ${times(serial.loopMs, parallel.loopMs)}`,
);
console.log(
  `whole program    ${seconds(serial.wallMs)} ${seconds(parallel.wallMs)} ${times(serial.wallMs, parallel.wallMs)}`,
);
console.log(same ? '\nBoth runs printed the same bytes.' : `\nTHE RUNS DIFFER. Serially:\n${serial.output}`);
process.exitCode = same ? 0 : 1;
