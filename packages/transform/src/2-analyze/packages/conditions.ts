/**
 * Which file the `exports` of a package.json lead to. Who loads the program may have conditions on of which nothing is
 * known here (`development`, `browser`, `--conditions`), so each is on, off, or may be either: then all that they lead to
 * must be one file.
 */
import type { Resolution } from '../../options.ts';

type State = 'on' | 'off' | 'maybe';

const states = (on: string, off: string): Readonly<Record<string, State>> =>
  Object.fromEntries([
    ['default', 'on'],
    ...on.split(' ').map((name) => [name, 'on'] as const),
    ...off.split(' ').map((name) => [name, 'off'] as const),
  ]);

const ELSEWHERE = 'types deno bun workerd edge-light react-native electron umd script style sass svelte';

const STATES: Readonly<Record<Resolution, Readonly<Record<string, State>>>> = {
  node: states('node import node-addons', `require browser module worker ${ELSEWHERE}`),
  commonjs: states('node node-addons', `browser module worker ${ELSEWHERE}`),
  // What a server bundle leaves out is found by Node, which does not know `module`.
  bundler: states('import', `require ${ELSEWHERE}`),
};

/** @returns all that may be meant; null stands for "nothing" */
export function targetsOf(value: unknown, resolution: Resolution): Set<string | null> {
  const found = new Set<string | null>();
  if (!collect(value, STATES[resolution], found)) found.add(null);
  return found;
}

/** @returns true when something certainly matched, so that what stands behind it is not asked */
function collect(value: unknown, known: Readonly<Record<string, State>>, found: Set<string | null>): boolean {
  if (typeof value === 'string' || value === null) {
    found.add(value);
    return true;
  }
  if (Array.isArray(value)) return collect(value[0] ?? null, known, found);
  if (typeof value !== 'object') return false;
  for (const [condition, inner] of Object.entries(value)) {
    const state = Object.hasOwn(known, condition) ? known[condition] : 'maybe';
    if (state !== 'off' && collect(inner, known, found) && state === 'on') return true;
  }
  return false;
}

/** The value that a map of subpaths has for `.`, `./sub` or `#name`, with what stands for `*` put in. */
export function entryOf(map: unknown, subpath: string): { readonly value: unknown; readonly star: string } | undefined {
  const isMap = typeof map === 'object' && map !== null && !Array.isArray(map);
  const keys = isMap ? Object.keys(map) : [];
  if (!keys.some((key) => /^[.#]/.test(key))) return subpath === '.' ? { value: map, star: '' } : undefined;
  const table = map as Readonly<Record<string, unknown>>;
  if (Object.hasOwn(table, subpath) && !subpath.includes('*')) return { value: table[subpath], star: '' };
  const patterns = keys.filter((key) => key.includes('*')).sort((a, b) => b.indexOf('*') - a.indexOf('*'));
  for (const key of patterns) {
    const [before = '', after = ''] = key.split('*');
    const isFit = subpath.length >= key.length && subpath.startsWith(before) && subpath.endsWith(after);
    if (isFit) return { value: table[key], star: subpath.slice(before.length, subpath.length - after.length) };
  }
  return undefined;
}
