/** Which files are the user's program: only those are transformed. */
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

/** Folders of this package and of the runtime: in a checkout they do not lie in `node_modules`. */
const OURS: readonly string[] = [
  fileURLToPath(new URL('../../../', import.meta.url)),
  dirname(require.resolve('@parloop/runtime/package.json')) + sep,
];

/** True for files of packages. */
export const isForeign = (path: string): boolean =>
  path.includes(`${sep}node_modules${sep}`) || OURS.some((folder) => path.startsWith(folder));

/** What the compiler writes into every main and every worker module. */
const COMPILED = /\.site\(\{\s*"?contract"?\s*:|Symbol\.for\(["']parloop\.bodies["']\)/;

/** True for the output of an earlier compilation (`parloop build`, `tspc`, …): it still has the annotations. */
export const isCompiled = (text: string): boolean => COMPILED.test(text);
