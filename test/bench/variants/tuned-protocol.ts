import { computeRows, type Output, shapeOf, type Task } from '../tasks.ts';

/** Cells of {@link Job.control}. */
export const NEXT_ROW = 0;
export const WORKERS_DONE = 1;

export interface Job {
  readonly task: Task;
  /** On shared memory; rows are written where they belong. */
  readonly out: Output;
  readonly control: Int32Array;
  readonly rowsPerClaim: number;
}

/** Claims rows and computes them until none are left. Every thread runs this, the calling one too. */
export function takePart({ task, out, control, rowsPerClaim }: Job): void {
  const { rows, length } = shapeOf(task);
  for (;;) {
    const lo = Atomics.add(control, NEXT_ROW, rowsPerClaim);
    if (lo >= rows) return;
    computeRows(task, lo, Math.min(lo + rowsPerClaim, rows), out, lo * length);
  }
}
