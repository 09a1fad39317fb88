/** The classes that workers know: which are registered for a run, and where the class of an object has to be tested. */
import type { ClassRecord, ExprRecord, FieldPath, SymbolId, SymbolRecord } from '../records/graph.ts';
import type { Capture, Registered } from '../records/plan.ts';
import { accessText } from './captures.ts';
import type { Cause } from './cause.ts';
import { keyOf } from './paths.ts';
import type { Slice } from './slice.ts';
import { Supplies } from './supplies.ts';
import type { View } from './view.ts';

/**
 * Classes of the graph that a worker can have, superclasses first: those of which instances may be sent or brought back,
 * and those that are copied anyway.
 */
export function registrable(view: View, returns: boolean, copied: ReadonlySet<SymbolId>): ClassRecord[] {
  const supplies = new Supplies(view);
  const found = new Map<SymbolId, ClassRecord>();
  for (const c of view.graph.classes) {
    const { supply, span } = view.symbol(c.symbol);
    const isKnown = c.base === null || found.has(c.base);
    if (isKnown && supply.kind === 'copy' && !supplies.missing(c.symbol, span)) found.set(c.symbol, c);
  }
  const wanted = new Set<SymbolId>();
  const want = (c: ClassRecord): void => {
    wanted.add(c.symbol);
    const base = c.base === null ? undefined : found.get(c.base);
    if (base) want(base);
  };
  for (const c of found.values())
    if (c.met === 'sent' || (c.met === 'made' && returns) || copied.has(c.symbol)) want(c);
  return [...found.values()].filter((c) => wanted.has(c.symbol));
}

export function registryOf(view: View, classes: readonly ClassRecord[]): Registered[] {
  const order = classes.map((c) => c.symbol);
  return classes.map((c) => ({
    ...accessText(view.symbol(c.symbol)),
    base: c.base === null ? -1 : order.indexOf(c.base),
    members: c.members,
    statics: c.statics,
    iterates: c.iterates,
  }));
}

/** Registered classes, and built-in ones of which no object may be met, as arguments of guards. */
export function classList(registry: readonly Registered[], absent: readonly string[]): string {
  if (registry.length + absent.length === 0) return '';
  return `, [${registry.map((r) => r.text).join(', ')}]${absent.length > 0 ? `, ${JSON.stringify(absent)}` : ''}`;
}

export interface ClassGuards {
  readonly guards: readonly string[];
  readonly problem?: Cause;
}

/**
 * Whoever runs it, a call by name must meet no class but the registered ones. What is sent has been looked at; of other
 * variables the guard `plain` does. What the replay alone knows cannot be tested when the loop starts.
 */
export function classGuards(slice: Slice, captures: readonly Capture[], hasContainer: boolean): ClassGuards {
  const { view } = slice;
  const guards = new Set<string>();
  for (const { symbol, method } of view.graph.natives) {
    const { name, visible } = view.symbol(symbol);
    if (visible) guards.add(`$par.native(${name}, ${JSON.stringify(method)})`);
  }
  for (const e of view.expressions) {
    if (e.dispatches === undefined) continue;
    const problem = testOperands(slice, e, { captures, hasContainer, guards });
    if (problem) return { guards: [], problem };
  }
  return { guards: [...guards] };
}

interface Tested {
  readonly captures: readonly Capture[];
  readonly hasContainer: boolean;
  readonly guards: Set<string>;
}

function testOperands(slice: Slice, call: ExprRecord, tested: Tested): Cause | undefined {
  const { view } = slice;
  const unknown = (): Cause => ({
    code: 'PAR4001',
    args: { callee: view.calleeOf(call) },
    span: call.span,
    variable: call.dispatches![0],
    fatal: true,
  });
  const visit = (e: ExprRecord): boolean => {
    if (e.path && slice.paths.covers(e)) return isPathTested(e.path, tested);
    if (e.op === 'leaf' && e.faults.some((f) => f.code === 'PAR6007')) return false;
    if (e !== call && e.op !== 'function' && slice.own(e) && !e.primitive) return false;
    return e.reads.every((id) => isTested(slice, id, tested)) && e.kids.every((k) => visit(view.expr(k)));
  };
  return visit(call) ? undefined : unknown();
}

function isPathTested(path: FieldPath, { captures, guards }: Tested): boolean {
  const isSent = captures.some((c) => c.symbol === path.root || (c.path && keyOf(c.path) === keyOf(path)));
  if (!isSent) guards.add(`$par.plain(${path.entry})`);
  return true;
}

function isTested(slice: Slice, id: SymbolId, { captures, hasContainer, guards }: Tested): boolean {
  const { view } = slice;
  const symbol = view.symbol(id);
  if (view.isElement(id) && !hasContainer) return false;
  if (symbol.place === 'private' || captures.some((c) => c.symbol === id)) return true;
  if (symbol.supply.kind === 'alias') return isTested(slice, symbol.supply.target, { captures, hasContainer, guards });
  if (symbol.supply.kind !== 'value') return true;
  if (!isNamed(symbol) || slice.outer.writes.has(id)) return false;
  guards.add(`$par.plain(${symbol.name})`);
  return true;
}

const isNamed = ({ visible, place, file }: SymbolRecord): boolean =>
  visible && file === 0 && (place === 'local' || place === 'module');
