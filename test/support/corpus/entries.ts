/** The fixtures that re-express published patterns: which pattern each of them stands for, and what became of it. */
import type { TransformResult } from '@parloop/transform';
import { collect, type Fixture } from '../fixtures/collect.ts';
import { compile } from '../fixtures/compile.ts';

/** Folder below a kind → the collection's name. */
export const COLLECTIONS = {
  drb: 'DataRaceBench',
  tsvc: 'TSVC-2',
  polybench: 'PolyBench',
  numba: 'Numba',
} as const;

export type Collection = keyof typeof COLLECTIONS;
type Status = 'accepted' | 'refused' | 'todo';

export interface Entry {
  readonly collection: Collection;
  /** The origin's own name for it: `DRB001`, `s111`, `gemm`. */
  readonly id: string;
  /** Path below `test/fixtures`, without the extension. */
  readonly name: string;
  readonly pattern: string;
  /** The original says that its iterations may run at the same time. */
  readonly parallel: boolean;
  readonly status: Status;
  /** What the compiler said: a verdict, or the code and variable of a refusal. */
  readonly verdict: string;
  readonly tier: string;
}

/** `// DRB001: what it does. Original: not parallel.` */
const HEADING = /^\/\/ (?<id>[\w-]+): (?<pattern>.+)\. Original: (?<original>parallel|not parallel)\.$/;

/** The parts of a fixture's first line; undefined where it has another form. */
export function headingOf(source: string): { id: string; pattern: string; parallel: boolean } | undefined {
  const { id, pattern, original } = HEADING.exec(source.split('\n', 1)[0] ?? '')?.groups ?? {};
  if (id === undefined || pattern === undefined) return undefined;
  return { id, pattern, parallel: original === 'parallel' };
}

const unique = (values: readonly string[]): string => Array.from(new Set(values)).join(', ');

function verdictOf(result: TransformResult | undefined): Pick<Entry, 'verdict' | 'tier'> {
  const errors = result?.diagnostics.filter(({ severity }) => severity === 'error') ?? [];
  const refusals = errors.map(({ code, variable }) => [code, ...(variable ? [`\`${variable}\``] : [])].join(' '));
  const constructs = result?.constructs ?? [];
  const verdict = unique(refusals.length > 0 ? refusals : constructs.map((construct) => construct.verdict));
  return { verdict, tier: unique(constructs.flatMap((construct) => construct.tier ?? [])) };
}

function entryOf(fixture: Fixture, collection: Collection): Entry {
  const heading = headingOf(fixture.source);
  if (!heading) throw new Error(`${fixture.name}: the first line does not say which pattern it stands for`);
  const seen = verdictOf(compile(fixture).results.get(`${fixture.stem}.ts`));
  const refused = fixture.kind === 'refuse' || (fixture.kind === 'either' && seen.tier === '');
  const status: Status = fixture.kind === 'todo' ? 'todo' : refused ? 'refused' : 'accepted';
  return { collection, name: fixture.name, ...heading, status, ...seen };
}

const isCollection = (topic: string | undefined): topic is Collection => topic !== undefined && topic in COLLECTIONS;

/** All entries below `root`, by collection, in the order of their names. */
export function entriesOf(root: string): Entry[] {
  const order = Object.keys(COLLECTIONS);
  const entries = collect(root).flatMap((fixture) => {
    const [topic] = fixture.stem.split('/');
    return isCollection(topic) ? [entryOf(fixture, topic)] : [];
  });
  const place = ({ collection, name }: Entry): string =>
    `${order.indexOf(collection)} ${name.slice(name.indexOf('/') + 1)}`;
  return entries.sort((a, b) => place(a).localeCompare(place(b), 'en', { numeric: true }));
}
