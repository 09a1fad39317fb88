/** Whole modules: an annotated construct or two in a function, with the declarations of what they mention. */
import { chooser, type Random } from '../../properties/random.ts';
import { importOf, PACKAGE_EXPORTS } from '../support/package.ts';
import { Expander, type Size } from './expand.ts';
import { LEXICON } from './lexicon.ts';
import { meddling } from './others.ts';

const NAME = /[A-Za-z_]\w*/g;

/** Entries of the lexicon that the texts mention, and those that their declarations mention: users first. */
function mentioned(text: string, random: Random): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (part: string): void => {
    for (const [name] of part.matchAll(NAME)) {
      const entry = Object.hasOwn(LEXICON, name) ? LEXICON[name] : undefined;
      if (entry === undefined || found.has(name)) continue;
      const chosen = random.pick(entry.texts);
      found.set(name, chosen);
      visit(chosen);
    }
  };
  visit(text);
  return found;
}

const ofKind = (found: ReadonlyMap<string, string>, where: string): string[] =>
  Object.keys(LEXICON).filter((name) => found.has(name) && LEXICON[name]!.where === where);

const SIZES: readonly Size[] = [
  { statements: 2, blocks: 1, depth: 2, rare: 3 },
  { statements: 3, blocks: 2, depth: 2, rare: 4 },
  { statements: 3, blocks: 2, depth: 3, rare: 8 },
  { statements: 5, blocks: 3, depth: 2, rare: 3 },
  { statements: 4, blocks: 3, depth: 3, rare: 16 },
];

/** How the construct stands in its function. */
const AROUND: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text,
  (text) => text,
  (text) => `let failed: unknown; try {\n${text}\n} catch (e) { failed = e; return { failed, ...shown() }; }`,
  (text) => `try {\n${text}\n} finally { k2 += 1; }`.replace('k2 += 1', 'world.done = true'),
  (text) => `for (let turn = 0; turn < 2; turn++) {\n${text}\n}`,
  (text) => `if (n > 0) {\n${text}\n}`,
];

/** How the function gets its inputs. */
const HEADS: readonly ((names: readonly string[], types: string) => string)[] = [
  (names, types) => `(world: World${types}): unknown {\nconst { ${names.join(', ')} } = world;`,
  (names, types) => `(world: World${types}): unknown {\nlet { ${names.join(', ')} } = world;`,
  (names, types) =>
    `(world: World${types}): unknown {\n${names.map((name) => `const ${name} = world.${name};`).join(' ')}`,
];

/** Annotated constructs of a program. */
const COUNTS = [1, 1, 2, 2, 3];

/**
 * Above the construct, or where the production says so. A loop that does not wait itself must not be awaited where the
 * order of turns can be seen.
 */
function annotated(text: string, waits: boolean): string {
  const annotation = waits && !/\bawait\b/.test(text) ? '// @parallel blocking' : '// @parallel';
  return text.includes('// HERE') ? text.replace('// HERE', annotation) : `${annotation}\n${text}`;
}

function constructs(random: Random, waits: boolean): string {
  const expander = new Expander(random, random.pick(SIZES), waits);
  const count = random.pick(COUNTS);
  const text = Array.from({ length: count }, () => annotated(expander.construct(), waits)).join('\n');
  return random.pick(AROUND)(text);
}

/** One program in so many waits, and is disturbed meanwhile. */
const WAITING = 4;

const RUN = 'export function run(world: World): unknown { return main(world); }';
const RUN_BOTH =
  'export async function run(world: World): Promise<unknown> { const rest = others(world).catch(() => {}); ' +
  'try { return await main(world); } finally { await rest; } }';

/** The module of a seed: `run(world)` gives everything that can be observed, apart from the world itself. */
export function program(seed: number): string {
  const random = chooser(seed);
  const waits = seed % WAITING === 0;
  const text = constructs(random, waits);
  const others = waits ? meddling(random) : '';
  const found = mentioned(text + others, random);
  const [inputs, locals, modules] = ['input', 'local', 'module'].map((where) => ofKind(found, where)) as [
    string[],
    string[],
    string[],
  ];
  const imported = PACKAGE_EXPORTS.filter((name) => found.has(name));
  const world = inputs.map((name) => `${name}: ${LEXICON[name]!.texts[0]}`).join('; ');
  const shown = locals.filter((name) => LEXICON[name]!.shown).join(', ');
  const state = modules.filter((name) => LEXICON[name]!.shown).join(', ');
  const async = random.below(5) === 0 || waits ? 'async ' : '';
  const head = random.pick(HEADS)(inputs, '');
  // A closure over the variables makes them visible to other code: only some programs have it.
  const closure = random.below(4) === 0;
  const end = closure ? 'shown()' : `{ ${shown} }`;
  const result = async ? 'Promise<unknown>' : 'unknown';
  return [
    ...(imported.length > 0 ? [importOf(imported)] : []),
    ...modules.map((name) => found.get(name)!),
    `interface World { ${world}${world && '; '}done?: boolean }`,
    `${async}function main${head.replace('): unknown', `): ${result}`)}`,
    ...locals.map((name) => found.get(name)!),
    ...(closure ? [`const shown = () => ({ ${shown} });`] : []),
    text.replaceAll('shown()', () => end),
    `return ${end};`,
    '}',
    ...(waits ? [`async function others${head.replace('): unknown', '): Promise<void>')}`, others, '}'] : []),
    waits ? RUN_BOTH : RUN,
    `export function state(): unknown { return { ${state} }; }`,
    '',
  ].join('\n');
}
