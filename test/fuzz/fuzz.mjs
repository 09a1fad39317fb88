/** Makes the fuzzer loadable for Node and runs it: `npm run fuzz -- --count N --seed S`. */
import { rmSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const outfile = path(`../.tmp/fuzz-main-${process.pid}.mjs`);
await build({
  entryPoints: [path('./main.ts')],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  external: ['@parloop/*', 'esbuild', 'typescript'],
  // The modules look for their neighbours where the sources are.
  define: { 'import.meta.url': JSON.stringify(import.meta.url) },
});
try {
  await import(pathToFileURL(outfile).href);
} finally {
  rmSync(outfile, { force: true });
}
