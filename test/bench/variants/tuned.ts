/** What one would write for this machine by hand: worker_threads, shared memory, Atomics, and a caller that works too. */
import { Worker } from 'node:worker_threads';
import { allocate, type Output, shapeOf, type Task } from '../tasks.ts';
import { type Job, takePart, WORKERS_DONE } from './tuned-protocol.ts';
import type { Variant } from './variant.ts';

const CLAIMS_PER_THREAD = 16;

export function tunedVariant(threads: number): Variant {
  const url = new URL('./tuned-worker.js', import.meta.url);
  const workers = Array.from({ length: threads - 1 }, () => new Worker(url));
  return {
    name: 'hand-tuned',
    run: (task) => together(workers, task),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function together(workers: readonly Worker[], task: Task): Output {
  const { rows } = shapeOf(task);
  const job: Job = {
    task,
    out: allocate(task, rows, true),
    control: new Int32Array(new SharedArrayBuffer(8)),
    rowsPerClaim: Math.max(1, Math.floor(rows / ((workers.length + 1) * CLAIMS_PER_THREAD))),
  };
  for (const worker of workers) worker.postMessage(job);
  takePart(job);
  waitFor(job.control, workers.length);
  return job.out;
}

/** Blocks until `count` workers have finished. */
function waitFor(control: Int32Array, count: number): void {
  for (;;) {
    const done = Atomics.load(control, WORKERS_DONE);
    if (done === count) return;
    Atomics.wait(control, WORKERS_DONE, done);
  }
}
