/** What a construct does with each variable, in words. */

import type { SymbolRecord } from '../records/graph.ts';
import type { VariableClass, VariableReport } from '../stages.ts';
import type { Slice } from './slice.ts';
import { countersOf, isCounter } from './view.ts';

interface Described {
  readonly class: VariableClass;
  readonly why: string;
}

export function variablesOf(slice: Slice): VariableReport[] {
  const { view } = slice;
  const ids = new Set(view.expressions.flatMap((e) => [...e.reads, ...e.writes.map((w) => w.symbol)]));
  const { header } = view.graph;
  for (const { variable } of countersOf(header)) ids.add(variable);
  if (header.kind === 'for') for (const { symbol } of header.constants) ids.add(symbol);
  if (header.kind === 'for-of') for (const e of view.subtree(header.iterated)) for (const r of e.reads) ids.add(r);
  if (header.kind === 'call') for (const e of view.subtree(header.receiver)) for (const r of e.reads) ids.add(r);
  return [...ids]
    .map((id) => view.symbol(id))
    .filter((s) => s.file === 0 && s.place !== 'global')
    .sort((a, b) => a.span.start - b.span.start)
    .map((s) => ({ name: s.name, span: s.span, ...(isCounter(view.graph, s.id) ? INDUCTION : describe(slice, s)) }));
}

const INDUCTION: Described = { class: 'induction', why: 'counts the iterations' };

function describe(slice: Slice, s: SymbolRecord): Described {
  if (s.place === 'private') return { class: 'private', why: 'each iteration has its own' };
  const reduction = slice.outer.reductions.get(s.id);
  if (reduction) return { class: 'reduction', why: `contributions are folded in order with '${reduction}'` };
  if (slice.outer.privatised.has(s.id))
    return { class: 'lastprivate', why: 'every iteration assigns it before reading it; the last value stays' };
  if (slice.outer.writes.has(s.id)) {
    return isRead(slice, s)
      ? { class: 'carried', why: 'carries a value from one iteration to the next' }
      : { class: 'lastprivate', why: 'assigned in order; the last value stays' };
  }
  const writes = slice.heap.writes.filter((w) => w.access.root.kind === 'symbol' && w.access.root.symbol === s.id);
  if (writes.length > 0) return written(writes.map((w) => w.expr.method));
  if (
    s.supply.kind === 'copy' ||
    s.supply.kind === 'alias' ||
    s.supply.kind === 'within' ||
    s.supply.kind === 'namespace' ||
    s.supply.kind === 'import' ||
    s.supply.kind === 'none'
  )
    return {
      class: 'function',
      why: s.supply.kind === 'import' ? 'imported again in the worker' : 'its declaration is copied to the worker',
    };
  return s.place === 'module'
    ? { class: 'module', why: 'only read; its current value is sent' }
    : { class: 'input', why: 'only read; a copy is sent' };
}

function written(methods: readonly (string | undefined)[]): Described {
  return methods.every((m) => m === 'push')
    ? { class: 'append', why: 'appended to in order' }
    : { class: 'write', why: 'written in order' };
}

const isRead = (slice: Slice, s: SymbolRecord): boolean => slice.view.expressions.some((e) => e.reads.includes(s.id));
