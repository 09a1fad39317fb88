/** Which text Node runs for a module: the decision, without Node's hook interface. */
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readTextFile } from '../file-host.ts';
import { mayHaveAnnotation } from './annotated.ts';
import { bodyText, mainText } from './compiled.ts';
import { note, say } from './debug.ts';
import type { Loaded } from './hook-types.ts';
import { isCompiled, isForeign } from './ownership.ts';
import type { Role } from './role.ts';
import { isTypeScript, strip } from './strip.ts';

const JAVASCRIPT: ReadonlySet<string> = new Set(['.js', '.mjs']);

/** Node leaves the format open where it looks at the syntax. */
const isModule = (format: string | null | undefined, text: string): boolean =>
  format === 'module' || (format !== 'commonjs' && /^\s*(import|export)\b/m.test(text));

const asModule = (source: string): Loaded => ({ format: 'module', source, shortCircuit: true });

function typescript(path: string, role: Role): Loaded {
  const text = readTextFile(path);
  if (text === undefined) throw new Error(`Cannot read ${path}`);
  if (!isForeign(path) && mayHaveAnnotation(text)) return asModule(mainText(path, text, role));
  note(role, 'plain', path);
  return asModule(strip({ file: path, code: text, map: null }));
}

/** JavaScript without annotations is left to Node. */
function javascript(path: string, format: string | null | undefined, role: Role): Loaded | undefined {
  if (isForeign(path)) return undefined;
  const text = readTextFile(path);
  if (text === undefined || !mayHaveAnnotation(text) || isCompiled(text)) return undefined;
  if (isModule(format, text)) return asModule(mainText(path, text, role));
  // `import` is no statement there, and a worker could not load its functions as bindings.
  if (role === 'main') say(`parloop: ${path} is a CommonJS module: its annotations are ignored\n`);
  return undefined;
}

/**
 * The text of a module of the user's project.
 *
 * @param url as resolved; `?parallel=N` asks for the N-th worker module of the file
 * @param format what Node takes the module for
 * @param role whose module it is
 * @returns undefined for modules that are Node's business
 * @throws in workers, when the module has a refused construct; on the main thread that ends the process
 */
export function loadOwn(url: string, format: string | null | undefined, role: Role): Loaded | undefined {
  if (!url.startsWith('file:')) return undefined;
  const { searchParams } = new URL(url);
  const path = fileURLToPath(url);
  const index = searchParams.get('parallel');
  if (index !== null) return asModule(bodyText(path, Number(index), searchParams.get('h'), role));
  if (isTypeScript(path)) return typescript(path, role);
  return JAVASCRIPT.has(extname(path)) ? javascript(path, format, role) : undefined;
}
