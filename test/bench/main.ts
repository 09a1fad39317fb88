/** Built and started by `bench.mjs`. Arguments: see `usage` there. */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as serial from './loops.ts';
import { load, machine } from './machine.ts';
import { measure, type Row } from './measure.ts';
import { chart } from './report/chart.ts';
import { table } from './report/table.ts';
import { loopsVariant } from './variants/loops.ts';
import { piscinaVariants } from './variants/piscina.ts';
import { tunedVariant } from './variants/tuned.ts';
import type { Variant } from './variants/variant.ts';
import { GROUPS, WORKS } from './works.ts';

const ROUNDS = { full: 31, quick: 9 };

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    group: { type: 'string' },
    /** URL of the build of `loops.ts` by parloop. */
    parloop: { type: 'string' },
    /** Folder for results.json and results.svg. */
    out: { type: 'string' },
  },
});

if (options.group !== undefined && !GROUPS.includes(options.group)) {
  console.error(`No group "${options.group}". There are: ${GROUPS.join(', ')}.`);
  process.exit(2);
}

const loadBefore = load();
const threads = availableParallelism();
const variants: Variant[] = [
  loopsVariant('serial', serial),
  ...(options.parloop === undefined ? [] : [loopsVariant('parloop', await import(options.parloop))]),
  ...piscinaVariants(threads),
  tunedVariant(threads),
];

const rows: Row[] = [];
for (const work of WORKS) {
  if (options.group !== undefined && work.group !== options.group) continue;
  console.error(`${work.group} ${work.work} …`);
  rows.push(...(await measure(work, variants, options.quick ? ROUNDS.quick : ROUNDS.full)));
}
await Promise.all(variants.map((variant) => variant.close?.()));

const where = machine(loadBefore);
const caption =
  `${where.cpu}, ${where.cores} cores, Node ${process.version}; medians of ${rows[0]!.runs} interleaved runs; ` +
  `load ${where.loadBefore} before, ${where.loadAfter} after`;
console.log(`\n${caption}\nAll results of one work agree bit for bit.\n\n${table(rows)}`);
if (options.out !== undefined) {
  const results = { machine: where, node: process.version, rows };
  writeFileSync(join(options.out, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(join(options.out, 'results.svg'), chart(rows, caption));
}
