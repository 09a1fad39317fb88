/**
 * Printing an object, turning it into text or a number, or calling one of its methods runs its own code if it has some,
 * which could change what P has read. Values that are sent are checked anyway; other outer values that the replay
 * treats so get a guard.
 */
import {
  type Access,
  type ExprRecord,
  type Segment,
  type SymbolId,
  type SymbolRecord,
  THIS,
} from '../records/graph.ts';
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
    for (const text of calleeGuards(slice, e, captures)) guards.add(text);
    const inner = e.op === 'other' || e.externals.some((x) => x.class === 'console');
    for (const kid of e.kids) visit(view.expr(kid), inner);
  };
  for (const s of view.order)
    if (demand.replayed.has(s)) for (const id of s.exprs) if (!demand.isOmitted(s, id)) visit(view.expr(id), false);
  return [...guards];
}

const isOuterValue = ({ visible, place, supply }: SymbolRecord): boolean =>
  visible && (place === 'local' || place === 'module') && supply.kind === 'value';

/** An access to an outer value that is not sent, and so not checked: named fields lead from `root` to its container. */
interface Unchecked {
  readonly root: SymbolId;
  readonly fields: readonly string[];
  readonly last: Segment;
  /** All steps but the last are named fields of what the loop does not assign. */
  readonly isFixed: boolean;
}

function uncheckedAccess(slice: Slice, access: Access, captures: readonly Capture[]): Unchecked | undefined {
  const root = rootOf(access);
  const last = access.path.at(-1);
  if (root === undefined || !last || captures.some((c) => c.symbol === root)) return undefined;
  if (root !== THIS && !isOuterValue(slice.view.symbol(root))) return undefined;
  const fields = fixedPart(access);
  if (captures.some((c) => c.path?.root === root && startsWith(fields, c.path.fields))) return undefined;
  return { root, fields, last, isFixed: fields.length === access.path.length - 1 && !slice.outer.writes.has(root) };
}

/**
 * The receiver of a built-in method must be of the built-in class: a method of that name could be the program's own. A
 * property must not be an accessor.
 */
function accessGuard(slice: Slice, e: ExprRecord, captures: readonly Capture[]): string | undefined {
  const access = e.accesses.find((a) => rootOf(a) !== undefined && a.path.length > 0);
  const found = access && uncheckedAccess(slice, access, captures);
  if (!access || !found) return undefined;
  const { root, fields, last, isFixed } = found;
  const text = fieldsText(slice.nameOf(access), fields);
  if (!isFixed || (e.method === undefined && !('field' in last)))
    return `$par.plain(${root === THIS ? text : slice.nameOf(access)})`;
  if ('field' in last && last.field.startsWith('#')) return undefined;
  if (e.method !== undefined) return `$par.native(${text}, ${JSON.stringify(e.method)})`;
  return 'field' in last ? `$par.get(${text}, ${JSON.stringify(last.field)})` : undefined;
}

/** What a function of the program reads of an outer value: its fields must be data, and what it converts plain. */
function calleeGuards(slice: Slice, e: ExprRecord, captures: readonly Capture[]): string[] {
  if (e.op !== 'call' || e.method !== undefined) return [];
  return e.accesses
    .filter((a) => a.origin !== undefined && !a.write)
    .flatMap((a) => {
      const found = uncheckedAccess(slice, a, captures);
      if (!found) return [];
      const { fields, last, isFixed } = found;
      const text = fieldsText(slice.nameOf(a), fields);
      if (!isFixed || !('field' in last)) return [`$par.plain(${text})`];
      return last.field.startsWith('#') ? [] : [`$par.get(${text}, ${JSON.stringify(last.field)})`];
    });
}
