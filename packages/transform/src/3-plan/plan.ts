/** Stage 3: decides, and is the only stage that refuses. Sees the graph, no AST. */
import type { Graph, SymbolId } from '../records/graph.ts';
import type { Plan } from '../records/plan.ts';
import { accept, refused } from './accept.ts';
import { type Allowed, allow } from './allowances.ts';
import { claimCause } from './claims.ts';
import { classify, type OuterWrites } from './classify.ts';
import { isSerial } from './clauses.ts';
import { type Draft, type DraftContext, draftOf } from './draft.ts';
import { headerCause } from './header.ts';
import { unneeded } from './promises.ts';
import { diagnosticOf, fatalCause, headOf } from './refusal.ts';
import { Slice } from './slice.ts';
import { variablesOf } from './variables.ts';
import { View } from './view.ts';

export interface PlanContext extends Omit<DraftContext, 'allowed'> {
  /** A construct in a sync function may block (Node, workers); false on a browser's main thread. */
  readonly mayBlock: boolean;
}

interface AttemptContext extends PlanContext {
  readonly allowed: Allowed;
}

export function plan(graph: Graph, context: PlanContext): Plan {
  const allowed = allow(graph, context.clauses);
  if ('vain' in allowed) return refused(new View(graph), [], allowed.vain);
  const view = new View(allowed.graph);
  const early = fatalCause(view, undefined);
  if (early) return refused(view, [], early);
  const outer = classify(view);
  let reachable: ReadonlySet<SymbolId> = new Set();
  for (;;) {
    const result = attemptPlan(view, outer, reachable, { ...context, allowed });
    if (!(result instanceof Set)) return result;
    // P captures containers that were taken to be out of its reach: once more, with that in mind.
    reachable = new Set([...reachable, ...result]);
  }
}

/** @returns the plan, or written variables that P captures although `reachable` does not have them */
function attemptPlan(
  view: View,
  outer: OuterWrites,
  reachable: ReadonlySet<SymbolId>,
  context: AttemptContext,
): Plan | Set<SymbolId> {
  const { disjoint } = context.allowed;
  const slice = new Slice(view, outer, reachable, disjoint.keys());
  const variables = variablesOf(slice);
  const cause =
    claimCause(slice, context.clauses.claims) ??
    unneeded(slice, disjoint) ??
    fatalCause(view, slice) ??
    headerCause(slice);
  if (cause) return refused(view, variables, cause);
  // Serial or not, the numbers of a seed come from the runtime.
  const { seeded } = context.allowed;
  const asked = isSerial(context.clauses) ? serial(variables, 'the annotation asks for a serial loop') : undefined;
  if (asked && !seeded) return asked;
  const draft = draftOf(slice, context);
  if ('cause' in draft) return refused(view, variables, draft.cause);
  const stays =
    asked ?? (draft.form.form === 'blocking' && !context.mayBlock ? unblocked(view, variables, draft) : undefined);
  if (stays && !seeded) return stays;
  const result = accept(slice, draft, context, variables, reachable);
  return result instanceof Set || result.verdict === 'refused' ? result : { ...result, ...stays };
}

/** The main thread of a page must not wait. */
function unblocked(view: View, variables: Plan['variables'], { form }: Draft): Plan {
  const { name } = view.graph.enclosing;
  const warning = diagnosticOf(view, { code: 'PAR2012', args: { name }, span: headOf(view), variable: name });
  return { ...serial(variables, form.why), diagnostics: [warning] };
}

const serial = (variables: Plan['variables'], note: string): Plan => ({
  verdict: 'serial',
  variables,
  guards: [],
  share: 0,
  diagnostics: [],
  notes: [note],
});
