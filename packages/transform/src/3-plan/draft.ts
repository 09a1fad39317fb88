/** The tiers in their order: what P computes and R does in each, and whether that is worth it. */
import { within } from '../diagnostics/span.ts';
import type { Allowed } from './allowances.ts';
import { type Bulk, bulkOf } from './bulk.ts';
import type { Cause } from './cause.ts';
import type { ClauseTexts } from './clauses.ts';
import { Demand } from './demand.ts';
import { type Estimate, estimate, totalCost } from './estimate.ts';
import { formOf } from './form.ts';
import { rootCause } from './refusal.ts';
import { repeatedCause } from './repeated.ts';
import type { Slice } from './slice.ts';
import type { View } from './view.ts';

/** Least share of the body's work that P must have. */
const MIN_SHARE = 0.3;

export interface DraftContext {
  readonly clauses: ClauseTexts;
  readonly allowed: Allowed;
  /** More is done with its value in the same expression, which must not see what other code does meanwhile. */
  readonly inner?: boolean;
}

export const draftOf = (slice: Slice, context: DraftContext): Draft | { readonly cause: Cause } =>
  directDraft(slice, context) ?? splitDraft(slice, context);

/** Why the construct must not be awaited, whatever else is known of it. */
const blockingReason = ({ view }: Slice, { clauses, inner }: DraftContext): string | undefined => {
  if (clauses.blocking !== undefined) return "the clause 'blocking' asks for it";
  return inner && view.graph.enclosing.async ? 'what stands behind it in the chain follows at once' : undefined;
};

export interface Draft {
  readonly bulk?: Bulk;
  readonly demand?: Demand;
  readonly estimate: Estimate;
  readonly form: ReturnType<typeof formOf>;
}

function directDraft(slice: Slice, context: DraftContext): Draft | undefined {
  // The replay counts the draws of each iteration; a commit in bulk does not go through iterations.
  const bulk = context.allowed.seeded ? undefined : bulkOf(slice);
  if (!bulk) return undefined;
  const form = formOf(slice, undefined, blockingReason(slice, context));
  return { bulk, form, estimate: { total: totalCost(slice.view), share: 1 } };
}

function splitDraft(slice: Slice, context: DraftContext): Draft | { cause: Cause } {
  const blocking = blockingReason(slice, context);
  const { async } = slice.view.graph.enclosing;
  for (const light of allowsLight(slice) ? [false, true] : [false]) {
    const awaited = async && blocking === undefined ? attempt(slice, light, true, blocking) : undefined;
    const draft = awaited?.form.form === 'awaited' ? awaited : attempt(slice, light, false, blocking);
    const cause = repeatedCause(slice, draft.demand!, context.allowed);
    if (cause) return { cause };
    if ((isShared(slice.view, draft.demand!) || context.allowed.repeats) && draft.estimate.share >= MIN_SHARE)
      return draft;
  }
  return { cause: rootCause(slice) };
}

/** There are sites, and in more than one section if there are sections: one alone would have nothing beside it. */
function isShared({ graph }: View, { sites }: Demand): boolean {
  const { header } = graph;
  if (header.kind !== 'sections') return sites.size > 0;
  return header.parts.filter((part) => [...sites].some((site) => within(part, site.span))).length > 1;
}

function attempt(slice: Slice, light: boolean, steady: boolean, blocking: string | undefined): Draft {
  const demand = new Demand(slice, light, steady);
  return { demand, estimate: estimate(slice, demand), form: formOf(slice, demand, blocking) };
}

/** Cheap expressions are worth logging only where the rest is a reduction, an append or a write. */
function allowsLight(slice: Slice): boolean {
  return slice.view.order.every((s) => {
    const cause = slice.causeOf(s);
    return slice.fate(s) === 'kept' || cause === undefined || cause.effect === true || cause.reduction === true;
  });
}
