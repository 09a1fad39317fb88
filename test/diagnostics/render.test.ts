import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { frameOf, lineTable, positionAt } from '../../packages/transform/src/diagnostics/frame.ts';
import { diagnosticToJson } from '../../packages/transform/src/diagnostics/render/json.ts';
import { renderPretty } from '../../packages/transform/src/diagnostics/render/pretty.ts';
import { toSarif } from '../../packages/transform/src/diagnostics/render/sarif.ts';
import { toTypeScript } from '../../packages/transform/src/diagnostics/render/typescript.ts';
import { report, reportNamed } from '../../packages/transform/src/diagnostics/report.ts';

const FILE = '/app/src/a.ts';
const spanOf = (text: string, part: string) => {
  const start = text.indexOf(part);
  return { start, end: start + part.length };
};
/** The frame as one text, marks below the lines. */
const drawn = (text: string, part: string) =>
  frameOf(lineTable(text), spanOf(text, part))
    .flatMap(({ line, text: shown, mark }) => [
      `${line ?? ''}|${shown}`,
      ...(mark ? [`|${' '.repeat(mark.from)}${'~'.repeat(mark.width)}`] : []),
    ])
    .join('\n');

describe('positions', () => {
  test.each([
    ['a\nbc', 2, 2, 1],
    ['a\r\nbc', 4, 2, 2],
    ['a\rbc', 2, 2, 1],
    ['', 0, 1, 1],
    ['a\n', 2, 2, 1],
    ['a\nb', 99, 2, 2],
    ['👩‍👧 x', 6, 1, 7],
  ])('%j at %i is %i:%i', (text, offset, line, column) =>
    expect(positionAt(lineTable(text), offset)).toEqual({ line, column }),
  );
});

describe('frames', () => {
  test('one line', () => expect(drawn('a;\nb = c;\nd;', 'c')).toBe('2|b = c;\n|    ~'));
  test('tabs are widened to multiples of four', () =>
    expect(drawn('\tx\ty = z;', 'z')).toBe('1|    x   y = z;\n|            ~'));
  test('wide characters take two columns', () =>
    expect(drawn("'漢字' + bad", 'bad')).toBe("1|'漢字' + bad\n|         ~~~"));
  test('one picture of several code points takes two columns', () =>
    expect(drawn("'👩‍👩‍👧' + bad", 'bad')).toBe("1|'👩‍👩‍👧' + bad\n|       ~~~"));
  test('combining marks take none', () => expect(drawn('e\u0301 + bad', 'bad')).toBe('1|e\u0301 + bad\n|    ~~~'));
  test('control characters cannot steer the terminal', () =>
    expect(drawn('"\u001b[31m" + x', 'x')).toBe('1|"\u241b[31m" + x\n|          ~'));
  test('carriage returns are not shown', () =>
    expect(drawn('a(\r\n  b\r\n);\r\n', 'a(\r\n  b\r\n)')).toBe('1|a(\n|~~\n2|  b\n|  ~\n3|);\n|~'));
  test('many lines are shown by the first two and the last', () =>
    expect(drawn('f(1,\n2,\n3,\n4,\n5)', 'f(1,\n2,\n3,\n4,\n5)')).toBe('1|f(1,\n|~~~~\n2|2,\n|~~\n|…\n5|5)\n|~~'));
  test('a span that ends with its line does not reach into the next', () =>
    expect(drawn('ab\ncd', 'ab\n')).toBe('1|ab\n|~~'));
  test('an empty span is one mark', () => {
    expect(frameOf(lineTable('ab'), { start: 1, end: 1 })).toEqual([
      { line: 1, text: 'ab', mark: { from: 1, width: 1 } },
    ]);
    expect(frameOf(lineTable(''), { start: 0, end: 0 })).toEqual([{ line: 1, text: '', mark: { from: 0, width: 1 } }]);
  });
  test('a long line is cut around its mark', () => {
    const [line] = frameOf(lineTable(`${'a'.repeat(500)}BAD${'c'.repeat(500)}`), { start: 500, end: 503 });
    expect(line?.text).toHaveLength(122);
    expect(line?.text.slice(line.mark?.from, (line.mark?.from ?? 0) + (line.mark?.width ?? 0))).toBe('BAD');
  });
});

