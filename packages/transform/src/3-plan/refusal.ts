/** From causes to the one diagnostic that names the root cause. */
import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import { type Details, reportNamed } from '../diagnostics/report.ts';
import type { Fault, StmtRecord } from '../records/graph.ts';
import type { Cause } from './cause.ts';
import { costOf } from './estimate.ts';
import type { Slice } from './slice.ts';
import type { View } from './view.ts';

/** The first thing that rules the construct out altogether, in order of the source. */
export function fatalCause(view: View, slice: Slice | undefined): Cause | undefined {
  const { graph } = view;
  const faults: Fault[] = [...graph.faults, ...graph.expressions.flatMap((e) => e.faults)].filter((f) => f.fatal);
  const causes: Cause[] = faults.map((f) => ({ ...f }));
  if (slice) for (const e of view.expressions) collect(slice.own(e), causes);
  return causes.sort((a, b) => a.span.start - b.span.start)[0];
}

function collect(cause: Cause | undefined, into: Cause[]): void {
  if (cause?.fatal) into.push(cause);
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
  if (worst && rank(worst) < 2) return worst.cause;
  if (worst && rank(worst) === 2) {
    const why = `'${worst.cause.args.callee}' has to run in order: ${worst.cause.args.what}`;
    return { ...worst.cause, code: 'PAR5001', args: { why } };
  }
  const isSectioned = view.graph.header.kind === 'sections';
  const why = isSectioned ? 'at most one of its sections computes something' : 'its body only moves data';
  return { code: 'PAR5001', args: { why }, span: headOf(view) };
}

/** Workers pass by every `return`; its value they may not be able to compute. */
function lostResult(slice: Slice, s: StmtRecord): Cause | undefined {
  if (s.jump?.kind !== 'return') return undefined;
  const cause = s.exprs.map((e) => slice.poison(e)).find((c) => c !== undefined);
  return cause?.reduction || cause?.effect ? undefined : cause;
}

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
