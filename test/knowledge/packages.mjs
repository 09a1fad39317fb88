/**
 * `node test/knowledge/packages.mjs FOLDER`: compares the tables of packages with what is installed in a folder. Each
 * function is called with many arguments: does it change them, what is new in its result, does it give the same again?
 * Node's strip-types loader runs it, so Node 22 or later, or `--import @parloop/transform/register`.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PACKAGES } from '../../packages/transform/dist/2-analyze/knowledge/packages.js';
import { examine } from './examine.ts';
import { POOLS } from './pools.ts';

const folder = resolve(process.argv[2] ?? '.');
const door = join(folder, `.parloop-${process.pid}.mjs`);
writeFileSync(door, 'export const load = (name) => import(name);\n');
const { load } = await import(pathToFileURL(door).href).finally(() => rmSync(door));

const memberOf = (module, path) =>
  path.split('.').reduce((value, name) => value?.[name], module) ??
  path.split('.').reduce((value, name) => value?.[name], module.default);

/** Their rows say that they are not to be called in workers. */
const isRefused = ({ state, external }) => state !== undefined || external !== undefined;

async function checkPackage(name, { versions, exports }) {
  const { version } = JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8'));
  const module = await load(name);
  const [pool, most] = POOLS[name] ?? [];
  let checked = 0;
  let wrong = versions.includes(Number.parseInt(version, 10)) ? 0 : 1;
  if (wrong) console.log(`${name} ${version}: the table is for ${versions.join(', ')}`);
  for (const [path, row] of Object.entries(exports)) {
    const fn = memberOf(module, path);
    const problem =
      typeof fn !== 'function' ? 'is no function' : isRefused(row) || !pool ? undefined : examine(fn, row, pool, most);
    if (problem) console.log(`${name} ${path}: ${problem}`);
    if (problem) wrong++;
    checked++;
  }
  console.log(`${name} ${version}: ${checked} rows, ${wrong} wrong`);
  return wrong;
}

let wrong = 0;
const wanted = process.argv.slice(3);
for (const [name, table] of Object.entries(PACKAGES))
  if (wanted.length === 0 || wanted.includes(name)) wrong += await checkPackage(name, table);
process.exitCode = wrong > 0 ? 1 : 0;