const TEXT = '// @parallel\nfor (let i = 1; i < n; i++) {\n  a[i] = heavy(a[i - 1]);\n}\n';
const read = (file: string) => (file === FILE ? TEXT : undefined);
const DIAGNOSTIC = report(
  'PAR3001',
  FILE,
  spanOf(TEXT, 'a[i - 1]'),
  { name: 'a', distance: 1 },
  {
    variable: 'a',
    related: [
      {
        message: 'the value is written here, for a later iteration',
        file: FILE,
        span: spanOf(TEXT, 'a[i] = heavy(a[i - 1])'),
      },
    ],
    fixes: [{ title: 'Remove the annotation', safe: false, edits: [{ span: { start: 0, end: 13 }, text: '' }] }],
  },
);

describe('renderers', () => {
  test('pretty', () =>
    expect(
      renderPretty(DIAGNOSTIC, { read, folder: '/app' }),
    ).toBe(`src/a.ts:3:16 - error PAR3001: Each iteration reads an element of 'a' that the iteration before it writes, so the iterations must run one after the other

  3 │   a[i] = heavy(a[i - 1]);
    │                ~~~~~~~~

    src/a.ts:3:3 - the value is written here, for a later iteration
    3 │   a[i] = heavy(a[i - 1]);
      │   ~~~~~~~~~~~~~~~~~~~~~~

  help: If an outer loop has no such chain, annotate that one. Otherwise this loop has to stay serial.
  more: parloop explain PAR3001
`));

  test('pretty has colours only when asked, and nothing but colours is added', () => {
    const plain = renderPretty(DIAGNOSTIC, { read });
    const coloured = renderPretty(DIAGNOSTIC, { read, color: true });
    const esc = String.fromCharCode(27);
    expect(plain).not.toContain(esc);
    expect(coloured).toContain(`${esc}[31m`);
    expect(coloured.replaceAll(new RegExp(`${esc}\\[\\d+m`, 'g'), '')).toBe(plain);
  });

  test('json', () =>
    expect(diagnosticToJson(DIAGNOSTIC, read)).toEqual({
      code: 'PAR3001',
      severity: 'error',
      message: DIAGNOSTIC.message,
      file: FILE,
      line: 3,
      column: 16,
      endLine: 3,
      endColumn: 24,
      variable: 'a',
      related: [{ message: 'the value is written here, for a later iteration', file: FILE, line: 3, column: 3 }],
      help: DIAGNOSTIC.help,
      fixes: [
        {
          title: 'Remove the annotation',
          safe: false,
          edits: [{ line: 1, column: 1, endLine: 2, endColumn: 1, text: '' }],
        },
      ],
    }));

  test("TypeScript's own formatter shows it", () => {
    const file = ts.createSourceFile(FILE, TEXT, ts.ScriptTarget.Latest);
    const shown = ts.formatDiagnostic(
      toTypeScript(DIAGNOSTIC, (name) => (name === FILE ? file : undefined)),
      { getCanonicalFileName: (name) => name, getCurrentDirectory: () => '/app', getNewLine: () => '\n' },
    );
    expect(shown).toContain('src/a.ts(3,16): error TS903001: PAR3001: Each iteration reads');
  });

  test('sarif', () => {
    const log = toSarif([DIAGNOSTIC], { read, folder: '/app', version: '1.2.3' });
    const [run] = log.runs;
    expect(run?.tool.driver.rules).toEqual([{ id: 'PAR3001', name: 'loop-carried-dependence' }]);
    expect(run?.results[0]?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'src/a.ts' },
      region: { startLine: 3, startColumn: 16, endLine: 3, endColumn: 24 },
    });
    expect(run?.results[0]?.relatedLocations).toHaveLength(1);
  });
});

describe('codes that travelled as data', () => {
  const span = { start: 0, end: 1 };
  test('give the same diagnostic', () =>
    expect(reportNamed('PAR3001', FILE, span, { name: 'a', distance: 2 })).toEqual(
      report('PAR3001', FILE, span, { name: 'a', distance: 2 }),
    ));
  test('are checked when they are used', () => {
    expect(() => reportNamed('PAR0001', FILE, span, {})).toThrow('There is no diagnostic PAR0001');
    expect(() => reportNamed('PAR3002', FILE, span, {})).toThrow("Diagnostic PAR3002 needs the argument 'name'");
    expect(reportNamed('PAR3001', FILE, span, { name: 'a' }).message).toContain('an earlier iteration');
  });
});
