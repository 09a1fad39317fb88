/** Piscina by hand: one task for each row, or a few chunks for each thread. Rows come back by transfer. */
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { allocate, type Output, shapeOf, type Task } from '../tasks.ts';
import type { RowsRequest } from './piscina-worker.ts';
import type { Variant } from './variant.ts';

const CHUNKS_PER_THREAD = 4;

export function piscinaVariants(threads: number): Variant[] {
  const filename = fileURLToPath(new URL('./piscina-worker.js', import.meta.url));
  const pool = new Piscina<RowsRequest, Output>({ filename, minThreads: threads, maxThreads: threads });
  const byChunks = (rows: number): number => Math.ceil(rows / (threads * CHUNKS_PER_THREAD));
  return [
    { name: 'piscina-item', run: ({ shared }) => inPool(pool, shared, 1), close: () => pool.destroy() },
    { name: 'piscina-chunk', run: ({ shared }) => inPool(pool, shared, byChunks(shapeOf(shared).rows)) },
  ];
}

async function inPool(pool: Piscina<RowsRequest, Output>, task: Task, rowsPerTask: number): Promise<Output> {
  const { rows, length } = shapeOf(task);
  const out = allocate(task, rows);
  const pending: Promise<void>[] = [];
  for (let lo = 0; lo < rows; lo += rowsPerTask) {
    const hi = Math.min(lo + rowsPerTask, rows);
    pending.push(pool.run({ task, lo, hi }).then((part) => out.set(part, lo * length)));
  }
  await Promise.all(pending);
  return out;
}
