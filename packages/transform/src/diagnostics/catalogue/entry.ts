import type { Severity } from '../diagnostic.ts';

/** All that is written about one code. The texts are functions of the code's own arguments. */
export interface Entry<Args> {
  /** Name of the case for people and for file names: lower case, words joined by hyphens. */
  readonly slug: string;
  readonly severity: Severity;
  /** One sentence: what happens, where, to which variable. No full stop at the end. */
  readonly message: (args: Args) => string;
  /** What to do about it. Left out only when the message says it already. */
  readonly help?: (args: Args) => string;
}

/** The codes of one family. `never` accepts entries of every argument type. */
export type Family = Readonly<Record<`PAR${number}`, Entry<never>>>;

/** For descriptions that begin a sentence: `a dynamic import()` → `A dynamic import()`. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** For codes whose texts depend on nothing. */
export type NoArgs = Readonly<Record<string, never>>;

export interface Annotation {
  /** `@parallel` or `@threaded`. */
  readonly annotation: string;
}

export interface Clause {
  /** As it is written: `workers`, `on(process)`. */
  readonly clause: string;
}

export interface Name {
  /** A variable, as it is spelled in the source. */
  readonly name: string;
}

export interface Callee {
  /** What is called, as it is spelled in the source: `Math.random`. */
  readonly callee: string;
}
