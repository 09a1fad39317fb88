/** What is said between the fuzzer and the processes that check programs. */

/** Programs to check: seeds from `first` on. */
export interface Slice {
  readonly first: number;
  readonly count: number;
  /** Folder with a changed copy of the packages. */
  readonly packages?: string | undefined;
  /** Which of them are changed. Programs that come out as before and run on the same runtime are not run then. */
  readonly changes?: readonly string[];
}

export interface Failure {
  readonly seed: number;
  /** What is wrong, for people. */
  readonly lines: readonly string[];
  readonly source: string;
  /** The smallest program found. */
  readonly small: string;
}

/** Counts of one slice. */
export interface Counts {
  programs: number;
  accepted: number;
  /** Accepted programs of which a run stayed serial, because a guard failed or a value could not be sent. */
  guardFallbacks: number;
  refused: number;
  wrong: number;
  /** Annotated constructs. */
  loops: number;
  /** Constructs that were transformed. */
  acceptedLoops: number;
  /** Codes of the refusals. */
  readonly codes: Record<string, number>;
}

/** Sent by a child: the version that runs now, what was found, the end of a slice. */
export type Report =
  | { readonly type: 'at'; readonly seed: number; readonly version: string }
  | { readonly type: 'failure'; readonly failure: Failure }
  | { readonly type: 'counts'; readonly counts: Counts; readonly next: number };

/** What the lines of a failure begin with when `transform()` has thrown. */
export const CRASH = 'transform() threw';

export const NONE: Readonly<Counts> = {
  programs: 0,
  accepted: 0,
  guardFallbacks: 0,
  refused: 0,
  wrong: 0,
  loops: 0,
  acceptedLoops: 0,
  codes: {},
};

const NUMBERS = ['programs', 'accepted', 'guardFallbacks', 'refused', 'wrong', 'loops', 'acceptedLoops'] as const;

/** Adds `more` to `total`. */
export function add(total: Counts, more: Counts): void {
  for (const name of NUMBERS) total[name] += more[name];
  for (const [code, count] of Object.entries(more.codes)) total.codes[code] = (total.codes[code] ?? 0) + count;
}
