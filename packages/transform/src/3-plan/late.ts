/**
 * Async callbacks: a method calls its callback for every element before anything behind an `await` runs. What waits is
 * part of the replay alone, and what stands behind it happens when the construct is done.
 */
import type { ExprRecord, StmtRecord } from '../records/graph.ts';
import type { Cause } from './cause.ts';
import type { View } from './view.ts';

export interface Late {
  /** The first `await`; undefined when there is none. */
  readonly cause?: Cause;
  /** Statements that wait, and all that follow. */
  readonly all: ReadonlySet<StmtRecord>;
  /** Those that begin when the construct is done. */
  readonly behind: ReadonlySet<StmtRecord>;
}

export function lateOf(view: View): Late {
  const all = new Set<StmtRecord>();
  const behind = new Set<StmtRecord>();
  let first: ExprRecord | undefined;
  const awaits = (s: StmtRecord): ExprRecord | undefined =>
    s.exprs.flatMap((e) => view.subtree(e)).find((e) => e.suspends);
  const visit = (s: StmtRecord): void => {
    if (first) {
      for (const x of view.below(s)) {
        all.add(x);
        behind.add(x);
      }
      return;
    }
    // A block is left where it waits; everything else that waits is late as a whole.
    const open = s.op === 'block' || (s.op === 'if' && !awaits(s));
    if (open) for (const kid of s.kids) visit(view.stmt(kid));
    else {
      first = view.below(s).flatMap((x) => awaits(x) ?? [])[0];
      if (first) for (const x of view.below(s)) all.add(x);
    }
  };
  // The body of a loop waits where it stands, and the loop waits with it.
  if (view.graph.kind === 'call') visit(view.stmt(view.graph.body));
  const fault = first?.faults.find((f) => f.code === 'PAR2010');
  return { all, behind, ...(fault ? { cause: { ...fault } } : {}) };
}
