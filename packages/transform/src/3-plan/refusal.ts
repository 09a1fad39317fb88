/** From causes to the one diagnostic that names the root cause. */
import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import { type Details, reportNamed } from '../diagnostics/report.ts';
import type { ExprRecord, Fault, StmtRecord } from '../records/graph.ts';
import type { Cause } from './cause.ts';
import { costOf } from './estimate.ts';
import { lateOf } from './late.ts';
import type { Slice } from './slice.ts';
import { UNKNOWN } from './stability.ts';
import { isStream, type View } from './view.ts';

/** The first thing that rules the construct out altogether, in order of the source. */
export function fatalCause(view: View, slice: Slice | undefined): Cause | undefined {
  const { graph } = view;
  const { behind } = slice?.late ?? lateOf(view);
  const before = new Set(evaluatedBefore(view));
  const counts = (e: ExprRecord, { code }: { readonly code: string }): boolean => {
    const owner = view.owner(e);
    if (owner && behind.has(owner)) return !UNKNOWN.has(code);
    const waits = owner ? view.interleaved : before.has(e);
    return !waits || !(UNKNOWN.has(code) || code === 'PAR2010');
  };
  const faults: Fault[] = graph.expressions.flatMap((e) => e.faults.filter((f) => counts(e, f)));
  const causes: Cause[] = [...graph.faults, ...faults].filter((f) => f.fatal).map((f) => ({ ...f }));
  for (const e of slice ? view.expressions : []) {
    const cause = slice!.own(e);
    if (cause?.fatal && counts(e, cause)) causes.push(cause);
  }
  return causes.sort((a, b) => a.span.start - b.span.start)[0];
}

/** What a loop goes through, where it is evaluated once and before the loop: anything may happen there. */
function evaluatedBefore(view: View): readonly ExprRecord[] {
  const { header } = view.graph;
  return header.kind === 'for-of' && (!header.stable || isStream(view.graph)) ? view.subtree(header.iterated) : [];
}

/** Why too little of the body is left for workers: the cause that costs most, real dependences before mere effects. */
export function rootCause(slice: Slice): Cause {
  const { view } = slice;
  const lost = view.order.flatMap((s) => {
    const cause = slice.causeOf(s) ?? lostResult(slice, s);
    return cause ? [{ cause, cost: costOf(view, s) }] : [];
  });
  const rank = ({ cause }: { cause: Cause }): number =>
    cause.reduction ? 3 : cause.effect ? (cause.code === 'PAR5001' ? 3 : 2) : 0;
  lost.sort((a, b) => rank(a) - rank(b) || b.cost - a.cost);
  const [worst] = lost;
  if (worst && rank(worst) < 2) return alone(view, worst.cause);
  if (worst && rank(worst) === 2 && !('what' in worst.cause.args)) return worst.cause;
  if (worst && rank(worst) === 2) {
    const why = `'${worst.cause.args.callee}' has to run in order: ${worst.cause.args.what}`;
    return { ...worst.cause, code: 'PAR5001', args: { why } };
  }
  const isSectioned = view.graph.header.kind === 'sections';
  const why = isSectioned ? 'at most one of its sections computes something' : 'its body only moves data';
  return { code: 'PAR5001', args: { why }, span: headOf(view) };
}

/** What a loop waits for, when it does nothing else. */
const alone = ({ interleaved }: View, cause: Cause): Cause =>
  interleaved && cause.code === 'PAR2010' && !cause.variable ? { ...cause, args: { ...cause.args, alone: 1 } } : cause;

/** Workers pass by every `return`; its value they may not be able to compute. */
function lostResult(slice: Slice, s: StmtRecord): Cause | undefined {
  if (s.jump?.kind !== 'return') return undefined;
  const cause = s.exprs.map((e) => slice.poison(e)).find((c) => c !== undefined);
  if (cause?.reduction && s.exprs.some((e) => isComputed(slice, e))) return { ...cause, reduction: false };
  return cause?.reduction || cause?.effect ? undefined : cause;
}

/** The program's functions are called with what an earlier iteration gives. */
const isComputed = (slice: Slice, id: number): boolean =>
  slice.view
    .subtree(id)
    .some((e) => e.op === 'call' && e.method === undefined && e.kids.some((k) => slice.poison(k)?.reduction));

/** The first line of the construct. */
export function headOf(view: View): Span {
  const { span, bodySpan } = view.graph;
  const end = bodySpan.start > span.start ? bodySpan.start : span.end;
  const text = view.graph.files[0]!.text.slice(span.start, end);
  return { start: span.start, end: span.start + Math.max(1, text.trimEnd().length) };
}

export function diagnosticOf(view: View, cause: Cause): Diagnostic {
  const file = view.graph.files[0]!.path;
  const details: Details = {
    variable: cause.variable,
    related: cause.related
      ? [
          {
            message: cause.related.message,
            file: view.graph.files[cause.related.file ?? 0]!.path,
            span: cause.related.span,
          },
        ]
      : [],
  };
  const args =
    cause.code === 'PAR5001' && !('why' in cause.args) ? { why: 'every part of it has an effect' } : cause.args;
  return reportNamed(cause.code, file, cause.span, args, details);
}
