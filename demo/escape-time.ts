/**
 * How long the point (cx, cy) takes to leave the circle of radius 16 under z ← z² + c.
 *
 * @returns a smooth count of steps, or `limit` if it has not left by then
 */
export function escapeTime(cx: number, cy: number, limit: number): number {
  let x = 0;
  let y = 0;
  for (let step = 0; step < limit; step++) {
    const xx = x * x;
    const yy = y * y;
    if (xx + yy > 256) return step + 1 - Math.log2(Math.log2(xx + yy) / 2);
    y = 2 * x * y + cy;
    x = xx - yy + cx;
  }
  return limit;
}

/** Colours between which the palette blends, as [red, green, blue], 0 to 255; the last one leads back to the first. */
const PALETTE: readonly (readonly [number, number, number])[] = [
  [9, 16, 48],
  [24, 82, 177],
  [134, 181, 229],
  [241, 233, 191],
  [248, 149, 42],
  [106, 32, 60],
];

/** One colour channel (0 red, 1 green, 2 blue) of a point with that escape time: 0 to 255. */
export function shade(time: number, limit: number, channel: 0 | 1 | 2): number {
  if (time >= limit) return 0;
  const place = Math.sqrt(Math.max(time, 0)) * 1.3;
  const index = Math.floor(place);
  const from = PALETTE[index % PALETTE.length]![channel];
  const to = PALETTE[(index + 1) % PALETTE.length]![channel];
  return Math.round(from + (to - from) * (place - index));
}
