/** Prints the program of a seed, or of a file, and what the transform makes of it: `node test/fuzz/show.mjs SEED|FILE`. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transform } from '@parloop/transform';
import { build } from 'esbuild';

const grammar = fileURLToPath(new URL('./grammar/program.ts', import.meta.url));

async function generated(seed) {
  const { outputFiles } = await build({ entryPoints: [grammar], bundle: true, format: 'esm', write: false });
  const { program } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  return program(seed);
}

const [what = '1'] = process.argv.slice(2);
const source = /^\d+$/.test(what) ? await generated(Number(what)) : readFileSync(what, 'utf8');
const { code, workerModules, diagnostics } = transform(source, '/fuzz/program.ts', {
  ref: ({ index }) => `"body ${index}"`,
});
console.log(source);
if (code !== source) console.log(`---- transformed\n${code}`);
for (const module of workerModules) console.log(`---- worker\n${module.code.replace(/\n\s*\n+/g, '\n')}`);
for (const { code: id, message } of diagnostics) console.log(id, message);
