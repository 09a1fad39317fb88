import type { Row } from '../measure.ts';

const HEAD = ['', 'variant', 'median ms', 'min ms', 'max ms', 'speed-up'];
const WIDTHS = [-40, -15, 11, 11, 11, 10];

/** The rows for people to read. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map((row, index) => {
    const title = `${row.group} ${row.work}`;
    const before = rows[index - 1];
    const repeated = before !== undefined && title === `${before.group} ${before.work}`;
    const times = [row.medianMs, row.minMs, row.maxMs].map((ms) => ms.toFixed(2));
    return [repeated ? '' : title, row.variant, ...times, `${row.speedup.toFixed(2)} ×`];
  });
  return [HEAD, ...lines].map((cells) => cells.map((cell, at) => pad(cell, WIDTHS[at]!)).join('')).join('\n');
}

/** Negative widths align to the left. */
const pad = (text: string, width: number): string => (width < 0 ? text.padEnd(-width) : text.padStart(width));
