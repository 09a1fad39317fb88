import type { mandelbrot, multiply } from '../loops.ts';
import type { Variant } from './variant.ts';

interface Loops {
  readonly mandelbrot: typeof mandelbrot;
  readonly multiply: typeof multiply;
}

/** A build of `loops.ts`: the serial one or ours. */
export const loopsVariant = (name: string, loops: Loops): Variant => ({
  name,
  run: ({ task }) =>
    task.kind === 'matrix'
      ? loops.multiply(task.a, task.b, task.n)
      : loops.mandelbrot(task.width, task.height, task.limit),
});
