/** Prints the program of a seed, or of a file, and what the transform makes of it: `node test/fuzz/show.mjs SEED|FILE`. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transform } from '@parloop/transform';
import { build } from 'esbuild';

async function loaded(path) {
  const entryPoints = [fileURLToPath(new URL(path, import.meta.url))];
  const { outputFiles } = await build({ entryPoints, bundle: true, format: 'esm', write: false });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}

const { program } = await loaded('./grammar/program.ts');
const { PACKAGE_FILES } = await loaded('./support/package.ts');
const [what = '1'] = process.argv.slice(2);
const source = /^\d+$/.test(what) ? program(Number(what)) : readFileSync(what, 'utf8');
const { code, workerModules, diagnostics } = transform(source, '/fuzz/program.ts', {
  host: { readFile: (path) => PACKAGE_FILES.get(path), resolve: () => undefined },
  ref: ({ index }) => `"body ${index}"`,
});
console.log(source);
if (code !== source) console.log(`---- transformed\n${code}`);
for (const module of workerModules) console.log(`---- worker\n${module.code.replace(/\n\s*\n+/g, '\n')}`);
for (const { code: id, message } of diagnostics) console.log(id, message);
