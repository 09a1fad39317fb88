/** From a decision to a plan: what travels, what is tested at entry, and what still speaks against it. */
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { ClassRecord, Graph, SymbolId } from '../records/graph.ts';
import type { Accepted, Capture, Plan } from '../records/plan.ts';
import type { Allowed } from './allowances.ts';
import type { Bulk } from './bulk.ts';
import { enclosingCopy, hasCycle, type Needs, nameClash, needsOf, primitiveGuards, tableGuards } from './captures.ts';
import type { Cause } from './cause.ts';
import type { ClauseTexts } from './clauses.ts';
import { conversionGuards } from './conversions.ts';
import type { Draft } from './draft.ts';
import { CONTAINER, containerOf, listingOf, spaceLabels } from './elements.ts';
import { isOpen } from './estimate.ts';
import { freeOf } from './free.ts';
import { headerConstants, pinsOf, spaceOf } from './header.ts';
import { ownGuards, ownNeeds } from './own-calls.ts';
import { metByPaths, pathCaptures, substituted, viaOf } from './path-captures.ts';
import { keyOf } from './paths.ts';
import { Pieces } from './pieces.ts';
import { readSetsOf } from './read-sets.ts';
import { diagnosticOf, headOf } from './refusal.ts';
import { classGuards, classList, registrable, registryOf } from './registry.ts';
import { checked } from './scalar-operands.ts';
import type { Slice } from './slice.ts';
import { apartGuards, integerGuards } from './subscripts.ts';
import { isStream, type View } from './view.ts';
import { steadyOf } from './watch.ts';
import { writtenOf } from './written.ts';

export interface Acceptance {
  readonly clauses: ClauseTexts;
  readonly allowed: Allowed;
}

export function refused(view: View, variables: Plan['variables'], cause: Cause): Plan {
  const diagnostics: Diagnostic[] = [diagnosticOf(view, cause)];
  return { verdict: 'refused', variables, guards: [], share: 0, diagnostics, notes: [] };
}

