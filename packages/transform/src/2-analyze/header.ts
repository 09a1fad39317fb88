/** What the headers of all kinds of constructs have in common. */
import type { Elements, ExprId, Fault, Graph, Header, SymbolId } from '../records/graph.ts';
import { forEachName } from '../syntax/scopes.ts';
import type { ts } from '../syntax/ts.ts';
import { symbolOf } from './context.ts';
import { guardedText, plainText } from './entry-text.ts';
import { lowerExpr } from './lower-expr.ts';
import type { Lowering } from './lowering.ts';
import type { pathOf } from './paths.ts';

export type Framed = Pick<Graph, 'header' | 'induction' | 'elements' | 'body' | 'bodySpan' | 'faults'>;

/** Elements by position. */
export const INDEXED: Elements = { kind: 'indexed', method: null, looksInto: [], arguments: [] };

/** A header expression, with the text that gives its value at entry. */
export function lowerEntry(l: Lowering, node: ts.Expression, faults: Fault[], guarded = true): ExprId {
  const id = lowerExpr(l, node);
  const entry = guarded ? guardedText(l.ctx, node) : plainText(node);
  if (entry === undefined)
    faults.push(l.fault(node, 'PAR2013', { what: 'A template over several lines in the header' }, { fatal: true }));
  else l.expressions[id] = { ...l.expressions[id]!, entry };
  return id;
}

/** Symbols that a binding name declares. */
export function namesIn(l: Lowering, name: ts.BindingName): SymbolId[] {
  const ids: SymbolId[] = [];
  forEachName(name, (n) => ids.push(l.id(symbolOf(l.ctx, n)!)));
  return ids;
}

export function rooted(
  l: Lowering,
  path: ReturnType<typeof pathOf>,
): Pick<Extract<Header, { kind: 'for-of' }>, 'root' | 'path'> {
  const { root } = path;
  if (root.kind === 'symbol') return { root: { kind: 'symbol', symbol: l.id(root.symbol) }, path: path.path };
  return { root: root.kind === 'fresh' ? { kind: 'fresh' } : root, path: path.path };
}
