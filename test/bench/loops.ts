/**
 * The loops that are measured. Compiled twice: by esbuild, which drops the comments (variant `serial`), and by
 * `parloop build` (variant `parloop`). Both are one and the same source.
 */
import { escapeTime } from './escape-time.ts';

/** Escape times of `width` × `height` points of [-2.25, 0.75] × [-1.2, 1.2], row by row, each at most `limit`. */
export function mandelbrot(width: number, height: number, limit: number): Uint16Array {
  const out = new Uint16Array(width * height);
  // @parallel
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      out[y * width + x] = escapeTime(-2.25 + (3 * x) / width, 1.2 - (2.4 * y) / height, limit);
    }
  }
  return out;
}

/** The product of two n × n matrices that are stored row by row. */
export function multiply(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  // @parallel
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += a[i * n + k]! * b[k * n + j]!;
      out[i * n + j] = sum;
    }
  }
  return out;
}
