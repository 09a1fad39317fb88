/** The programs below `programs/`: both versions of each. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Fixture } from '../support/fixtures/collect.ts';
import { compile, mainResult, write } from '../support/fixtures/compile.ts';
import { directivesOf } from '../support/fixtures/directives.ts';
import type { Input } from './programs/kernel.ts';

type Run = (input: Input, seen: unknown[]) => unknown;

export interface Program {
  readonly original: Run;
  readonly parallel: Run;
}

const HELPERS = ['kernel.ts'];
const source = fileURLToPath(new URL('./programs', import.meta.url));
const text = (name: string): string => readFileSync(join(source, name), 'utf8');

export const PROGRAMS: readonly string[] = readdirSync(source)
  .filter((name) => !HELPERS.includes(name))
  .map((name) => name.replace(/\.ts$/, ''));

function fixture(name: string): Fixture {
  const files = new Map([`${name}.ts`, ...HELPERS].map((path) => [path, text(path)]));
  const directives = directivesOf('');
  return { kind: 'ok', name: `ok/${name}`, stem: name, source: text(`${name}.ts`), directives, files, expectPath: '' };
}

/**
 * Transforms a program, writes it below `folder` and imports both versions.
 *
 * @throws Error when the program is refused
 */
export async function load(name: string, folder: string): Promise<Program> {
  const compiled = compile(fixture(name));
  const { diagnostics, workerModules } = mainResult(compiled);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  if (workerModules.length === 0) throw new Error(`${name}: nothing was rewritten`);
  for (const path of write(compiled, folder)) await import(pathToFileURL(path).href);
  const version = (which: string): Promise<{ run: Run }> =>
    import(pathToFileURL(join(folder, which, 'ok', `${name}.js`)).href);
  const [original, parallel] = await Promise.all([version('original'), version('parallel')]);
  return { original: original.run, parallel: parallel.run };
}
