/** Stage 3: decides, and is the only stage that refuses. Sees the graph, no AST. */
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Graph, SymbolId } from '../records/graph.ts';
import type { Accepted, Capture, Plan } from '../records/plan.ts';
import { type Allowed, allow } from './allowances.ts';
import type { Bulk } from './bulk.ts';
import { enclosingCopy, hasCycle, type Needs, nameClash, needsOf } from './captures.ts';
import type { Cause } from './cause.ts';
import { claimCause } from './claims.ts';
import { classify, type OuterWrites } from './classify.ts';
import { type ClauseTexts, isSerial } from './clauses.ts';
import { conversionGuards } from './conversions.ts';
import { type Draft, type DraftContext, draftOf } from './draft.ts';
import { isOpen } from './estimate.ts';
import { freeSymbols } from './free.ts';
import { entryOf, headerCause, headerConstants, pinsOf, spaceOf } from './header.ts';
import { Pieces } from './pieces.ts';
import { diagnosticOf, fatalCause, headOf } from './refusal.ts';
import { Slice } from './slice.ts';
import { integerGuards } from './subscripts.ts';
import { variablesOf } from './variables.ts';
import { View } from './view.ts';
import { writtenOf } from './written.ts';

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
  const slice = new Slice(view, outer, reachable);
  const variables = variablesOf(slice);
  const cause = claimCause(slice, context.clauses.claims) ?? fatalCause(view, slice) ?? headerCause(slice);
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

function refused(view: View, variables: Plan['variables'], cause: Cause): Plan {
  const diagnostics: Diagnostic[] = [diagnosticOf(view, cause)];
  return { verdict: 'refused', variables, guards: [], share: 0, diagnostics, notes: [] };
}

const serial = (variables: Plan['variables'], note: string): Plan => ({
  verdict: 'serial',
  variables,
  guards: [],
  share: 0,
  diagnostics: [],
  notes: [note],
});

// ------------------------------------------------------------------ acceptance

function accept(
  slice: Slice,
  draft: Draft,
  { clauses, allowed }: AttemptContext,
  variables: Plan['variables'],
  reachable: ReadonlySet<SymbolId>,
): Plan | Set<SymbolId> {
  const { view } = slice;
  const { graph } = view;
  const pieces = new Pieces(slice, draft.demand, draft.bulk);
  const free = freeSymbols(slice, draft.demand, draft.bulk);
  const container = containerOf(slice, free);
  const needs = needsOf(view, free, slice.outer.privatised);
  const written0 = new Set(
    slice.heap.writes.flatMap((w) => (w.access.root.kind === 'symbol' ? [w.access.root.symbol] : [])),
  );
  const met = needs.captures.map((c) => c.symbol).filter((s) => written0.has(s) && !reachable.has(s));
  if (met.length > 0) return new Set(met);
  if (hasCycle(view, needs))
    return refused(view, variables, unsupported(view, 'A function of a module that imports back'));
  const recursive = enclosingCopy(view, needs);
  if (recursive !== undefined)
    return refused(view, variables, unsupported(view, `A call of '${recursive}', the local function around the loop,`));
  const shadowed = headerConstants(graph).find(({ name }) => mentions(Object.values(clauses.entry), name));
  if (shadowed) return refused(view, variables, clashCause(view, shadowed.name));
  const clash = nameClash(view, needs);
  if (clash !== undefined) return refused(view, variables, clashCause(view, clash));
  const captures: Capture[] = [...needs.captures];
  if (container?.text !== undefined)
    captures.push({ symbol: -2, name: container.name, text: container.text, file: 0, local: true });
  const { written, labels, problem } = writtenOf(slice, captures);
  if (problem) return refused(view, variables, problem);
  const integers = integerGuards(slice, captures);
  const converted = draft.demand ? conversionGuards(slice, draft.demand, captures) : [];
  const guards = [
    ...spaceLabels(graph),
    ...labels,
    ...integers.map((name) => `integer(${name})`),
    ...converted.map((g) => g.replaceAll('$par.', '')),
  ];
  const accepted: Accepted = {
    tier: draft.bulk ? 'direct' : 'split',
    form: draft.form.form,
    columns: pieces.columns,
    worker: {
      body: graph.bodySpan,
      replacements: pieces.replacements,
      privatised: [...slice.outer.privatised]
        .map((id) => view.symbol(id))
        .filter((s) => !s.declaredInBody)
        .map((s) => s.name),
      container: container?.name ?? null,
    },
    replay: pieces.edits,
    bulk: draft.bulk?.writes ?? [],
    captures,
    copies: needs.copies,
    imports: needs.imports,
    aliases: needs.aliases,
    written: draft.bulk ? bulkWritten(slice, draft.bulk, captures) : written,
    constants: headerConstants(graph),
    space: spaceOf(graph),
    guards: [...integers.map((name) => `$par.integer(${name})`), ...converted, ...earlyNames(view, needs)],
    clauses: scheduled(graph, clauses.entry),
    ...(clauses.name === undefined ? {} : { name: clauses.name }),
    ...(clauses.seed === undefined ? {} : { seed: clauses.seed.text }),
    draws: allowed.draws,
    vouched: allowed.vouched,
    cost: Math.max(1, Math.round(draft.estimate.total / iterationsIn(graph))),
    open: isOpen(view),
    stopOnFail: !graph.catches,
    writesElements: slice.heap.writes.length > 0,
    pins: draft.form.form === 'awaited' ? pinsOf(graph) : [],
  };
  const conditional =
    labels.length > 0 &&
    slice.heap.writes.some((w) => w.access.root.kind !== 'symbol' || !view.symbol(w.access.root.symbol).confined);
  return {
    verdict: conditional || integers.length > 0 ? 'guarded' : 'parallel',
    accepted,
    variables,
    guards,
    share: draft.estimate.share,
    diagnostics: [],
    notes: [`${draft.form.form}: ${draft.form.why}`],
  };
}

