/** The program of the doors, through the command: verdicts, a build, and runs in which workers take part. */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { filesBelow, folderWith, node, type Outcome, parloop } from './support.ts';

const APP = fileURLToPath(new URL('../hosts/app', import.meta.url));

function appFolder(extra: Record<string, string> = {}): string {
  const folder = folderWith(extra);
  cpSync(APP, join(folder, 'app'), { recursive: true });
  return folder;
}

interface Stats {
  readonly constructs: readonly { id: string; line: number; runs: number; parallelRuns: number; workersUsed: number }[];
}

/** What the statistics say about parallel runs, by construct. */
function inParallel(path: string): Record<string, boolean> {
  const { constructs } = JSON.parse(readFileSync(path, 'utf8')) as Stats;
  return Object.fromEntries(constructs.map(({ id, runs, parallelRuns }) => [id, runs > 0 && parallelRuns === runs]));
}

/** Line of `helper.ts` that fails. */
const brokenLine = (folder: string): number =>
  readFileSync(join(folder, 'app/helper.ts'), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes('// THE LINE')) + 1;

/** Identifiers of the constructs of `loops.ts`; `main.ts` runs all but the last. */
const LOOPS = readFileSync(join(APP, 'loops.ts'), 'utf8')
  .split('\n')
  .flatMap((line, index) => (line.trim() === '// @parallel' ? [`loops.ts:${index + 2}`] : []))
  .slice(0, -1);

test('check accepts it', () => {
  const folder = appFolder();
  const { code, out } = parloop(['check', 'app/*.ts'], folder);
  expect(out).toBe('5 annotated constructs in 4 files: 5 accepted.\n');
  expect(code).toBe(0);
});

test('check --json has the shape that is promised', () => {
  const folder = appFolder();
  const report = JSON.parse(parloop(['check', '--json', 'app/loops.ts'], folder).out);
  expect(report).toMatchObject({ version: 1, files: [{ file: join(folder, 'app/loops.ts'), diagnostics: [] }] });
  expect(report.files[0].constructs).toHaveLength(5);
  expect(report.files[0].constructs[0]).toEqual({
    id: 'loops.ts:7',
    annotation: 'parallel',
    kind: 'for',
    owner: 'table',
    line: 7,
    column: 3,
    endLine: 9,
    verdict: expect.stringMatching(/^(parallel|guarded)$/),
    form: 'blocking',
    executor: expect.any(String),
    variables: expect.arrayContaining([{ name: 'out', class: 'write' }]),
    guards: expect.any(Array),
  });
});

test('explain names every variable', () => {
  const { code, out } = parloop(['explain', 'app/loops.ts'], appFolder());
  expect(out).toMatch(/^app\/loops\.ts:19:3 - for-of runs in parallel/m);
  expect(out).toMatch(/^ {4}kept +append/m);
  expect(out).toMatch(/^ {4}sum +reduction/m);
  expect(code).toBe(0);
});

const REFUSED = `export function smooth(a: number[]): number[] {
  // @parallel
  for (let i = 1; i < a.length; i++) {
    a[i] = Math.sqrt(a[i - 1]!) + a[i]!;
  }
  return a;
}
console.log(smooth([1, 4, 9]).join());
`;

describe('a refused construct', () => {
  test('is shown with both places', () => {
    const folder = folderWith({ 'bad.ts': REFUSED });
    const { code, out } = parloop(['check', 'bad.ts'], folder);
    expect(out).toContain('bad.ts:4:22 - error PAR3001: ');
    expect(out).toContain('1 annotated construct in 1 file: 0 accepted, 1 refused (1 error).');
    expect(code).toBe(1);
    const [file] = JSON.parse(parloop(['check', 'bad.ts', '--json'], folder).out).files;
    expect(file.constructs[0].verdict).toBe('refused');
    expect(file.diagnostics[0]).toMatchObject({
      code: 'PAR3001',
      severity: 'error',
      line: 4,
      column: 22,
      variable: 'a',
    });
    expect(file.diagnostics[0].related[0]).toMatchObject({ line: 4, column: 5 });
  });

  test('stops a build, and nothing is written', () => {
    const folder = folderWith({ 'bad.ts': REFUSED });
    const { code, err } = parloop(['build', 'bad.ts', '--out-dir', 'out'], folder);
    expect(err).toContain('PAR3001');
    expect(code).toBe(1);
    expect(filesBelow(folder)).toEqual(['bad.ts']);
  });

  test.each([
    [
      'build',
      (folder: string): Outcome => {
        const built = parloop(['build', 'bad.ts', '--out-dir', 'out', '--on-refusal', 'serial'], folder);
        expect(built).toMatchObject({ code: 0, err: expect.stringContaining('warning PAR3001') });
        return node(['out/bad.js'], folder);
      },
    ],
    ['run', (folder: string): Outcome => parloop(['run', '--on-refusal', 'serial', 'bad.ts'], folder)],
  ] as const)('stays serial on demand: %s', (_, run) =>
    expect(run(folderWith({ 'bad.ts': REFUSED }))).toMatchObject({ code: 0, out: '1,5,11.23606797749979\n' }),
  );

  test('does not run', () => {
    const { code, out } = parloop(['run', 'bad.ts'], folderWith({ 'bad.ts': REFUSED }));
    expect(out).toBe('');
    expect(code).toBe(1);
  });
});

describe.each([
  [
    'build',
    (folder: string) => {
      const { code } = parloop(['build', 'app/main.ts', 'app/fail.ts', '--out-dir', 'out'], folder);
      expect(code).toBe(0);
      return (name: string, env: Record<string, string>) =>
        node(['--enable-source-maps', `out/${name}.js`], folder, env);
    },
  ],
  [
    'run',
    (folder: string) => (name: string, env: Record<string, string>) => parloop(['run', `app/${name}.ts`], folder, env),
  ],
] as const)('%s', (_, prepare) => {
  test('computes what the serial program computes, in workers', () => {
    const folder = appFolder();
    const run = prepare(folder);
    const serial = run('main', { PARLOOP: 'serial' });
    const stats = join(folder, 'stats.json');
    const parallel = run('main', { PARLOOP_STATS: stats });
    expect(parallel.err).toBe('');
    expect(parallel.out).toBe(serial.out);
    expect(JSON.parse(parallel.out).codes).toHaveLength(96);
    expect(inParallel(stats)).toEqual(Object.fromEntries(LOOPS.map((id) => [id, true])));
  });

  test('an error in a body has the line of the source', () => {
    const folder = appFolder();
    const { out } = prepare(folder)('fail', {});
    const failure = JSON.parse(out);
    expect(failure).toMatchObject({ error: 'RangeError', message: 'item 37 is broken', seen: 37 });
    expect(failure.stack).toContain(`${join(folder, 'app/helper.ts')}:${brokenLine(folder)}:`);
  });
});
