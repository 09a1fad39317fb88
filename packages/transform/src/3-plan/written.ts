/** The containers that the replay writes, each with the guard that keeps it apart from what P reads. */
import type { Access, Segment, SymbolId } from '../records/graph.ts';
import type { Capture, Written } from '../records/plan.ts';
import type { Cause } from './cause.ts';
import type { Slice } from './slice.ts';

export interface WrittenPlan {
  readonly written: readonly Written[];
  readonly labels: readonly string[];
  readonly problem?: Cause;
}

export function writtenOf(slice: Slice, captures: readonly Capture[]): WrittenPlan {
  const byText = new Map<string, Written>();
  const labels = new Set<string>();
  for (const write of slice.heap.writes) {
    if (write.access.root.kind === 'unknown') continue;
    const problem = unreachable(slice, write.access);
    if (problem) return { written: [], labels: [], problem };
    const container = containerOf(slice, write.access, captures);
    const key = `${container.text}|${container.deep}`;
    if (!byText.has(key)) byText.set(key, container);
    labels.add(container.deep ? `disjoint(${container.label})` : `noAlias(${container.label})`);
  }
  return { written: [...byText.values()].map(({ text, own, deep }) => ({ text, own, deep })), labels: [...labels] };
}

/** Containers that no guard at entry can speak for. */
function unreachable(slice: Slice, a: Access): Cause | undefined {
  const text = slice.textOf(a.span);
  const place = a.root.kind === 'symbol' ? slice.view.symbol(a.root.symbol).place : 'local';
  const hidden = a.root.kind === 'symbol' && !slice.view.symbol(a.root.symbol).visible;
  if (!slice.heap.isLoose(a) && !hidden && place !== 'global' && place !== 'import') return undefined;
  return { code: 'PAR3009', args: { text }, span: a.span, variable: slice.nameOf(a), fatal: true };
}

function containerOf(slice: Slice, a: Access, captures: readonly Capture[]): Written & { label: string } {
  const name = slice.nameOf(a);
  const prefix = a.path.slice(0, -1);
  const fixed = prefix.every((s) => 'field' in s);
  const own = ownCapture(a, captures);
  if (!fixed || (prefix.length > 0 && own >= 0)) return { text: name, own, deep: true, label: name };
  const container = fieldsText(name, prefix);
  return {
    text: guarded(container, a.path.at(-1)!),
    own,
    deep: false,
    label: container.replaceAll(/\$par\.get\(|, "|"\)/g, (m) => (m === ', "' ? '.' : '')),
  };
}

/** `$par.get($par.get(state, "grid"), "rows")` */
const fieldsText = (name: string, path: readonly Segment[]): string =>
  path.reduce((text, s) => ('field' in s ? `$par.get(${text}, ${JSON.stringify(s.field)})` : text), name);

function guarded(container: string, last: Segment): string {
  if ('field' in last && last.field !== 'length' && last.field !== 'size')
    return `$par.settable(${container}, ${JSON.stringify(last.field)})`;
  return `$par.writable(${container})`;
}

function ownCapture(a: Access, captures: readonly Capture[]): number {
  const symbol: SymbolId | undefined = a.root.kind === 'symbol' ? a.root.symbol : undefined;
  return captures.findIndex((c) => c.symbol === symbol);
}
