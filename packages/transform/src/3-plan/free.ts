/** The variables that the text of P mentions, and the paths that stand for themselves in it. */
import type { Span } from '../diagnostics/diagnostic.ts';
import { within } from '../diagnostics/span.ts';
import type { ExprRecord, FieldPath, OwnCall, SymbolId } from '../records/graph.ts';
import type { Bulk } from './bulk.ts';
import { type Demand, isBranch } from './demand.ts';
import { keyOf } from './paths.ts';
import type { Slice } from './slice.ts';

export interface Free {
  readonly symbols: Set<SymbolId>;
  /** Paths of fields that need not be reached through their variables; see {@link Paths}. */
  readonly paths: readonly FieldPath[];
  /** Methods of `this` that it calls. */
  readonly calls: readonly OwnCall[];
  /** Where the expressions of P stand. */
  readonly spans: readonly Span[];
}

export function freeOf(slice: Slice, demand: Demand | undefined, bulk: Bulk | undefined): Free {
  const { view } = slice;
  const symbols = new Set<SymbolId>();
  const paths = new Map<string, FieldPath>();
  const calls: OwnCall[] = [];
  const spans: Span[] = [];
  const add = (path: FieldPath): void => void paths.set(keyOf(path), path);
  const take = (e: ExprRecord): void => {
    if (e.path && slice.paths.covers(e)) {
      add(e.path);
      return;
    }
    const own = slice.paths.coversOwn(e) ? e.own : undefined;
    if (own) {
      calls.push(own);
      for (const field of own.fields ?? []) add(field);
      for (const ref of own.methods.flatMap((m) => m.refs)) symbols.add(ref);
    }
    for (const kid of own ? e.kids.slice(1) : e.kids) take(view.expr(kid));
    for (const w of e.writes) symbols.add(w.symbol);
    if (e.mentions) inFunction(slice, e, symbols, add);
    else for (const id of e.reads) symbols.add(id);
  };
  const root = (e: ExprRecord): void => {
    spans.push(e.span);
    take(e);
  };
  for (const s of view.order) {
    const whole = slice.fate(s) === 'kept' || slice.isShadowed(s);
    for (const id of s.exprs) {
      if (whole && !(s.op === 'jump' && s.jump?.leaves)) root(view.expr(id));
      else if (demand) guardsAndSites(slice, demand, id, root);
    }
  }
  for (const e of bulk?.operands ?? []) root(e);
  // What is sent anyway is not sent in parts as well.
  return { symbols, paths: [...paths.values()].filter((p) => !symbols.has(p.root)), calls, spans };
}

function inFunction(slice: Slice, e: ExprRecord, symbols: Set<SymbolId>, add: (path: FieldPath) => void): void {
  const covered = (e.inner ?? []).filter((one) => slice.paths.isInvariant(one.path));
  for (const one of covered) if (!covered.some((o) => o !== one && within(o.span, one.span))) add(one.path);
  for (const { symbol, span } of e.mentions ?? []) if (!slice.paths.coversIn(e, span)) symbols.add(symbol);
}

/** In a dropped statement: its sites, and the conditions on which they depend. */
function guardsAndSites(slice: Slice, demand: Demand, id: number, take: (e: ExprRecord) => void): void {
  const e = slice.view.expr(id);
  if (demand.sites.has(e)) {
    take(e);
    return;
  }
  const [guard] = e.kids;
  if (isBranch(e) && guard !== undefined && !slice.poison(guard)) take(slice.view.expr(guard));
  for (const kid of e.kids) guardsAndSites(slice, demand, kid, take);
}
