/** Steps until z ← z² + cx + i·cy leaves the circle of radius 2, starting at 0; `limit` if it has not left by then. */
export function escapeTime(cx: number, cy: number, limit: number): number {
  let x = 0;
  let y = 0;
  for (let step = 0; step < limit; step++) {
    const xx = x * x;
    const yy = y * y;
    if (xx + yy > 4) return step;
    y = 2 * x * y + cy;
    x = xx - yy + cx;
  }
  return limit;
}
