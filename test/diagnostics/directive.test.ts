import { describe, expect, test } from 'vitest';
import { hasDirective, readDirective } from '../../packages/transform/src/1-find/directive.ts';

const FILE = '/app/a.ts';
const read = (...texts: string[]) => {
  let start = 100;
  const comments = texts.map((text) => {
    const comment = { text, span: { start, end: start + text.length } };
    start += text.length + 1;
    return comment;
  });
  return readDirective(FILE, comments);
};
/** `code: message` of everything that is wrong with one line comment. */
const wrong = (text: string) => read(`// ${text}`)?.diagnostics.map(({ code, message }) => `${code}: ${message}`);
/** `name(value)` of every clause. */
const clauses = (...texts: string[]) =>
  read(...texts)?.clauses.map(({ name, value }) => (value ? `${name}(${value.text})` : name));

describe('where an annotation is seen', () => {
  test.each([
    ['// @parallel'],
    ['//@parallel'],
    ['/* @parallel */'],
    ['/** @parallel */'],
    ['/**\n * Scores every item.\n * @parallel workers(2)\n */'],
    ['/**\r\n   Scores every item.\r\n   @threaded\r\n */'],
  ])('%j', (text) => {
    expect(hasDirective({ text, span: { start: 0, end: text.length } })).toBe(true);
    expect(read(text)?.diagnostics).toEqual([]);
  });

  test.each([
    ['// uses @parallel below'],
    ['// // @parallel'],
    ['//// @parallel'],
    ['// @parallelism is hard'],
    ['// @parallel/core is another package'],
    ['// @parallel-for is another word'],
    ['/* the word "@parallel" */'],
    ['/**\n * See `@parallel`.\n */'],
    ['// @Parallel'],
  ])('%j is prose', (text) => expect(read(text)).toBeUndefined());

  test('offsets are those of the file', () => {
    const text = 'let a;\r\n/**\r\n * Prose.\r\n *  @parallel  workers( n + 1 ) blocking  */ for (;;);';
    const start = text.indexOf('/**');
    const found = readDirective(FILE, [
      { text: text.slice(start, text.indexOf(' for')), span: { start, end: text.indexOf(' for') } },
    ]);
    const cut = (span: { start: number; end: number }) => text.slice(span.start, span.end);
    expect(found && cut(found.span)).toBe('@parallel  workers( n + 1 ) blocking');
    expect(found?.clauses.map((clause) => cut(clause.span))).toEqual(['workers( n + 1 )', 'blocking']);
    expect(found?.clauses[0]?.value && cut(found.clauses[0].value.span)).toBe('n + 1');
  });

  test('the record survives JSON', () => {
    const record = read('// @parallel workers(2) schedule(static, 4) nonsense');
    expect(JSON.parse(JSON.stringify(record))).toEqual(record);
  });
});

