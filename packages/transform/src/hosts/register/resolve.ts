import { fileURLToPath, pathToFileURL } from 'node:url';
import { resolveFile } from '../file-host.ts';

export interface SecondTry {
  readonly specifier: string;
  readonly parentURL: string;
}

const RUNTIME = '@parloop/runtime';

/** What Node says when a specifier leads nowhere that a source module could not explain. */
const NOT_THERE: ReadonlySet<unknown> = new Set(['ERR_MODULE_NOT_FOUND', 'ERR_UNSUPPORTED_DIR_IMPORT']);

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

/** Relative imports may leave the extension out, or name the `.js` file that a `.ts` file becomes. */
function sourceOf(specifier: string, parentURL: string): SecondTry | undefined {
  const [plain, query = ''] = specifier.split(/(?=[?#])/, 2) as [string, string?];
  const path = resolveFile(plain, fileURLToPath(parentURL));
  return path === undefined ? undefined : { specifier: pathToFileURL(path).href + query, parentURL };
}

/**
 * What to ask Node after it could not resolve an import.
 *
 * @param error what the first attempt threw
 * @param parentURL the importing module; undefined for the program's entry
 * @returns undefined when there is nothing better to ask: the error stands
 */
export function secondTry(error: unknown, specifier: string, parentURL: string | undefined): SecondTry | undefined {
  if (!NOT_THERE.has(codeOf(error)) || parentURL?.startsWith('file:') !== true) return undefined;
  // The program need not depend on the runtime by itself: it comes with this package.
  if (specifier === RUNTIME && parentURL !== import.meta.url) return { specifier, parentURL: import.meta.url };
  return sourceOf(specifier, parentURL);
}
