/** A construct inside of another parallel one is a part of its body; what its own annotation says is checked all the same. */
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Graph } from '../records/graph.ts';
import { claimCause } from './claims.ts';
import { classify } from './classify.ts';
import type { ClauseTexts } from './clauses.ts';
import { diagnosticOf } from './refusal.ts';
import { Slice } from './slice.ts';
import { View } from './view.ts';

const WHY = 'the loop is a part of another parallel one, whose annotation counts';

export function nestedProblems(graph: Graph, { claims, allows, promises, seed }: ClauseTexts): Diagnostic[] {
  const view = new View(graph);
  const vain = [
    ...(seed ? [{ clause: 'seed', span: seed.span }] : []),
    ...promises.map(({ shown, span }) => ({ clause: shown, span })),
    ...allows.map(({ effect, span }) => ({ clause: `effects(${effect})`, span })),
  ].map(({ clause, span }) => diagnosticOf(view, { code: 'PAR1008', args: { clause, why: WHY }, span }));
  const cause = claims.length > 0 ? claimCause(new Slice(view, classify(view), new Set()), claims) : undefined;
  return cause ? [...vain, diagnosticOf(view, cause)] : vain;
}
