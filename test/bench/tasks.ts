/** The same work as in `loops.ts`, cut into rows by hand: what the hand-written variants send to their workers. */
import { escapeTime } from './escape-time.ts';

export interface MandelbrotTask {
  readonly kind: 'mandelbrot';
  readonly width: number;
  readonly height: number;
  readonly limit: number;
}

export interface MatrixTask {
  readonly kind: 'matrix';
  readonly n: number;
  readonly a: Float64Array;
  readonly b: Float64Array;
}

export type Task = MandelbrotTask | MatrixTask;
export type Output = Uint16Array | Float64Array;

/** Number of rows, and of elements in each. */
export const shapeOf = (task: Task): { rows: number; length: number } =>
  task.kind === 'matrix' ? { rows: task.n, length: task.n } : { rows: task.height, length: task.width };

/** Zeros for `rows` rows, on shared memory if asked. */
export function allocate(task: Task, rows: number, shared = false): Output {
  const elements = rows * shapeOf(task).length;
  const bytes = elements * (task.kind === 'matrix' ? Float64Array : Uint16Array).BYTES_PER_ELEMENT;
  const memory = shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
  return task.kind === 'matrix' ? new Float64Array(memory) : new Uint16Array(memory);
}

/** Computes the rows [lo, hi) and writes them to `out` from element `at` on. */
export function computeRows(task: Task, lo: number, hi: number, out: Output, at: number): void {
  if (task.kind === 'matrix') matrixRows(task, lo, hi, out, at);
  else mandelbrotRows(task, lo, hi, out, at);
}

function mandelbrotRows(task: MandelbrotTask, lo: number, hi: number, out: Output, at: number): void {
  const { width, height, limit } = task;
  let next = at;
  for (let y = lo; y < hi; y++) {
    for (let x = 0; x < width; x++) {
      out[next++] = escapeTime(-2.25 + (3 * x) / width, 1.2 - (2.4 * y) / height, limit);
    }
  }
}

function matrixRows(task: MatrixTask, lo: number, hi: number, out: Output, at: number): void {
  const { a, b, n } = task;
  let next = at;
  for (let i = lo; i < hi; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += a[i * n + k]! * b[k * n + j]!;
      out[next++] = sum;
    }
  }
}