describe('clauses', () => {
  test('several annotation lines add up, other lines are prose', () =>
    expect(clauses('// @parallel workers(2)', '// on a good day', '// @parallel blocking')).toEqual([
      'workers(2)',
      'blocking',
    ]));

  test('values keep brackets, commas, strings and regular blanks', () =>
    expect(clauses('// @parallel if(f([1, ")"], {a: (2)})) name("a ) b") schedule(guided , g(1, 2))')).toEqual([
      'if(f([1, ")"], {a: (2)}))',
      'name("a ) b")',
      'schedule(guided , g(1, 2))',
    ]));

  test('lists are split at their own commas', () => {
    const [schedule] = read('// @parallel schedule(static, max(a, b))')?.clauses ?? [];
    expect(schedule?.items.map((item) => item.text)).toEqual(['static', 'max(a, b)']);
  });

  test.each([
    'workers(0)',
    'workers(-1)',
    'workers(4)',
    'workers(1_0)',
    'workers(n)',
    'workers(cores - 1)',
    'schedule(static)',
    'schedule(dynamic, 16)',
    'schedule(guided, chunk)',
    'if(n > 1000)',
    'on(thread) workers(2)',
    'on(serial)',
    'on(auto)',
    'blocking',
    "name('heavy')",
  ])('@parallel %s', (text) => expect(wrong(`@parallel ${text}`)).toEqual([]));

  test.each([
    ['worker(4)', "PAR1002: Unknown clause 'worker'. Did you mean 'workers'?"],
    ['Blocking', "PAR1002: Unknown clause 'Blocking'. Did you mean 'blocking'?"],
    ['quickly', "PAR1002: Unknown clause 'quickly'"],
    ['toString', "PAR1002: Unknown clause 'toString'"],
    ['— fast please', "PAR1002: Unknown clause '—'"],
    ['workers=4', "PAR1004: Clause 'workers' expects its value in parentheses, 'workers(4)', but got 'workers=4'"],
    ['workers', "PAR1004: Clause 'workers' expects a value in parentheses, but got nothing"],
    ['workers()', "PAR1004: Clause 'workers' expects a value in the parentheses, but got nothing"],
    ['workers(4', "PAR1004: Clause 'workers' expects a closing ')' on the same line, but got '4'"],
    ['blocking(true)', "PAR1004: Clause 'blocking' expects no value, but got 'true'"],
    ['schedule(foo)', "PAR1004: Clause 'schedule' expects one of static, dynamic, guided, auto, but got 'foo'"],
    ['schedule(static, 0)', "PAR1004: Clause 'schedule' expects a chunk size that is an integer from 1, but got '0'"],
    ['schedule(static, 1, 2)', "PAR1004: Clause 'schedule' expects at most two values, but got '2'"],
    ['on(gpu)', "PAR1004: Clause 'on' expects one of thread, serial, auto, but got 'gpu'"],
    ['name(heavy)', "PAR1004: Clause 'name' expects a name in quotes, but got 'heavy'"],
    ['on(process)', "PAR1009: Clause 'on(process)' is part of the language, but not available in this version"],
    ['progress', "PAR1009: Clause 'progress' is part of the language, but not available in this version"],
    ...['1', '2.5', 'n', '-2', '1e3'].map((value): [string, string] => [
      `collapse(${value})`,
      `PAR1004: Clause 'collapse' expects how many nested loops become one: a number from 2, but got '${value}'`,
    ]),
    ['daemon', "PAR1006: Clause 'daemon' does not apply to @parallel"],
    ['workers(2) workers(3)', "PAR1010: Clause 'workers' is given twice"],
    ['workers(2) on(serial)', "PAR1010: Clause 'on(serial)' contradicts 'workers(2)'"],
    ['on(thread) workers(0)', "PAR1010: Clause 'workers(0)' contradicts 'on(thread)'"],
  ])('@parallel %s is refused', (text, message) => expect(wrong(`@parallel ${text}`)?.[0]).toBe(message));

  test.each(['-2', '1.5', '"4"', 'true', '4n', '- 7', '1e400'])('workers(%s) is refused', (value) =>
    expect(wrong(`@parallel workers(${value})`)?.[0]).toMatch(/^PAR1004: Clause 'workers' expects a number of workers/),
  );

  test('each wrong clause is reported, in the order of the text', () =>
    expect(wrong('@parallel colapse(2) blocking(1) blocking')?.map((line) => line.slice(0, 7))).toEqual([
      'PAR1002',
      'PAR1004',
      'PAR1010',
    ]));

  test('a clause of @parallel on @threaded', () =>
    expect(wrong('@threaded blocking')).toEqual(["PAR1006: Clause 'blocking' does not apply to @threaded"]));

  test('both annotations above one statement', () =>
    expect(read('// @parallel', '// @threaded')?.diagnostics.map(({ message }) => message)).toEqual([
      "Clause '@threaded' contradicts '@parallel'",
    ]));

  test('a misspelt clause comes with the edit that corrects it', () => {
    const [diagnostic] = read('// @parallel worker(4)')?.diagnostics ?? [];
    expect(diagnostic?.fixes).toEqual([
      { title: "Replace with 'workers'", edits: [{ span: { start: 113, end: 119 }, text: 'workers' }], safe: true },
    ]);
  });
});
