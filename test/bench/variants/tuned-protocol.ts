import type { MessagePort } from 'node:worker_threads';
import { computeRows, type Output, shapeOf, type Task } from '../tasks.ts';

/** Cells of the control words that all threads share. */
export const NEXT_ROW = 0;
export const WORKERS_DONE = 1;
/** Number of jobs that were given out; a worker sleeps on it. */
export const JOBS = 2;
export const CELLS = 3;

/** What a worker gets when it is made. */
export interface Start {
  readonly control: Int32Array;
  /** Jobs arrive here; read synchronously, so that the worker can sleep in `Atomics.wait`. */
  readonly port: MessagePort;
}

export interface Job {
  readonly task: Task;
  /** On shared memory; rows are written where they belong. */
  readonly out: Output;
  readonly rowsPerClaim: number;
}

/** Claims rows and computes them until none are left. Every thread runs this, the calling one too. */
export function takePart({ task, out, rowsPerClaim }: Job, control: Int32Array): void {
  const { rows, length } = shapeOf(task);
  for (;;) {
    const lo = Atomics.add(control, NEXT_ROW, rowsPerClaim);
    if (lo >= rows) return;
    computeRows(task, lo, Math.min(lo + rowsPerClaim, rows), out, lo * length);
  }
}
