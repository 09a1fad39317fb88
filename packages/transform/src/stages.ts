/** The public report on annotated constructs, and what is emitted for them. What stages hand to each other is in records/. */
import type { Span } from './diagnostics/diagnostic.ts';

export type Verdict = 'parallel' | 'guarded' | 'serial' | 'refused';
export type Form = 'awaited' | 'blocking' | 'interleaved' | 'none';

/** How a variable that a construct touches is shared. */
export type VariableClass =
  | 'private'
  | 'induction'
  | 'input'
  | 'input-written'
  | 'lastprivate'
  | 'reduction'
  | 'append'
  | 'write'
  | 'carried'
  | 'function'
  | 'module'
  | 'unknown';

export interface VariableReport {
  readonly name: string;
  readonly class: VariableClass;
  /** One sentence in plain English. */
  readonly why: string;
  readonly span: Span;
}

/** The public report on one annotated construct; see the command's contract. */
export interface Construct {
  /** `<base name of the file>:<line of the construct>` plus `#n` when there are several on a line. */
  readonly id: string;
  readonly annotation: 'parallel' | 'threaded';
  /** What the clause `name("…")` says. */
  readonly name?: string;
  /** `for`, `for-of`, `map`, `forEach`, … */
  readonly kind: string;
  /** The function that it stands in, `Renderer.draw`; empty at the top level of the module. */
  readonly owner: string;
  readonly span: Span;
  readonly annotationSpan: Span;
  readonly verdict: Verdict;
  readonly form: Form;
  /** `thread`, `serial`, … */
  readonly executor: string;
  /** `split`, `direct` or undefined when nothing was emitted. */
  readonly tier?: 'split' | 'direct';
  readonly variables: readonly VariableReport[];
  /** Readable guards, `isArray(xs)`. */
  readonly guards: readonly string[];
  /** Index of the worker module, when one was emitted. */
  readonly worker?: number;
  /** Static estimate of the parallel share of the body's work, 0 to 1. */
  readonly share?: number;
  readonly notes: readonly string[];
}

/** A generated module that runs in workers. A pure function of (text of `file`, texts of its local imports, `index`). */
export interface WorkerModule {
  /** `<file>?parallel=<index>&lang.<ext>`. */
  readonly id: string;
  /** Absolute path of the module that it was cut from; relative imports in `code` are relative to it. */
  readonly file: string;
  readonly index: number;
  /** Registration key; ends in a content hash of `code`. */
  readonly key: string;
  /** TypeScript if the source is, with the source's line numbers. */
  readonly code: string;
  /** Source map version 3 as an object. */
  readonly map: SourceMapLike;
}

export interface SourceMapLike {
  version: number;
  file?: string;
  sources: string[];
  sourcesContent?: (string | null)[];
  names: string[];
  mappings: string;
}
