import type { Span } from '../diagnostics/diagnostic.ts';

/** Why something cannot be part of the parallel slice; becomes a diagnostic when it is the root cause of a refusal. */
export interface Cause {
  readonly code: string;
  readonly args: Readonly<Record<string, string | number>>;
  readonly span: Span;
  readonly variable?: string | undefined;
  readonly related?: { readonly message: string; readonly span: Span; readonly file?: number } | undefined;
  /** The construct is refused, whatever else can be done. */
  readonly fatal?: boolean | undefined;
  /** Nothing wrong: the statement has an effect, which belongs to the replay. */
  readonly effect?: boolean | undefined;
  /** Read of the variable that a recognised reduction updates. */
  readonly reduction?: boolean | undefined;
}
