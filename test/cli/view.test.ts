/** The report of `explain`, on a construct written by hand. */
import { expect, test } from 'vitest';
import { lineTable } from '../../packages/transform/src/diagnostics/frame.ts';
import { styleOf } from '../../packages/transform/src/diagnostics/render/pretty.ts';
import { concerns, constructView } from '../../packages/transform/src/hosts/cli/explain-view.ts';
import type { Construct } from '../../packages/transform/src/stages.ts';

const TEXT = `const ys = [];
// @parallel
for (let i = 0; i < xs.length; i++) {
  ys.push(score(xs[i]));
}
`;
const spanOf = (part: string) => ({ start: TEXT.indexOf(part), end: TEXT.indexOf(part) + part.length });

const CONSTRUCT: Construct = {
  id: 'a.ts:3',
  annotation: 'parallel',
  kind: 'for',
  owner: 'f',
  span: { start: TEXT.indexOf('for'), end: TEXT.length - 1 },
  annotationSpan: spanOf('@parallel'),
  verdict: 'guarded',
  form: 'blocking',
  executor: 'thread',
  tier: 'split',
  variables: [
    { name: 'i', class: 'induction', why: '', span: spanOf('i = 0') },
    { name: 'xs', class: 'input', why: 'read only', span: spanOf('xs.length') },
    { name: 'ys', class: 'append', why: 'pushed to', span: spanOf('ys.push') },
  ],
  guards: ['isArray(xs)', 'xs is not ys'],
  share: 0.984,
  notes: ['score is copied to the workers'],
};

test('an accepted construct', () =>
  expect(
    constructView(CONSTRUCT, 'a.ts', lineTable(TEXT), styleOf(false)),
  ).toBe(`a.ts:3:1 - for runs in parallel when its guards hold, else serially

  3 │ for (let i = 0; i < xs.length; i++) {
    │ ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~

  form       blocking: the calling thread takes part and then waits
  executor   thread
  tier       split: workers compute values ahead, and the original loop runs on with them
  guard      isArray(xs)
  guard      xs is not ys
  share      98 % of the body's work is parallel (estimated)
  note       score is copied to the workers
  variables
    i   induction  counts the iterations  line 3
    xs  input      read only  line 3
    ys  append     pushed to  line 4
`));

test('a refused construct of which nothing is known', () => {
  const refused: Construct = { ...CONSTRUCT, verdict: 'refused', form: 'none', variables: [], guards: [], notes: [] };
  const { tier: _, share: __, ...bare } = refused;
  expect(constructView(bare, 'a.ts', lineTable(TEXT), styleOf(false))).toBe(`a.ts:3:1 - for cannot run in parallel

  3 │ for (let i = 0; i < xs.length; i++) {
    │ ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
`);
});

test('diagnostics belong to the construct that they lie in', () => {
  const at = (part: string) => ({
    code: 'PAR1004',
    severity: 'error' as const,
    message: '',
    file: 'a.ts',
    span: spanOf(part),
    related: [],
  });
  expect(concerns(at('score'), CONSTRUCT)).toBe(true);
  expect(concerns(at('@parallel'), CONSTRUCT)).toBe(true);
  expect(concerns(at('const ys'), CONSTRUCT)).toBe(false);
});
