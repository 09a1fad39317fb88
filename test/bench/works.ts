import type { MatrixTask, Task } from './tasks.ts';

/** One row of the benchmark's table: what is computed. */
export interface Work {
  readonly group: string;
  readonly work: string;
  /** With arrays as programs have them: for the loops. */
  readonly task: Task;
  /** With arrays on shared memory, which cost nothing to send: for the variants that are written by hand. */
  readonly shared: Task;
}

/** Every work of every group. */
export const WORKS: readonly Work[] = [picture(160, 120, 200), picture(1200, 900, 500), product(128), product(400)];

export const GROUPS: readonly string[] = [...new Set(WORKS.map(({ group }) => group))];

function picture(width: number, height: number, limit: number): Work {
  const task: Task = { kind: 'mandelbrot', width, height, limit };
  return { group: 'mandelbrot', work: `${width} × ${height}, ${limit} steps`, task, shared: task };
}

function product(n: number): Work {
  const task: MatrixTask = { kind: 'matrix', n, a: matrix(n, 1), b: matrix(n, 2) };
  const shared = { ...task, a: onSharedMemory(task.a), b: onSharedMemory(task.b) };
  return { group: 'matrix', work: `${n} × ${n}`, task, shared };
}

/** n × n numbers from 0 to 1 that look random and are always the same. */
function matrix(n: number, seed: number): Float64Array {
  const out = new Float64Array(n * n);
  let state = seed;
  for (let at = 0; at < out.length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    out[at] = state / 2 ** 32;
  }
  return out;
}

function onSharedMemory(values: Float64Array): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
