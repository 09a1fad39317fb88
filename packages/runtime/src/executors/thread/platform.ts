import { writeFileSync } from 'node:fs';
import { types } from 'node:util';
import { isMainThread } from 'node:worker_threads';
import { environment } from '../../config.ts';
import { stats, statsFile } from '../../site.ts';
import type { Executor, Platform } from '../executor.ts';
import { ShufflingExecutor } from '../shuffling.ts';
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

let executor: Executor | undefined;
let begun = false;

/** The thread pool; for tests, `PARLOOP_SHUFFLE=seed` imitates it in the calling thread. */
const create = (): Executor => {
  const seed = environment('PARLOOP_SHUFFLE');
  return seed === undefined ? new ThreadExecutor(warn) : new ShufflingExecutor(Number(seed));
};

/** Node and what runs like it. */
export const nodePlatform: Platform = {
  executor: () => {
    executor ??= create();
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
