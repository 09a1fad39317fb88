/** Clauses of an annotation as the plan sees them. */
import type { Span } from '../diagnostics/diagnostic.ts';

/** What the annotation says of a variable. It is never believed, only compared with what the analysis finds. */
export interface Claim {
  readonly clause: 'private' | 'shared' | 'reduce';
  readonly name: string;
  /** `reduce` only. */
  readonly operator: string;
  /** As it is written, with the clause's name. */
  readonly shown: string;
  readonly span: Span;
}

/** An effect that the annotation vouches for. */
export interface Allowance {
  readonly effect: 'io' | 'idempotent' | 'random' | 'time';
  readonly span: Span;
}

/** What the author answers for, instead of a proof. */
export interface Promised {
  readonly promise: 'pure' | 'disjoint';
  readonly name: string;
  /** `assume(pure(f))` */
  readonly shown: string;
  readonly span: Span;
}

export interface ClauseTexts {
  /** Entry name → expression text. */
  readonly entry: Readonly<Record<string, string>>;
  readonly blocking?: true;
  /** A string literal. */
  readonly name?: string;
  readonly claims: readonly Claim[];
  readonly allows: readonly Allowance[];
  readonly promises: readonly Promised[];
  readonly seed?: Item;
  readonly collapse?: { readonly loops: number; readonly span: Span };
}

interface Item {
  readonly text: string;
  readonly span: Span;
}

interface RawClause {
  readonly name: string;
  readonly items: readonly Item[];
}

type Row = (items: readonly string[]) => Record<string, string>;

const ROWS: Readonly<Record<string, Row>> = {
  workers: ([n]) => ({ workers: `(${n})` }),
  schedule: ([kind, chunk]) => ({
    schedule: JSON.stringify(kind),
    ...(chunk === undefined ? {} : { chunk: `(${chunk})` }),
  }),
  if: ([test]) => ({ if: `!!(${test})` }),
  stream: ([n]) => ({ stream: `(${n})` }),
  on: ([executor]) => ({ on: JSON.stringify(executor) }),
};

export function clauseTexts(clauses: readonly RawClause[]): ClauseTexts {
  const entry: Record<string, string> = {};
  for (const { name, items } of clauses) Object.assign(entry, ROWS[name]?.(items.map((i) => i.text)) ?? {});
  const title = clauses.find((c) => c.name === 'name')?.items[0]?.text;
  const collapse = clauses.find((c) => c.name === 'collapse')?.items[0];
  const seed = clauses.find((c) => c.name === 'seed')?.items[0];
  return {
    entry,
    ...(clauses.some((c) => c.name === 'blocking') ? { blocking: true as const } : {}),
    ...(title === undefined ? {} : { name: title }),
    claims: clauses.flatMap(claimsIn),
    allows: clauses.flatMap((c) => (c.name === 'effects' ? c.items.map(allowanceOf) : [])),
    promises: clauses.flatMap((c) => (c.name === 'assume' ? c.items.map(promiseOf) : [])),
    ...(seed === undefined ? {} : { seed }),
    ...(collapse === undefined ? {} : { collapse: { loops: Number(collapse.text), span: collapse.span } }),
  };
}

function claimsIn({ name: clause, items }: RawClause): Claim[] {
  if (clause !== 'private' && clause !== 'shared' && clause !== 'reduce') return [];
  const operator = /^(\S+?)\s*:/.exec(items[0]?.text ?? '')?.[1] ?? '';
  return items.map(({ text, span }) => {
    const name = text.replace(/^\S+?\s*:\s*/, '');
    const shown = clause === 'reduce' ? `reduce(${operator}: ${name})` : `${clause}(${name})`;
    return { clause, name, operator, shown, span };
  });
}

const promiseOf = ({ text, span }: Item): Promised => {
  const [, promise, name = ''] = /^(\w+)\((.*)\)$/.exec(text) ?? [];
  return { promise: promise === 'pure' ? 'pure' : 'disjoint', name, shown: `assume(${text})`, span };
};

const allowanceOf = ({ text, span }: Item): Allowance => ({ effect: text as Allowance['effect'], span });

/** The text of the annotation itself says that nothing is to run in parallel. */
export const isSerial = ({ entry }: ClauseTexts): boolean =>
  entry.workers === '(0)' || entry.on === '"serial"' || entry.if === '!!(false)';
