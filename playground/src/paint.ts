/** Draws escape times: points of the set dark, the others by the number of steps, on a logarithmic scale. */
export function paint(canvas: HTMLCanvasElement, steps: Uint16Array, limit: number): void {
  const { width, height } = canvas;
  const image = new ImageData(width, height);
  steps.forEach((step, i) => {
    const shade = step >= limit ? 0 : Math.log2(1 + step) / Math.log2(1 + limit);
    image.data.set([255 * shade ** 1.6, 255 * shade ** 0.9, 70 + 185 * shade ** 0.5, 255], i * 4);
    if (step >= limit) image.data.set([12, 14, 30], i * 4);
  });
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}
