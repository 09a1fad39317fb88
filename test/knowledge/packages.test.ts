/** The tables of packages, and the script that compares them with installed packages: it must tell wrong rows from right ones. */
import { describe, expect, test } from 'vitest';
import { PACKAGES } from '../../packages/transform/dist/2-analyze/knowledge/packages.js';
import type { Row } from '../../packages/transform/dist/2-analyze/knowledge/rows.js';
import { examine, type Pool } from './examine.js';
import { POOLS } from './pools.js';

const pool: Pool = () => [[3, 1, 2], [{ v: 1 }, { v: 2 }], 2, undefined];
const into: Pool = () => [new Float64Array([5, 6]), new Float64Array([1, 2]), 3];

const PRIMITIVE: Row = { returns: 'primitive' };
const INTO: Row = { returns: 'argument', mutates: true };
let calls = 0;

describe('examine', () => {
  test.each<[name: string, fn: (...args: never[]) => unknown, row: Row, problem: string | undefined, pool?: Pool]>([
    ['a sum', (xs: number[]) => xs.reduce((a, b) => a + b) + 0, PRIMITIVE, undefined],
    ['a sum that is an object', (xs: unknown[]) => xs[0], PRIMITIVE, 'returns an object (arguments 1)'],
    ['a copy', (xs: unknown[]) => xs.slice(), { returns: 'fresh', depth: 1 }, undefined],
    ['a copy of objects', (xs: unknown[]) => xs.slice(), { returns: 'fresh' }, 'returns what was there (arguments 1)'],
    ['no copy', (xs: unknown[]) => xs, { returns: 'fresh', depth: 1 }, 'returns what was there (arguments 0)'],
    ['sorting in place', (xs: unknown[]) => xs.sort().length, PRIMITIVE, 'changes an argument (arguments 0)'],
    ['a counter', () => ++calls, PRIMITIVE, 'gives something else the second time (arguments 0)'],
    [
      'a callback',
      (_: unknown, f: () => number) => f(),
      PRIMITIVE,
      'calls argument 1 (arguments 0,0)',
      () => [() => 1],
    ],
    [
      'a callback that the row has',
      (_: unknown, f: () => number) => f(),
      { ...PRIMITIVE, callback: 1 },
      undefined,
      () => [() => 1],
    ],
    ['a failure', () => JSON.parse(''), PRIMITIVE, 'always throws'],
    ['doubling', (out: Float64Array, a: Float64Array) => out.fill(2 * a[0]!), INTO, undefined, into],
    [
      'adding',
      (out: Float64Array, a: Float64Array) => out.fill(out[0]! + a[0]!),
      INTO,
      'reads what it changes (arguments 0,0)',
      into,
    ],
    [
      'both',
      (out: Float64Array, a: Float64Array) => a.fill(0) && out,
      INTO,
      'changes an argument (arguments 0,0)',
      into,
    ],
  ])('%s', (_name, fn, row, problem, own = pool) => {
    expect(examine(fn as never, row, own, 2)).toBe(problem);
  });
});

test.each(Object.entries(PACKAGES))(
  '%s: every row that workers may rely on is tried',
  (name, { versions, exports }) => {
    expect(versions.length).toBeGreaterThan(0);
    const relied = Object.values(exports).filter((row) => row.state === undefined && row.external === undefined);
    expect(relied.length === 0 || Object.hasOwn(POOLS, name)).toBe(true);
  },
);