export function accept(
  slice: Slice,
  draft: Draft,
  { clauses, allowed }: Acceptance,
  variables: Plan['variables'],
  reachable: ReadonlySet<SymbolId>,
): Plan | Set<SymbolId> {
  const { view } = slice;
  const { graph } = view;
  const pieces = new Pieces(slice, draft.demand, draft.bulk);
  const free = freeOf(slice, draft.demand, draft.bulk);
  const own = containerOf(slice, free);
  const returns =
    pieces.columns.some((c) => c.mode === 'any') || draft.bulk?.operands.some((e) => !e.primitive) === true;
  const { needs, known } = needsWithClasses(slice, free.symbols, returns);
  const written0 = new Set(
    slice.heap.writes.flatMap((w) => (w.access.root.kind === 'symbol' ? [w.access.root.symbol] : [])),
  );
  const whole = needs.captures.map((c) => c.path?.root ?? c.symbol).filter((s) => written0.has(s));
  const met = [...whole, ...metByPaths(slice, free.paths)].filter((s) => !reachable.has(s));
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
  const parts = pathCaptures(slice, free.paths);
  const methods = ownNeeds(free.calls, parts);
  const owned = ownGuards(view);
  const container = own?.path ? { name: parts.find((c) => keyOf(c.path!) === own.path)!.name } : own;
  const captures: Capture[] = [...needs.captures, ...parts];
  if (container?.text !== undefined)
    captures.push({ symbol: CONTAINER, name: container.name, text: container.text, file: 0, local: true });
  const { written, labels, problem } = writtenOf(slice, captures);
  if (problem) return refused(view, variables, problem);
  const registry = registryOf(view, known);
  const classes = classGuards(slice, captures, container !== undefined && container !== null);
  if (classes.problem) return refused(view, variables, classes.problem);
  const integers = integerGuards(slice, captures);
  const apart = apartGuards(slice, captures);
  const tables = tableGuards(view, needs);
  const scalars = primitiveGuards(needs);
  const converted = draft.demand ? conversionGuards(slice, draft.demand, captures) : [];
  const guards = [
    ...spaceLabels(graph),
    ...labels,
    ...integers.map(label),
    ...apart.names.map((name) => `apart(${name})`),
    ...[...converted, ...owned, ...scalars, ...classes.guards].map(label),
    ...tables.labels,
  ];
  const unproved = [...clauses.promises.map((p) => p.shown), ...graph.trusted.map((name) => `pure: ${name}`)];
  const guardsBeside = (some: readonly Capture[]): string[] => [
    ...(draft.demand ? conversionGuards(slice, draft.demand, some) : []),
    ...classGuards(slice, some, container !== undefined).guards,
  ];
  const reads =
    draft.form.form === 'blocking'
      ? readSetsOf(slice, { captures, container: own, free, needs, pieces, guardsBeside })
      : [];
  const accepted: Accepted = {
    tier: draft.bulk ? 'direct' : 'split',
    form: draft.form.form,
    columns: pieces.columns,
    worker: {
      body: graph.bodySpan,
      replacements: substituted(slice, checked(pieces.replacements, slice.scalarOperands), parts),
      privatised: [...slice.outer.privatised]
        .map((id) => view.symbol(id))
        .filter((s) => !s.declaredInBody)
        .map((s) => s.name),
      container: container?.name ?? null,
      ...(container ? listingOf(graph, container.name) : {}),
      ...(methods.self === undefined ? {} : { self: methods.self }),
    },
    replay: pieces.edits,
    bulk: draft.bulk?.writes ?? [],
    captures,
    reads,
    copies: [...needs.copies, ...methods.copies],
    imports: needs.imports,
    aliases: needs.aliases,
    guardImports: tables.imports,
    written: draft.bulk ? bulkWritten(slice, draft.bulk, captures) : written,
    constants: headerConstants(graph),
    via: viaOf(slice, free.paths),
    space: spaceOf(graph, apart.tests),
    guards: withClasses(
      [...integers, ...converted, ...owned, ...scalars, ...tables.guards, ...classes.guards],
      classList(registry, graph.absent),
    ).concat(earlyNames(view, needs)),
    classes: registry,
    absent: graph.absent,
    clauses: scheduled(graph, clauses.entry),
    ...(clauses.name === undefined ? {} : { name: clauses.name }),
    ...(clauses.seed === undefined ? {} : { seed: clauses.seed.text }),
    draws: allowed.draws,
    vouched: allowed.vouched,
    assumed: unproved,
    cost: Math.max(1, Math.round(draft.estimate.total / iterationsIn(graph))),
    open: isOpen(view),
    stopOnFail: !graph.catches,
    writesElements: view.interleaved || slice.heap.writes.length > 0,
    ownMemory: graph.ownMemory,
    pins: draft.form.form === 'awaited' ? pinsOf(graph) : [],
    ...(isStream(graph) ? { stream: captures.findIndex((c) => c.symbol === CONTAINER) } : {}),
    ...(view.interleaved
      ? { steady: steadyOf(slice, captures, [...integers, ...converted, ...owned, ...classes.guards]) }
      : {}),
  };
  const conditional =
    labels.length > 0 &&
    slice.heap.writes.some((w) => w.access.root.kind !== 'symbol' || !view.symbol(w.access.root.symbol).confined);
  return {
    verdict:
      conditional || integers.length + owned.length + scalars.length + tables.guards.length + apart.names.length > 0
        ? 'guarded'
        : 'parallel',
    accepted,
    variables,
    guards,
    share: draft.estimate.share,
    diagnostics: [],
    notes: [
      `${draft.form.form}: ${draft.form.why}`,
      ...vouched(graph),
      ...unproved.map((shown) => `not proved: ${shown}`),
    ],
  };
}

/** Classes of which workers need no copy are left out where their names or modules stand in each other's way. */
function needsWithClasses(
  slice: Slice,
  free: ReadonlySet<SymbolId>,
  returns: boolean,
): { readonly needs: Needs; readonly known: readonly ClassRecord[] } {
  const { view, outer } = slice;
  const own = needsOf(view, free, outer.privatised);
  const copied = new Set(own.copies.map((c) => c.symbol));
  const classes = registrable(view, returns, copied);
  const needs = needsOf(view, [...free, ...classes.map((c) => c.symbol)], outer.privatised);
  if (!hasCycle(view, needs) && nameClash(view, needs) === undefined) return { needs, known: classes };
  return { needs: own, known: classes.filter((c) => copied.has(c.symbol) && (c.base === null || copied.has(c.base))) };
}

/** What is plain may be an instance of a registered class as well. */
const withClasses = (guards: readonly string[], list: string): string[] =>
  [...new Set(guards)].map((g) => (g.startsWith('$par.plain(') ? `${g.slice(0, -1)}${list})` : g));
const vouched = (graph: Graph): string[] =>
  isStream(graph) ? ['not proved: that nobody notices when the source is asked for items ahead'] : [];

/** A clause means the variable around the loop, but would find that of the loop's header. */
const mentions = (texts: readonly string[], name: string): boolean =>
  texts.some((text) => text.match(/[\w$]+/g)?.includes(name));

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
    return { text: isPush ? `$par.appendable(${name})` : `$par.writable(${name})`, own, deep: false, elements: true };
  });
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

/** Text of a guard as reports show it. */
const label = (guard: string): string => guard.replaceAll('$par.', '');
