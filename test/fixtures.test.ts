/**
 * Every fixture below `test/fixtures`; see the README there.
 *
 * `UPDATE=1` rewrites the `.expect.md` files, `FIXTURES=text` takes only the fixtures whose name contains the text,
 * `KEEP=1` keeps what was generated.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { collect, type Kind } from './support/fixtures/collect.ts';
import { examine, type Verdict } from './support/fixtures/suite.ts';

const root = fileURLToPath(new URL('./fixtures', import.meta.url));
const folder = fileURLToPath(new URL(`./.tmp/fixtures-${process.pid}`, import.meta.url));
const fixtures = collect(root, process.env.FIXTURES);
const updating = process.env.UPDATE === '1';

let verdicts: ReadonlyMap<string, Verdict>;

beforeAll(async () => {
  verdicts = await examine(fixtures, folder);
});

function verdictOf(name: string): Verdict {
  const verdict = verdicts.get(name);
  if (verdict === undefined) throw new Error(`${name} was not examined`);
  return verdict;
}

const ofKind = (kind: Kind) => fixtures.filter((fixture) => fixture.kind === kind);

describe.each(['ok', 'either', 'refuse'] as const)('%s', (kind) => {
  test.each(ofKind(kind))('$stem', ({ name, expectPath }) => {
    const { problems, expect: text } = verdictOf(name);
    if (problems.length > 0) expect.fail(problems.join('\n'));
    if (updating) writeFileSync(expectPath, text);
    else expect(text).toBe(existsSync(expectPath) ? readFileSync(expectPath, 'utf8') : 'no such file: run UPDATE=1');
  });
});

describe('todo', () => {
  test.each(ofKind('todo'))('$stem still fails', ({ name }) => {
    expect(verdictOf(name).problems, 'it holds now: move it to ok/ or refuse/').not.toEqual([]);
  });
});
