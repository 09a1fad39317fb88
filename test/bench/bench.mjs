/**
 * Builds the benchmark into test/.tmp/bench and runs it there.
 * `loops.ts` is built twice: by esbuild, which drops the annotations (serial), and by `parloop build`.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const USAGE = `npm run bench [-- OPTION…]
  --quick        fewer runs: under two minutes
  --group NAME   only the works of one group: mandelbrot, matrix
  --dry          do not write results.json and results.svg`;

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, '../.tmp/bench');
const parloop = join(here, '../../packages/transform/bin/parloop.js');

/** Runs a program of Node to its end and leaves with its exit code if that is not 0. */
function node(...args) {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    group: { type: 'string' },
    dry: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  console.log(USAGE);
  process.exit(0);
}

rmSync(out, { recursive: true, force: true });
await build({
  entryPoints: ['main.ts', 'variants/piscina-worker.ts', 'variants/tuned-worker.ts'].map((name) => join(here, name)),
  outdir: out,
  entryNames: '[name]',
  bundle: true,
  packages: 'external',
  format: 'esm',
  target: 'node20',
});
node(parloop, 'build', join(here, 'loops.ts'), '--out-dir', join(out, 'parloop'));
node(
  join(out, 'main.js'),
  ...['--parloop', pathToFileURL(join(out, 'parloop/loops.js')).href],
  ...(options.quick ? ['--quick'] : []),
  ...(options.group === undefined ? [] : ['--group', options.group]),
  ...(options.dry ? [] : ['--out', here]),
);