/** A clause means the variable around the loop, but would find that of the loop's header. */
const mentions = (texts: readonly string[], name: string): boolean =>
  texts.some((text) => text.match(/[\w$]+/g)?.includes(name));

/** The array whose elements P takes: a variable that is captured anyway, or a value of its own. */
function containerOf(slice: Slice, free: Set<SymbolId>): { name: string; text?: string } | undefined {
  const { header } = slice.view.graph;
  if (header.kind === 'for' || header.kind === 'sections') return undefined;
  const source = slice.view.expr(header.kind === 'for-of' ? header.iterated : header.receiver);
  const [symbol] = source.reads;
  if (source.op === 'leaf' && symbol !== undefined && slice.view.symbol(symbol).supply.kind === 'value') {
    free.add(symbol);
    return { name: slice.view.symbol(symbol).name };
  }
  return {
    name: '$xs',
    text: header.kind === 'call' ? '$r' : header.stable ? entryOf(slice.view.graph, source.id) : '$iterated',
  };
}

/** The body of sections runs one of its statements in each iteration. */
const iterationsIn = ({ header }: Graph): number => (header.kind === 'sections' ? Math.max(1, header.parts.length) : 1);

/** Sections are few, and each is work of its own kind. */
const scheduled = ({ header }: Graph, entry: ClauseTexts['entry']): ClauseTexts['entry'] =>
  header.kind === 'sections' ? { schedule: '"dynamic"', ...entry } : entry;

function bulkWritten(slice: Slice, bulk: Bulk, captures: readonly Capture[]): Accepted['written'] {
  return bulk.targets.map((symbol, target) => {
    const { name } = slice.view.symbol(symbol);
    const own = captures.findIndex((c) => c.symbol === symbol);
    const isPush = bulk.writes.some((w) => w.target === target && w.op === 'push');
    return { text: isPush ? `$par.appendable(${name})` : `$par.writable(${name})`, own, deep: false };
  });
}

function spaceLabels(graph: Graph): string[] {
  const text = (id: number): string => {
    const { span } = graph.expressions[id]!;
    return graph.files[0]!.text.slice(span.start, span.end).replace(/\s+/g, ' ');
  };
  if (graph.header.kind === 'for-of') return [`isArray(${text(graph.header.iterated)})`];
  if (graph.header.kind !== 'call') return [];
  const { maker, receiver } = graph.header;
  return maker !== undefined && graph.expressions[receiver]!.op === 'object' ? [] : [`isArray(${text(receiver)})`];
}

/** Mentioned at entry, so that a copied declaration which the program has not reached yet fails there as well. */
const earlyNames = (view: View, needs: Needs): string[] =>
  needs.copies
    .filter((c) => c.file === 0 && view.symbol(c.symbol).visible && view.symbol(c.symbol).kind !== 'function')
    .map((c) => c.name);

const clashCause = (view: View, name: string): Cause => ({
  ...unsupported(view, `Two different variables named '${name}' in the parallel part`),
  variable: name,
});

const unsupported = (view: View, what: string): Cause => ({
  code: 'PAR2013',
  args: { what },
  span: headOf(view),
  fatal: true,
});
