/** Changed copies of the built packages. */
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Rule } from './rules.ts';

const PACKAGES = ['transform', 'runtime'];

/** Folder of a built package. */
const source = (name: string): string => fileURLToPath(new URL('..', import.meta.resolve(`@parloop/${name}`)));

/** @throws Error when the text does not occur exactly once: the code has moved on */
export const changedFile = (rule: Rule): string => changed(builtText(rule[1]), rule);

/** @param file below `packages/` */
const builtText = (file: string): string => {
  const [name = '', ...rest] = file.split('/');
  return readFileSync(join(source(name), ...rest), 'utf8');
};

function changed(text: string, [rule, file, from, to]: Rule): string {
  const found =
    typeof from === 'string' ? text.split(from).length - 1 : (text.match(new RegExp(from, 'gm'))?.length ?? 0);
  if (found !== 1) throw new Error(`'${rule}': '${from}' occurs ${found} times in ${file}`);
  return typeof from === 'string' ? text.split(from).join(to) : text.replace(from, to);
}

/** Copies the packages into a folder below the package `test`, with all these changes. Returns the folder. */
export function copyOf(folder: string, rules: readonly Rule[]): string {
  for (const name of PACKAGES) {
    const filter = (path: string): boolean => !/\.(map|d\.ts)$/.test(path);
    cpSync(join(source(name), 'dist'), join(folder, name, 'dist'), { recursive: true, filter });
    cpSync(join(source(name), 'package.json'), join(folder, name, 'package.json'));
  }
  mkdirSync(join(folder, 'node_modules/@parloop'), { recursive: true });
  symlinkSync(join(folder, 'runtime'), join(folder, 'node_modules/@parloop/runtime'));
  for (const rule of rules.flatMap((one) => (one[4] ? [one, one[4]] : [one]))) {
    const path = join(folder, rule[1]);
    writeFileSync(path, changed(readFileSync(path, 'utf8'), rule));
  }
  return folder;
}
