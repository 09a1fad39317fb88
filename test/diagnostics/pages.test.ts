/** The examples of the pages are programs: the first is refused with the page's code, the second is accepted. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Diagnostic, type Host, transform } from '@parloop/transform';
import { describe, expect, test } from 'vitest';

const PAGES = fileURLToPath(new URL('../../packages/transform/docs/diagnostics', import.meta.url));

/** Pages of mistakes of the tool itself, which no program shows, or of programs that are too long for a page. */
const WITHOUT_PROGRAM: readonly string[] = ['PAR9001', 'PAR9002', 'PAR2012'];

const pages = readdirSync(PAGES)
  .filter((name) => /^PAR\d{4}\.md$/.test(name))
  .map((name) => ({ code: name.slice(0, 7), text: readFileSync(join(PAGES, name), 'utf8') }))
  .filter(({ code }) => !WITHOUT_PROGRAM.includes(code));

const programs = (text: string): string[] => [...text.matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1] ?? '');

/** Files that an example shows in comments: `// node_modules/NAME/index.js: TEXT`. */
function hostOf(program: string): Host {
  const shown = [...program.matchAll(/^\/\/ (node_modules\/(.*?)\/index\.js): (.*)$/gm)];
  const files = new Map(
    shown.flatMap(([, path, name, text]) => [
      [`/app/${path}`, text!],
      [`/app/node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', type: 'module' })],
    ]),
  );
  return { readFile: (path) => files.get(path), resolve: () => undefined };
}

const reported = (program: string): readonly Diagnostic[] =>
  transform(program, '/app/example.ts', { host: hostOf(program) }).diagnostics;

const errors = (program: string): string[] =>
  reported(program)
    .filter(({ severity }: Diagnostic) => severity === 'error')
    .map(({ code }) => code);

const texts = (program: string): string[] =>
  reported(program).flatMap(({ message, help = '' }: Diagnostic) => [message, help]);

describe.each(pages)('$code', ({ code, text }) => {
  const [bad = '', good] = programs(text);
  test('the example is refused with this code first', () => expect(errors(bad)[0]).toBe(code));
  if (good !== undefined) test('the way out is accepted', () => expect(errors(good)).toEqual([]));
  test('no text lacks an argument', () =>
    expect(texts(bad).filter((shown) => /\b(undefined|null|NaN)\b/.test(shown))).toEqual([]));
});
