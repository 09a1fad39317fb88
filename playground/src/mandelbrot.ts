/** Number of steps until z² + c has left the circle of radius 2, at most `limit`. */
function escapeTime(re: number, im: number, limit: number): number {
  let x = 0;
  let y = 0;
  let step = 0;
  while (step < limit && x * x + y * y <= 4) {
    const next = x * x - y * y + re;
    y = 2 * x * y + im;
    x = next;
    step++;
  }
  return step;
}

/** The escape time of every pixel, row by row. */
export async function mandelbrot(width: number, height: number, limit: number): Promise<Uint16Array> {
  const scale = 3 / width;
  const count = width * height;
  const steps = new Uint16Array(count);

  // @parallel
  for (let i = 0; i < count; i++) {
    const column = i % width;
    const row = Math.floor(i / width);
    steps[i] = escapeTime((column - width * 0.7) * scale, (row - height / 2) * scale, limit);
  }
  return steps;
}
