/**
 * Paints the Mandelbrot set, a row of pixels at a time, and writes it to `out/mandelbrot.png`.
 *
 *     npm run demo:mandelbrot [-- WIDTH]      pixels; default: 1200
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PNG } from 'pngjs';
import { escapeTime, shade } from './escape-time.ts';

const LIMIT = 2000;
/** The part of the complex plane that is shown. */
const LEFT = -2.25;
const TOP = 1.2;
const SPAN = 3.1;

/** Red, green, blue and opacity of `width` × `height` pixels. */
function paint(width: number, height: number): Uint8Array {
  const pixels = new Uint8Array(width * height * 4);
  const step = SPAN / width;
  // @parallel
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const time = escapeTime(LEFT + x * step, TOP - y * step, LIMIT);
      const at = (y * width + x) * 4;
      pixels[at] = shade(time, LIMIT, 0);
      pixels[at + 1] = shade(time, LIMIT, 1);
      pixels[at + 2] = shade(time, LIMIT, 2);
      pixels[at + 3] = 255;
    }
  }
  return pixels;
}

const width = Number(process.argv[2] ?? 1200);
const height = Math.round((width * 2 * TOP) / SPAN);
const started = performance.now();
const pixels = paint(width, height);
const ms = performance.now() - started;

const png = new PNG({ width, height });
png.data.set(pixels);
const file = resolve('out/mandelbrot.png');
mkdirSync('out', { recursive: true });
writeFileSync(file, PNG.sync.write(png));
console.log(`${width} × ${height} pixels in ${(ms / 1000).toFixed(2)} s: ${file}`);
