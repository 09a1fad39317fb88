import type { Row } from '../measure.ts';
import { bottom, colourOf, FONT, LEFT, line, PICTURE_HEIGHT, rect, scale, text, WIDTH } from './svg.ts';

const TITLE = 'Speed-up over the serial loop';
const GAP = 26;

/**
 * Speed-up by work and variant as an SVG picture. Whiskers span the slowest to the fastest run.
 *
 * @param rows at least one; all variants of one work follow each other
 * @param caption one line below the title
 */
export function chart(rows: readonly Row[], caption: string): string {
  const works = byWork(rows);
  const top = Math.max(1, ...works.flatMap((group) => group.map((row) => whisker(row, group).high))) * 1.08;
  const slot = (WIDTH - LEFT - GAP) / works.length;
  const parts = [
    `<title>${TITLE}</title>`,
    rect(0, 0, WIDTH, PICTURE_HEIGHT, '#ffffff'),
    text(LEFT, 24, TITLE, 'font-size="16" font-weight="600"'),
    text(LEFT, 44, caption, 'font-size="11" fill="#5c6675"'),
    ...grid(top),
    ...works.flatMap((group, index) => bars(group, LEFT + GAP + index * slot, slot - GAP, top)),
    ...legend(works[0]!.map(({ variant }) => variant)),
  ];
  const size = `width="${WIDTH}" height="${PICTURE_HEIGHT}" viewBox="0 0 ${WIDTH} ${PICTURE_HEIGHT}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} ${FONT} role="img">\n${parts.join('\n')}\n</svg>\n`;
}

function byWork(rows: readonly Row[]): Row[][] {
  const works = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.group} ${row.work}`;
    works.set(key, [...(works.get(key) ?? []), row]);
  }
  return [...works.values()];
}

/** The first row of a group is the yardstick: its median stands for 1. */
function whisker(row: Row, group: readonly Row[]): { low: number; high: number } {
  const yardstick = group[0]!.medianMs;
  return { low: yardstick / row.maxMs, high: yardstick / row.minMs };
}

function grid(top: number): string[] {
  const steps = Array.from({ length: Math.floor(top / 0.5) + 1 }, (_, step) => step * 0.5);
  return steps.flatMap((value) => [
    line(LEFT, scale(value, top), WIDTH - 10, scale(value, top), value === 1 ? '#8a94a6' : '#e3e7ee'),
    text(LEFT - 8, scale(value, top) + 4, `${value}×`, 'font-size="11" fill="#5c6675" text-anchor="end"'),
  ]);
}

function bars(group: readonly Row[], left: number, width: number, top: number): string[] {
  const each = width / group.length;
  const { group: name, work } = group[0]!;
  return [
    ...group.flatMap((row, index) => bar(row, whisker(row, group), left + index * each, each, top)),
    text(left + width / 2, bottom + 20, name, 'font-size="12" text-anchor="middle"'),
    text(left + width / 2, bottom + 36, work, 'font-size="11" fill="#5c6675" text-anchor="middle"'),
  ];
}

function bar(row: Row, { low, high }: { low: number; high: number }, x: number, each: number, top: number): string[] {
  const middle = x + each / 2;
  const y = scale(row.speedup, top);
  const label = 'font-size="10" text-anchor="middle"';
  return [
    rect(x + 2, y, each - 4, bottom - y, colourOf(row.variant)),
    line(middle, scale(low, top), middle, scale(high, top), '#20252e'),
    text(middle, scale(Math.max(high, row.speedup), top) - 4, row.speedup.toFixed(2), label),
  ];
}

function legend(variants: readonly string[]): string[] {
  return variants.flatMap((variant, index) => [
    rect(LEFT + 20 + index * 150, bottom + 52, 12, 12, colourOf(variant)),
    text(LEFT + 38 + index * 150, bottom + 62, variant, 'font-size="12"'),
  ]);
}
