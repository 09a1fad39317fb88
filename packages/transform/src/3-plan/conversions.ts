/**
 * Printing an object, turning it into text or a number, or calling one of its methods runs its own code if it has some,
 * which could change what P has read. Values that are sent are checked anyway; other outer values that the replay
 * treats so get a guard.
 */
import { type ExprRecord, type SymbolRecord, THIS } from '../records/graph.ts';
import type { Capture } from '../records/plan.ts';
import type { Demand } from './demand.ts';
import { fixedPart, rootOf, startsWith } from './paths.ts';
import type { Slice } from './slice.ts';
import { fieldsText } from './written.ts';

/** Guards as text, `$par.plain(label)`, `$par.native(index, "get")`. */
export function conversionGuards(slice: Slice, demand: Demand, captures: readonly Capture[]): string[] {
  const { view } = slice;
  const guards = new Set<string>();
  const unchecked = (e: ExprRecord): SymbolRecord | undefined => {
    const [id] = e.reads;
    if (e.op !== 'leaf' || e.primitive || id === undefined || slice.outer.writes.has(id)) return undefined;
    const symbol = view.symbol(id);
    const isOuter = (symbol.place === 'local' || symbol.place === 'module') && symbol.supply.kind === 'value';
    return isOuter && !captures.some((c) => c.symbol === id) ? symbol : undefined;
  };
  const visit = (e: ExprRecord, converts: boolean): void => {
    if (demand.sites.has(e)) return;
    const symbol = converts ? unchecked(e) : undefined;
    if (symbol) guards.add(`$par.plain(${symbol.name})`);
    const access = e.op === 'member' || e.method !== undefined ? accessGuard(slice, e, captures) : undefined;
    if (access) guards.add(access);
    const inner = e.op === 'other' || e.externals.some((x) => x.class === 'console');
    for (const kid of e.kids) visit(view.expr(kid), inner);
  };
  for (const s of view.order)
    if (demand.replayed.has(s)) for (const id of s.exprs) if (!demand.isOmitted(s, id)) visit(view.expr(id), false);
  return [...guards];
}

const isOuterValue = ({ visible, place, supply }: SymbolRecord): boolean =>
  visible && (place === 'local' || place === 'module') && supply.kind === 'value';

/**
 * The receiver of a built-in method must be of the built-in class: a method of that name could be the program's own. A
 * property must not be an accessor.
 */
function accessGuard(slice: Slice, e: ExprRecord, captures: readonly Capture[]): string | undefined {
  const { view } = slice;
  const access = e.accesses.find((a) => rootOf(a) !== undefined && a.path.length > 0);
  const id = access && rootOf(access);
  if (!access || id === undefined || captures.some((c) => c.symbol === id)) return undefined;
  if (id !== THIS && !isOuterValue(view.symbol(id))) return undefined;
  const last = access.path.at(-1)!;
  const fields = fixedPart(access);
  if (captures.some((c) => c.path?.root === id && startsWith(fields, c.path.fields))) return undefined;
  const text = fieldsText(slice.nameOf(access), fields);
  const isFixed = fields.length === access.path.length - 1 && (e.method !== undefined || 'field' in last);
  if (!isFixed || slice.outer.writes.has(id)) return `$par.plain(${id === THIS ? text : slice.nameOf(access)})`;
  if ('field' in last && last.field.startsWith('#')) return undefined;
  if (e.method !== undefined) return `$par.native(${text}, ${JSON.stringify(e.method)})`;
  return 'field' in last ? `$par.get(${text}, ${JSON.stringify(last.field)})` : undefined;
}
