/** The corpus of published patterns: its size, and that `fixtures/CORPUS.md` tells what the compiler does today. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { COLLECTIONS, entriesOf, headingOf } from './support/corpus/entries.ts';
import { tableOf } from './support/corpus/table.ts';

const ROOT = fileURLToPath(new URL('./fixtures', import.meta.url));
const PAGE = `${ROOT}/CORPUS.md`;
const entries = entriesOf(ROOT);

test('every collection is there', () => {
  expect(new Set(entries.map(({ collection }) => collection))).toEqual(new Set(Object.keys(COLLECTIONS)));
  expect(entries.length).toBeGreaterThan(120);
});

test('no two entries of a collection have one name', () => {
  const names = entries.map(({ name }) => name.slice(name.indexOf('/') + 1));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('a first line names the origin', () => {
  expect(headingOf('// s111: odd from even. Original: parallel.\n')).toEqual({
    id: 's111',
    pattern: 'odd from even',
    parallel: true,
  });
  expect(headingOf('// odd from even\n')).toBeUndefined();
});

test('the page is current', () => {
  const page = tableOf(entries);
  if (process.env.UPDATE === '1') writeFileSync(PAGE, page);
  expect(page, 'run UPDATE=1 npx vitest run --root test corpus.test').toBe(
    existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '',
  );
});
