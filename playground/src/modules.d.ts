/** A module of this project that the plugin does not touch, because it only takes paths without a query. */
declare module '*/mandelbrot.ts?serial' {
  export const mandelbrot: typeof import('./mandelbrot.ts').mandelbrot;
}
