import { createHash } from 'node:crypto';
import { packageOf } from './source-files.ts';

/** What the program finds out about one file. */
export interface FileStats {
  readonly path: string;
  /** Sizes in bytes: as it is, and compressed. */
  readonly bytes: number;
  readonly gzip: number;
  readonly brotli: number;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly words: number;
  readonly signs: number;
  readonly longestLine: number;
}

interface Total {
  readonly name: string;
  files: number;
  bytes: number;
  gzip: number;
  brotli: number;
  words: number;
  signs: number;
  longestLine: number;
}

const SHOWN = 15;

const COLUMNS: readonly { title: string; width: number; text: (total: Total) => string }[] = [
  { title: 'package', width: -34, text: (total) => total.name },
  { title: 'files', width: 7, text: (total) => whole(total.files) },
  { title: 'kB', width: 9, text: (total) => kilo(total.bytes) },
  { title: 'gzip kB', width: 10, text: (total) => kilo(total.gzip) },
  { title: 'brotli kB', width: 10, text: (total) => kilo(total.brotli) },
  { title: 'words', width: 12, text: (total) => whole(total.words) },
  { title: 'signs', width: 12, text: (total) => whole(total.signs) },
  { title: 'longest line', width: 13, text: (total) => whole(total.longestLine) },
];

const whole = (value: number): string => value.toLocaleString('en');
const kilo = (bytes: number): string => whole(Math.round(bytes / 1000));

/** The heaviest packages below `root`, the totals of all, and a fingerprint of every row. */
export function table(root: string, rows: readonly FileStats[]): string {
  const packages = new Map<string, Total>();
  const all = empty('all');
  for (const row of rows) {
    const name = packageOf(root, row.path);
    const total = packages.get(name) ?? empty(name);
    packages.set(name, total);
    add(total, row);
    add(all, row);
  }
  const heaviest = [...packages.values()].sort((a, b) => b.bytes - a.bytes).slice(0, SHOWN);
  const rule = COLUMNS.map(({ width }) => '─'.repeat(Math.abs(width))).join('');
  return [
    COLUMNS.map(({ title, width }) => pad(title, width)).join(''),
    rule,
    ...heaviest.map(line),
    rule,
    line({ ...all, name: `all ${whole(packages.size)} packages` }),
    `SHA-256 of all ${whole(rows.length)} rows: ${createHash('sha256').update(JSON.stringify(rows)).digest('hex')}`,
  ].join('\n');
}

const empty = (name: string): Total => ({
  name,
  files: 0,
  bytes: 0,
  gzip: 0,
  brotli: 0,
  words: 0,
  signs: 0,
  longestLine: 0,
});

function add(total: Total, row: FileStats): void {
  total.files += 1;
  total.bytes += row.bytes;
  total.gzip += row.gzip;
  total.brotli += row.brotli;
  total.words += row.words;
  total.signs += row.signs;
  total.longestLine = Math.max(total.longestLine, row.longestLine);
}

const line = (total: Total): string => COLUMNS.map(({ width, text }) => pad(text(total), width)).join('');

/** Negative widths align to the left. */
const pad = (text: string, width: number): string => (width < 0 ? text.padEnd(-width) : text.padStart(width));
