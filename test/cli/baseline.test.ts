/** `explain --baseline`: a construct that turns serial is noticed, wherever its lines move to. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith, parloop } from './support.ts';

const WORK = 'Math.hypot(x, 3) * Math.cos(x) + Math.sqrt(x + 1)';

const program = (body: string, extra = ''): string => `${extra}export class Scene {
  draw(xs: number[]): number {
    let sum = 0;
    // @parallel
    for (const x of xs) ${body}
    return sum;
  }
}
`;

const GOOD = program(`sum += ${WORK};`);
const BAD = program(`sum = ${WORK.replaceAll('x', '(x + sum)')};`);

function folderWithBaseline(text: string): string {
  const folder = folderWith({ 'a.ts': text });
  const { code, out } = parloop(['explain', 'a.ts', '--baseline', 'base.json', '--update-baseline'], folder);
  expect(out).toBe('1 construct written to base.json.\n');
  expect(code).toBe(0);
  return folder;
}

const compare = (folder: string, text: string) => {
  writeFileSync(join(folder, 'a.ts'), text);
  return parloop(['explain', 'a.ts', '--baseline', 'base.json'], folder);
};

test('the file names constructs by function and kind', () => {
  const folder = folderWithBaseline(GOOD);
  expect(JSON.parse(readFileSync(join(folder, 'base.json'), 'utf8'))).toEqual({
    version: 1,
    constructs: { 'a.ts Scene.draw for-of': 'parallel' },
  });
});

test('lines may move', () => {
  const { code, out } = compare(folderWithBaseline(GOOD), program(`sum += ${WORK};`, '// a line\n\nexport {};\n'));
  expect(out).toBe('1 construct: none is worse than base.json says.\n');
  expect(code).toBe(0);
});

test('a construct that cannot run in parallel any more', () => {
  const { code, out } = compare(folderWithBaseline(GOOD), BAD);
  expect(out).toContain('a.ts:5:5 - for-of in Scene.draw cannot run in parallel any more (it was parallel)\n');
  expect(out).toContain('error PAR3002');
  expect(out).toContain('1 construct is worse than base.json says.');
  expect(code).toBe(1);
});

test('a construct that is asked to be serial', () => {
  const { code, out } = compare(folderWithBaseline(GOOD), GOOD.replace('@parallel', '@parallel workers(0)'));
  expect(out).toContain('stays serial now (it was parallel)');
  expect(code).toBe(1);
});

test('a construct that is gone', () => {
  const { code, out } = compare(folderWithBaseline(GOOD), GOOD.replace('// @parallel\n', ''));
  expect(out).toContain('a.ts Scene.draw for-of - is gone (it was parallel)');
  expect(code).toBe(1);
});

test('what was refused before may stay refused, and may get better', () => {
  const folder = folderWithBaseline(BAD);
  expect(compare(folder, BAD).code).toBe(0);
  const { code, out } = compare(folder, GOOD);
  expect(out).toContain('runs in parallel now (it was refused)');
  expect(code).toBe(0);
});

test('a new construct that is refused', () => {
  const { code, out } = compare(folderWithBaseline(GOOD), GOOD + BAD.replace('Scene', 'Other'));
  expect(out).toContain('for-of in Other.draw is new: cannot run in parallel');
  expect(code).toBe(1);
});

describe('misuse', () => {
  test.each([
    ['no baseline yet', {}, "The baseline 'base.json' cannot be read."],
    ['another file', { 'base.json': '{"version": 1, "constructs": {"a": "fast"}}' }, "'base.json' is not a baseline."],
    ['no JSON', { 'base.json': 'parallel' }, "'base.json' is not a baseline."],
  ])('%s', (_, files, message) => {
    const { code, err } = parloop(
      ['explain', 'a.ts', '--baseline', 'base.json'],
      folderWith({ 'a.ts': GOOD, ...files }),
    );
    expect(err).toContain(message);
    expect(err).toContain('Write it with --update-baseline.');
    expect(code).toBe(2);
  });

  test('nothing to update', () =>
    expect(parloop(['explain', 'a.ts', '--update-baseline'], folderWith({ 'a.ts': GOOD }))).toMatchObject({
      code: 2,
      err: expect.stringContaining('--baseline'),
    }));
});
