import { writeFileSync } from 'node:fs';
import { types } from 'node:util';
import { isMainThread } from 'node:worker_threads';
import { stats, statsFile } from '../../site.ts';
import type { Platform } from '../executor.ts';
import { ThreadExecutor } from './thread.ts';

const said = new Set<string>();

const warn = (text: string): void => {
  if (said.has(text)) return;
  said.add(text);
  process.emitWarning(text, 'ParloopWarning');
};

/** Writes the statistics when the program ends, if `PARLOOP_STATS` asks for them. */
const writeStats = (file: string): void => {
  try {
    writeFileSync(file, JSON.stringify(stats()));
  } catch (error) {
    process.stderr.write(`parloop: cannot write PARLOOP_STATS: ${String(error)}\n`);
  }
};

let executor: ThreadExecutor | undefined;
let begun = false;

/** Node and what runs like it. */
export const nodePlatform: Platform = {
  executor: () => {
    executor ??= new ThreadExecutor(warn);
    return executor;
  },
  isProxy: types.isProxy,
  warn,
  started: () => {
    const file = statsFile();
    if (begun || !isMainThread) return;
    begun = true;
    if (file !== undefined) process.on('exit', () => writeStats(file));
  },
};
