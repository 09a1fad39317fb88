/** Annotated modules: their compiled text, from the cache where that is possible. */
import { createRequire } from 'node:module';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { createFileHost } from '../file-host.ts';
import { stillTrue } from './answers.ts';
import { cacheFolder, hashOf, readEntry } from './cache.ts';
import { note, say } from './debug.ts';
import { compileInChild } from './in-child.ts';
import { compileHere } from './lazy-compiler.ts';
import { type Compiled, recordName, withSeverity } from './record.ts';
import type { Role } from './role.ts';
import { isStripped, stripped } from './strip.ts';

const require = createRequire(import.meta.url);

const host = createFileHost();

/** Somebody may have removed a part of the cache, as cleaners of temporary folders do. */
const isWhole = (file: string, compiled: Compiled): boolean =>
  withSeverity(compiled, 'error').length > 0 ||
  [compiled.main, ...Object.values(compiled.bodies)].every((name) => isStripped(file, name));

function remembered(file: string, text: string): Compiled | undefined {
  const entry = readEntry(cacheFolder(file), recordName(file));
  if (entry === undefined) return undefined;
  const compiled = JSON.parse(entry) as Compiled;
  const valid = compiled.textHash === hashOf(text) && stillTrue(compiled.answers, host) && isWhole(file, compiled);
  return valid ? compiled : undefined;
}

/** In a worker the compiler runs in a process of its own: every thread would need TypeScript for itself. */
function compile(file: string, text: string, role: Role): Compiled {
  if (role === 'main') return compileHere(file, text, host);
  compileInChild(file);
  const compiled = remembered(file, text);
  if (compiled === undefined) throw new Error(`${file} changed while it was compiled`);
  return compiled;
}

const rendered = (diagnostics: readonly Diagnostic[]): string => {
  if (diagnostics.length === 0) return '';
  const { render } = require('./render.js') as typeof import('./render.ts');
  return render(diagnostics);
};

/** A program with an error in it does not run: on the main thread that is the end, as it is of a compilation. */
function admit(compiled: Compiled, role: Role): void {
  if (role === 'main') say(rendered(withSeverity(compiled, 'warning')));
  const errors = rendered(withSeverity(compiled, 'error'));
  if (errors === '') return;
  if (role === 'worker') throw new Error(errors);
  say(errors);
  process.exit(1);
}

function find(file: string, text: string, role: Role): Compiled {
  const cached = remembered(file, text);
  note(role, cached === undefined ? 'compiled' : 'cached', file);
  const compiled = cached ?? compile(file, text, role);
  admit(compiled, role);
  return compiled;
}

function textNamed(file: string, name: string): string {
  const text = stripped(file, name);
  if (text === undefined) throw new Error(`The cache of ${file} lost an entry while the program ran`);
  return text;
}

/** JavaScript to run instead of an annotated module. */
export const mainText = (file: string, text: string, role: Role): string =>
  textNamed(file, find(file, text, role).main);

/**
 * JavaScript of a worker module.
 *
 * @param name what the URL calls it, so that the body fits the main module even if the file was edited meanwhile
 */
export function bodyText(file: string, index: number, name: string | null, role: Role): string {
  note(role, 'body', `${file}#${index}`);
  const text = name === null ? undefined : stripped(file, name);
  return text ?? bodyAfresh(file, index, role);
}

/** For URLs without a name, and after somebody emptied the cache. */
function bodyAfresh(file: string, index: number, role: Role): string {
  const name = find(file, host.readFile(file) ?? '', role).bodies[index];
  if (name === undefined) throw new Error(`${file} has no parallel body ${index}`);
  return textNamed(file, name);
}
