/** A package that random programs import: pure functions, functions with state, and functions that change what they get. */

const SOURCE = `
let bias = 1;
let clicks = 0;
const seen = new Map();
const WEIGHTS = [0.5, 2, 1.5];
const settings = { gain: 3 };
// Another value in workers, as what is read off a clock.
const PLACE = typeof place === 'undefined' ? 1 : place;

export const blend = (p, q) => p * WEIGHTS[1] - q / 3;
export function rooted(p) { let h = p; for (let r = 0; r < 9; r++) h = (h * 3 + r) % 1013; return h; }
export function lengthOf(v) { return Math.hypot(v.x, v.pos.x); }
export function totalOf(xs) { let total = 0; for (const x of xs) total += x; return total; }
export const doubled = (xs) => xs.map((x) => 2 * x);
export const swapped = ({ x, y }) => ({ x: y, y: x });
export function put(xs, at, value) { xs[at] = value; return value; }
export function nudge(v, by) { v.x += by; return v; }
export function applied(f, x) { return f(x) + 1; }
export const partial = (p) => (q) => p + 2 * q;
export function setBias(to) { bias = to; }
export const biased = (p) => p + bias;
export function clicked() { return ++clicks; }
export function memorised(p) { if (!seen.has(p)) seen.set(p, rooted(p) + clicks); return seen.get(p); }
export function tune(gain) { settings.gain = gain; }
export const placed = (p) => p * PLACE;
export const tuned = (p) => p * settings.gain;
`;

const NAME = 'fuzz-kit';

/** As the compiler sees it, by path. */
export const PACKAGE_FILES: ReadonlyMap<string, string> = new Map([
  [`/fuzz/node_modules/${NAME}/package.json`, `{ "name": "${NAME}", "version": "1.0.0", "main": "index.js" }`],
  [`/fuzz/node_modules/${NAME}/index.js`, SOURCE],
]);

/** Names that it exports. */
export const PACKAGE_EXPORTS: readonly string[] = Array.from(
  SOURCE.matchAll(/^export (?:function|const) (\w+)/gm),
  (m) => m[1]!,
);

export const importOf = (names: readonly string[]): string => `import { ${names.join(', ')} } from '${NAME}';`;

/** `$kit(place)` loads it: each call gives exports with a state of their own. */
export const PACKAGE_SCRIPT = `const $kit = (place) => { ${SOURCE.replace(/^export /gm, '')} return { ${PACKAGE_EXPORTS.join(', ')} }; };`;

/** Imports of the package as declarations, of one loading: on the main thread (1) or in a worker (2). */
export const withoutImports = (code: string, place: 1 | 2): string => {
  const imports = new RegExp(`import \\{([^}]*)\\} from ["']${NAME}["'];`, 'g');
  const text = code.replace(imports, (_all, names: string) => `const {${names.replace(/ as /g, ': ')}} = $loaded;`);
  return text === code ? code : `const $loaded = $kit(${place}); ${text}`;
};
