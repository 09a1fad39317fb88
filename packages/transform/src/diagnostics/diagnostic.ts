/** Offsets into the source text, in UTF-16 code units; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type Severity = 'error' | 'warning' | 'info';

/** A second place that explains the first: "the value is written here, for a later iteration". */
export interface Related {
  readonly message: string;
  readonly file: string;
  readonly span: Span;
}

export interface Edit {
  readonly span: Span;
  readonly text: string;
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** It changes nothing that the program computes: `parloop check --fix` makes it. Others are for people to choose. */
  readonly safe: boolean;
}

/** What a stage reports. Lines and columns are added by `frame.ts` when it is shown. */
export interface Diagnostic {
  /** `PAR` and four digits: a key of the catalogue. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly span: Span;
  /** The variable that is to blame, as it is spelled in the source. */
  readonly variable?: string;
  readonly related: readonly Related[];
  readonly help?: string;
  readonly fixes?: readonly Fix[];
}
