import { move } from 'piscina';
import { allocate, computeRows, type Task } from '../tasks.ts';

export interface RowsRequest {
  readonly task: Task;
  readonly lo: number;
  readonly hi: number;
}

export default function rows({ task, lo, hi }: RowsRequest): unknown {
  const out = allocate(task, hi - lo);
  computeRows(task, lo, hi, out, 0);
  return move(out);
}
