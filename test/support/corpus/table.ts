/** The entries of the corpus as a page. */
import { COLLECTIONS, type Collection, type Entry } from './entries.ts';

const HEAD = `# Corpus of published patterns

Loops of DataRaceBench, TSVC-2, PolyBench and Numba's tests of \`prange\`, re-expressed in our own TypeScript. Each entry
names its origin. An original that is not parallel may still be accepted: reductions, delayed scalars, packing and cheap
recurrences are replayed in order, and only what flows into the heavy part has to be refused.

Written by \`UPDATE=1 npx vitest run --root test corpus.test\`; the test holds that it is current. A todo is either
refused although it could be accepted, refused with the wrong name, or accepted without any gain; its file says which.
`;

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

const counts = (entries: readonly Entry[]): number[] =>
  (['accepted', 'refused', 'todo'] as const).map((status) => entries.filter((one) => one.status === status).length);

function totalsOf(name: string, entries: readonly Entry[]): string {
  const parallel = entries.filter((one) => one.parallel);
  const accepted = parallel.filter(({ status }) => status === 'accepted');
  return row([name, entries.length, ...counts(entries), `${accepted.length} of ${parallel.length}`]);
}

const isIn =
  (collection: string) =>
  (entry: Entry): boolean =>
    entry.collection === collection;

function totals(entries: readonly Entry[]): string {
  const lines = Object.entries(COLLECTIONS).map(([key, name]) => totalsOf(name, entries.filter(isIn(key))));
  return [
    row([
      'collection',
      'entries',
      'accepted',
      'refused',
      'todo',
      'accepted of those that are parallel in the original',
    ]),
    row(['---', '---:', '---:', '---:', '---:', '---:']),
    ...lines,
    totalsOf('all', entries),
  ].join('\n');
}

function section(collection: Collection, entries: readonly Entry[]): string {
  const lines = entries.map((one) =>
    row([
      `[${one.id}](${one.name}.ts)`,
      one.pattern,
      one.parallel ? 'yes' : 'no',
      one.status === 'todo' ? `todo: ${one.verdict}` : one.verdict,
      one.tier || '–',
    ]),
  );
  const head = [row(['id', 'pattern', 'parallel in the original', 'verdict', 'tier']), row(Array(5).fill('---'))];
  return [`## ${COLLECTIONS[collection]}`, '', ...head, ...lines].join('\n');
}

export function tableOf(entries: readonly Entry[]): string {
  const sections = (Object.keys(COLLECTIONS) as Collection[]).map((one) => section(one, entries.filter(isIn(one))));
  return `${[`${HEAD}\n${totals(entries)}`, ...sections].join('\n\n')}\n`;
}
