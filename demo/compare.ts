/**
 * Runs `heaviest.ts` twice, once with the annotation switched off and once in parallel, and compares what they print.
 *
 *     npm run demo [-- FOLDER]
 */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { run, workShare } from './run-program.ts';
import { warmFileCache } from './source-files.ts';

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`.padStart(9);
const row = (title: string, before: number, after: number): string =>
  `${title.padEnd(16)}${seconds(before)} ${seconds(after)} ${(before / after).toFixed(2).padStart(7)} ×`;

const folder = process.argv[2] ?? 'node_modules';
warmFileCache(folder); // otherwise the first run alone would wait for the disk

console.error(`\nSerially (PARLOOP=serial): every file below ${resolve(folder)}`);
const serial = await run('heaviest.ts', [folder], { PARLOOP: 'serial' });
console.error(`\nIn parallel: the same program on ${availableParallelism()} cores`);
const parallel = await run('heaviest.ts', [folder], { PARLOOP: '' });

console.log(`\n${parallel.output}`);
console.log('                   serial  parallel  speed-up');
console.log(row('the loop', serial.loopMs, parallel.loopMs));
console.log(row('whole program', serial.wallMs, parallel.wallMs));
console.log(`\n${workShare(parallel.constructs)}`);

const same = serial.output === parallel.output;
console.log(same ? 'Both runs printed the same bytes.' : `THE RUNS DIFFER. Serially:\n${serial.output}`);
process.exitCode = same ? 0 : 1;
