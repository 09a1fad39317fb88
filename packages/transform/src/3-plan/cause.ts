import type { Span } from '../diagnostics/diagnostic.ts';
import type { Origin } from '../records/graph.ts';

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

/** Where it really happens: in the callee, if it was charged to a call. */
export const placeOf = (w: { span: Span; origin?: Origin }): { span: Span; file?: number } =>
  w.origin ?? { span: w.span };

/** Nothing is wrong with an effect, but it belongs to the replay. */
export const effect = (span: Span): Cause => ({ code: 'PAR5001', args: {}, span, effect: true });

/** An effect is no reason by itself: a variable that gets its value from one is. So with what a loop waits for. */
export const rooted = (cause: Cause, name: string, waits: boolean): Cause => {
  if (cause.effect && cause.code === 'PAR5001')
    return { code: 'PAR3002', args: { name }, span: cause.span, variable: name };
  const isAwaited = waits && cause.code === 'PAR2010' && !cause.variable;
  return isAwaited ? { ...cause, args: { ...cause.args, result: name }, variable: name } : cause;
};

export function first<T>(list: readonly T[], test: (item: T) => Cause | undefined): Cause | undefined {
  for (const item of list) {
    const cause = test(item);
    if (cause) return cause;
  }
  return undefined;
}
