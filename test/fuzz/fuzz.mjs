/** Makes the fuzzer loadable for Node and runs it: `npm run fuzz -- --count N --seed S`. */
import { rmSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundle } from './support/bundle.mjs';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const outfile = path(`../.tmp/fuzz-main-${process.pid}.mjs`);
await bundle(new URL('./main.ts', import.meta.url), outfile);
try {
  await import(pathToFileURL(outfile).href);
} finally {
  rmSync(outfile, { force: true });
}
