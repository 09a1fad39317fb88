/** Clauses of an annotation as the plan sees them. */

export interface ClauseTexts {
  /** Entry name → expression text. */
  readonly entry: Readonly<Record<string, string>>;
  readonly blocking?: true;
}

interface RawClause {
  readonly name: string;
  readonly items: readonly { readonly text: string }[];
}

type Row = (items: readonly string[]) => Record<string, string>;

const ROWS: Readonly<Record<string, Row>> = {
  workers: ([n]) => ({ workers: `(${n})` }),
  schedule: ([kind, chunk]) => ({
    schedule: JSON.stringify(kind),
    ...(chunk === undefined ? {} : { chunk: `(${chunk})` }),
  }),
  if: ([test]) => ({ if: `!!(${test})` }),
  on: ([executor]) => ({ on: JSON.stringify(executor) }),
  name: ([text]) => ({ name: `${text}` }),
};

export function clauseTexts(clauses: readonly RawClause[]): ClauseTexts {
  const entry: Record<string, string> = {};
  for (const { name, items } of clauses) Object.assign(entry, ROWS[name]?.(items.map((i) => i.text)) ?? {});
  return { entry, ...(clauses.some((c) => c.name === 'blocking') ? { blocking: true as const } : {}) };
}

/** The text of the annotation itself says that nothing is to run in parallel. */
export const isSerial = ({ entry }: ClauseTexts): boolean =>
  entry.workers === '(0)' || entry.on === '"serial"' || entry.if === '!!(false)';
