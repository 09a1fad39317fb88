/** The only door to the compiler. It is loaded behind it, on first use, because TypeScript comes with it. */
import { createRequire } from 'node:module';
import type { Host } from '../../options.ts';
import type { Compiled } from './record.ts';

const require = createRequire(import.meta.url);

/** Compiles a module and puts the result into the cache. */
export function compileHere(file: string, text: string, host: Host): Compiled {
  const { compile } = require('./compiler.js') as typeof import('./compiler.ts');
  return compile(file, text, host);
}
