/** Arguments with which the functions of packages are tried. No value makes a loop long. */
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { Pool } from './examine.js';

const same = (x: unknown) => x;
const wrapped = (x: unknown) => ({ x });
const value = (d: { v: number }) => d.v;
const difference = (a: number, b: number) => a - b;

const general: Pool = () => [
  [3, 1, 2],
  [
    { a: 1, b: { c: [2] } },
    { a: 3, b: { c: [4] } },
  ],
  [[1, 2], [3]],
  { a: 1, b: { c: 2 } },
  'fooBar baz',
  'a',
  2,
  undefined,
  same,
  wrapped,
];

const dates: Pool = () => [
  new Date(2024, 1, 28, 13, 45, 6, 789),
  new Date(2024, 2, 3),
  { start: new Date(2024, 1, 27), end: new Date(2024, 2, 2) },
  { start: new Date(2024, 2, 1), end: new Date(2024, 2, 9) },
  { days: 1, hours: 2 },
  { days: 3, hours: 4, minutes: 5, seconds: 6 },
  '2024-02-29T12:30:00',
  'yyyy-MM-dd',
  [new Date(2020, 1, 1), new Date(2021, 1, 1)],
  3,
];

const numbers: Pool = () => [
  [3, 1, 2, 2],
  [{ v: 3 }, { v: 1 }],
  [
    [1, 2],
    [3, 4],
  ],
  new Float64Array([5, 1, 4]),
  0.5,
  2,
  7,
  undefined,
  value,
  difference,
];

const vectors: Pool = () => [
  new Float64Array(16).fill(7),
  new Float64Array([2, 1, 0.5, 3, -1, 1.5, 2, 4, 0.25, 1, 3, 2, 1, 5, -2, 1]),
  new Float64Array([1, 2, 3, 4, 5, 6, 8, 8, 9, 1, 2, 1, 3, 2, 2, 7]),
  0.75,
  3,
];

const bytes: Pool = () => [
  new Uint8Array([1, 2, 3, 4, 1, 2, 3, 4]),
  new Uint8Array(deflateSync('some text')),
  new Uint8Array(deflateRawSync('some text')),
  new Uint8Array(gzipSync('some text')),
  'some text',
  true,
];

const texts: Pool = () => [
  '2 days',
  'a <b> & "c"',
  { long: true },
  60_000,
  [1, { a: [2] }],
  'c3a4e8f0-6f1c-4c38-9e1a-3f4b8e1c2d55',
  new Uint8Array([1, 2, 3]),
];

/** By package; how many arguments are tried. */
export const POOLS: Readonly<Record<string, readonly [pool: Pool, most: number]>> = {
  lodash: [general, 3],
  'lodash-es': [general, 3],
  'date-fns': [dates, 2],
  'd3-array': [numbers, 3],
  'simple-statistics': [numbers, 2],
  'gl-matrix': [vectors, 4],
  fflate: [bytes, 2],
  pako: [bytes, 1],
  he: [texts, 1],
  ms: [texts, 2],
  'fast-deep-equal': [texts, 2],
  'js-sha256': [texts, 1],
  uuid: [texts, 1],
};
