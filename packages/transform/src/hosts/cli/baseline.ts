/**
 * What became of the constructs of a project when all was well, so that a program can notice when one of them turns
 * serial. Constructs are told apart by file, function and kind, not by line: editing above them changes nothing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { shortPath } from '../../diagnostics/render/source.ts';
import type { Construct, Verdict } from '../../stages.ts';
import type { Analysed } from './analyse.ts';
import { Misuse } from './terminal.ts';

/** Key of a construct → its verdict. */
export type Baseline = ReadonlyMap<string, Verdict>;

export interface Keyed {
  readonly key: string;
  readonly file: string;
  readonly construct: Construct;
}

/** `worse`: it ran in parallel and does not any more. `better`: the other way round. */
export type Change =
  | { readonly kind: 'worse' | 'better'; readonly now: Keyed; readonly before: Verdict }
  | { readonly kind: 'new'; readonly now: Keyed }
  | { readonly kind: 'gone'; readonly key: string; readonly before: Verdict };

const VERDICTS: readonly string[] = ['parallel', 'guarded', 'serial', 'refused'] satisfies Verdict[];

const isParallel = (verdict: Verdict): boolean => verdict === 'parallel' || verdict === 'guarded';

/** `src/draw.ts Renderer.draw for`, and `#2` for the second one of that name. */
export function keyed(all: readonly Analysed[], folder: string): Keyed[] {
  const used = new Map<string, number>();
  return all.flatMap(({ file, result }) =>
    result.constructs.map((construct) => {
      const path = shortPath(file, folder).replaceAll('\\', '/');
      const name = [path, construct.owner, construct.kind].filter((part) => part !== '').join(' ');
      const count = (used.get(name) ?? 0) + 1;
      used.set(name, count);
      return { key: count === 1 ? name : `${name} #${count}`, file, construct };
    }),
  );
}

/** @throws Misuse when the file is missing or is no baseline */
export function readBaseline(file: string, folder: string): Baseline {
  const problem = (what: string) => new Misuse(`${what} Write it with --update-baseline.`);
  let text: string;
  try {
    text = readFileSync(resolve(folder, file), 'utf8');
  } catch {
    throw problem(`The baseline '${file}' cannot be read.`);
  }
  try {
    const { version, constructs } = JSON.parse(text) as { version: unknown; constructs: Record<string, Verdict> };
    const entries = Object.entries(constructs);
    if (version === 1 && entries.every(([, verdict]) => VERDICTS.includes(verdict))) return new Map(entries);
  } catch {
    // No JSON, or of another shape: said below.
  }
  throw problem(`'${file}' is not a baseline.`);
}

export function writeBaseline(file: string, folder: string, now: readonly Keyed[]): void {
  const sorted = [...now].sort((a, b) => (a.key < b.key ? -1 : 1));
  const constructs = Object.fromEntries(sorted.map(({ key, construct }) => [key, construct.verdict]));
  writeFileSync(resolve(folder, file), `${JSON.stringify({ version: 1, constructs }, null, 2)}\n`);
}

function changeOf(now: Keyed, before: Verdict | undefined): Change[] {
  if (before === undefined) return [{ kind: 'new', now }];
  const was = isParallel(before);
  if (was === isParallel(now.construct.verdict)) return [];
  return [{ kind: was ? 'worse' : 'better', now, before }];
}

/** What is different now, in the order of the files; what is gone comes last. */
export function compare(baseline: Baseline, now: readonly Keyed[]): Change[] {
  const keys = new Set(now.map(({ key }) => key));
  const gone = [...baseline].filter(([key]) => !keys.has(key));
  return [
    ...now.flatMap((one) => changeOf(one, baseline.get(one.key))),
    ...gone.map(([key, before]): Change => ({ kind: 'gone', key, before })),
  ];
}

/** A parallel construct turned serial or is gone, or a new one is refused. */
export const isRegression = (change: Change): boolean => {
  if (change.kind === 'gone') return isParallel(change.before);
  return change.kind === 'worse' || (change.kind === 'new' && change.now.construct.verdict === 'refused');
};
