/** Every code that can be reported ↔ its page ↔ a program that is refused with it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CATALOGUE } from '@parloop/transform/diagnostics/catalogue/index';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGES = join(ROOT, 'packages/transform/docs/diagnostics');
const SOURCES = join(ROOT, 'packages/transform/src');
const FIXTURES = join(ROOT, 'test/fixtures/refuse');

/**
 * Codes that no source text alone can trigger: mistakes of the tool itself, and what depends on the target; or only one
 * that is too long to be written down.
 */
const WITHOUT_FIXTURE: readonly string[] = ['PAR9001', 'PAR9002', 'PAR2012'];

const CODES = Object.keys(CATALOGUE).sort();
/** What a page must hold, besides a title that names the code and the slug. */
const HEADINGS = ['## Meaning', '## Example', '## What to do'];

const pageOf = (code: string): string => {
  const path = join(PAGES, `${code}.md`);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
};

/** Paths of the fixtures that have both a source and an expectation. */
function fixtures(): string[] {
  if (!existsSync(FIXTURES)) return [];
  const all = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' });
  return all.filter((path) => path.endsWith('.expect.md')).map((path) => join(FIXTURES, path));
}

const mentioned = (): Set<string> =>
  new Set(fixtures().flatMap((path) => readFileSync(path, 'utf8').match(/\bPAR\d{4}\b/g) ?? []));

describe('pages', () => {
  test('every code has a page', () =>
    expect(
      CODES.filter((code) => pageOf(code) === ''),
      'codes without docs/diagnostics/CODE.md',
    ).toEqual([]));

  test('every page belongs to a code', () => {
    const pages = existsSync(PAGES) ? readdirSync(PAGES).filter((name) => /^PAR/.test(name)) : [];
    expect(pages.filter((name) => !CODES.includes(name.replace(/\.md$/, '')))).toEqual([]);
  });

  test.each(Object.entries(CATALOGUE))(
    'the page of %s says what it means, shows it, and says what to do',
    (code, entry) => {
      const page = pageOf(code);
      expect(page.split('\n')[0]).toBe(`# ${code}: ${entry.slug}`);
      expect(HEADINGS.filter((heading) => !page.includes(`\n${heading}\n`))).toEqual([]);
      expect(page).toContain('```ts\n');
    },
  );
});

describe('entries', () => {
  test.each(Object.entries(CATALOGUE))('%s', (code, entry) => {
    expect(code).toMatch(/^PAR[1-9]\d{3}$/);
    expect(entry.slug).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  test('no two codes have the same slug', () => {
    const slugs = Object.values(CATALOGUE).map(({ slug }) => slug);
    expect(slugs.filter((slug, index) => slugs.indexOf(slug) !== index)).toEqual([]);
  });
});

describe('sources', () => {
  const mentionedInSources = new Set(
    readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.startsWith(join('diagnostics', 'catalogue')))
      .flatMap((path) => readFileSync(join(SOURCES, path), 'utf8').match(/(?<=')PAR\d{4}(?=')/g) ?? []),
  );

  test('every code can be emitted', () =>
    expect(
      CODES.filter((code) => !mentionedInSources.has(code)),
      'codes that no source names',
    ).toEqual([]));

  test('every code that is emitted is in the catalogue', () =>
    expect([...mentionedInSources].filter((code) => !CODES.includes(code))).toEqual([]));
});

describe('fixtures', () => {
  test('every code has a refuse fixture', () => {
    const found = mentioned();
    const missing = CODES.filter((code) => !found.has(code) && !WITHOUT_FIXTURE.includes(code));
    expect(missing, 'codes that no test/fixtures/refuse/**/*.expect.md mentions').toEqual([]);
  });

  test('every expectation of a refuse fixture has its source and names only codes of the catalogue', () => {
    const broken = fixtures().filter((path) => !/\.(ts|tsx|js|mts)$/.test(sourceOf(path)));
    expect(broken, 'expectations without a source').toEqual([]);
    expect([...mentioned()].filter((code) => !CODES.includes(code))).toEqual([]);
  });

  test('exempt codes are codes', () => expect(WITHOUT_FIXTURE.filter((code) => !CODES.includes(code))).toEqual([]));
});

/** The source beside an expectation; the empty text when there is none. */
function sourceOf(expectation: string): string {
  const stem = expectation.replace(/\.expect\.md$/, '');
  const candidates = ['.ts', '.tsx', '.mts', '.js'].map((extension) => stem + extension);
  return candidates.find((path) => existsSync(path)) ?? (existsSync(stem) ? stem : '');
}
