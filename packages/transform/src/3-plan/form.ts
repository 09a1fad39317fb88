/** Awaited or blocking: an awaited loop lets other code run between its start and its effects. */
import type { Access, ExprRecord, SymbolId } from '../records/graph.ts';
import type { Demand } from './demand.ts';
import type { Slice } from './slice.ts';
import { levelsOf, type View } from './view.ts';

export interface FormDecision {
  readonly form: 'awaited' | 'blocking' | 'interleaved';
  readonly why: string;
}

/** @param blocking why it must not be awaited, if that is known already */
export function formOf(slice: Slice, demand: Demand | undefined, blocking: string | undefined): FormDecision {
  const { view } = slice;
  const { async, name } = view.graph.enclosing;
  if (view.interleaved) return { form: 'interleaved', why: 'its body lets other code run, and the loop adds no turn' };
  if (blocking !== undefined) return { form: 'blocking', why: blocking };
  if (!async) return { form: 'blocking', why: `${name} is not async` };
  const { header } = view.graph;
  if (header.kind === 'call' && header.takesArray)
    return { form: 'blocking', why: 'the callback takes the array itself' };
  if (levelsOf(header).some((level) => level.run)) return { form: 'blocking', why: 'its header has no closed form' };
  if (header.kind === 'for-of' && header.elements.kind === 'drained')
    return { form: 'blocking', why: 'the generator goes on between the iterations' };
  // While the loop is awaited, what waits would go on: before the code behind the call, and before `Promise.race` looks.
  if (slice.late.all.size > 0)
    return { form: 'blocking', why: 'what waits in the callback must not go on before the call is done' };
  const external = view.expressions.flatMap((e) => e.externals).find((x) => x.class !== 'read');
  if (external) return { form: 'blocking', why: `'${external.callee}' has to happen before what comes after the loop` };
  const seen = [...slice.outer.writes.keys()].find((id) => !isUnseen(view, id));
  if (seen !== undefined)
    return { form: 'blocking', why: `other code may see '${view.symbol(seen).name}' while the loop runs` };
  const shared = slice.heap.writes.find((w) => !isConfined(view, w.access));
  if (shared)
    return { form: 'blocking', why: `other code may see '${slice.nameOf(shared.access)}' while the loop runs` };
  const changing = changingVariable(view);
  if (changing) return { form: 'blocking', why: `other code may change '${changing}' while the loop runs` };
  const unsteady = demand && (unsteadyRead(slice, demand) ?? unsteadyArgument(slice, demand));
  if (unsteady) return { form: 'blocking', why: `other code may change '${unsteady}' while the loop runs` };
  return { form: 'awaited', why: `${name} is async, and nobody else sees what the loop writes` };
}

/** No closure and no other module mentions the variable. */
const isUnseen = (view: View, id: SymbolId): boolean => {
  const symbol = view.symbol(id);
  return !symbol.captured && !symbol.exported && (symbol.place === 'local' || symbol.place === 'module');
};

const isConfined = (view: View, a: Access): boolean => a.root.kind === 'symbol' && view.symbol(a.root.symbol).confined;

/**
 * A variable that other functions assign: what is missing in the log would be computed from its new value. Objects need
 * no such care, because the runtime compares them with what they were.
 */
function changingVariable(view: View): string | undefined {
  const { header } = view.graph;
  const heads = header.kind === 'call' ? header.others.flatMap((id) => view.subtree(id)) : [];
  return [...view.expressions, ...heads]
    .flatMap((e) => e.reads)
    .map((r) => view.symbol(r))
    .find((s) => s.place !== 'private' && s.place !== 'global' && s.unsteady)?.name;
}

/** An object that the replay looks into for itself, later than the serial loop would, and which others may have changed. */
function unsteadyRead(slice: Slice, demand: Demand): string | undefined {
  const { view } = slice;
  for (const s of view.order) {
    if (!demand.replayed.has(s)) continue;
    for (const e of s.exprs) {
      const found = unsteadyIn(slice, demand, e, demand.isOmitted(s, e));
      if (found) return found;
    }
  }
  return undefined;
}

/** The arguments behind a callback are evaluated by the replay. */
function unsteadyArgument(slice: Slice, demand: Demand): string | undefined {
  const { header } = slice.view.graph;
  for (const id of header.kind === 'call' ? header.others : []) {
    const found = unsteadyIn(slice, demand, id, false);
    if (found) return found;
  }
  return undefined;
}

function unsteadyIn(slice: Slice, demand: Demand, id: number, omitted: boolean): string | undefined {
  const { view } = slice;
  const e: ExprRecord = view.expr(id);
  if (omitted || demand.sites.has(e)) return undefined;
  const access = e.accesses.find((a) => !a.write && demand.mayChange(a));
  if (access) return slice.nameOf(access);
  for (const kid of e.kids) {
    const found = unsteadyIn(slice, demand, kid, false);
    if (found) return found;
  }
  return undefined;
}
