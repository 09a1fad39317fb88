/** The containers that the replay writes, each with the guard that keeps it apart from what P reads. */
import { type Access, KEYS, type Segment } from '../records/graph.ts';
import type { Capture, Written } from '../records/plan.ts';
import type { Cause } from './cause.ts';
import { fixedPart, isCount, rootOf, startsWith } from './paths.ts';
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
    if (write.access.root.kind === 'unknown' || write.access.path.at(-1) === KEYS) continue;
    const problem = unreachable(slice, write.access);
    if (problem) return { written: [], labels: [], problem };
    const container = containerOf(slice, write.access, captures);
    const key = `${container.text}|${container.deep}|${container.elements}`;
    if (!byText.has(key)) byText.set(key, container);
    labels.add(container.deep ? `disjoint(${container.label})` : `noAlias(${container.label})`);
  }
  return {
    written: [...byText.values()].map(({ text, own, deep, elements }) => ({ text, own, deep, elements })),
    labels: [...labels],
  };
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
  const fields = fixedPart(a);
  const isFixed = fields.length === a.path.length - 1;
  const own = ownCapture(a, fields, captures);
  const path = captures[own]?.path;
  const seen = path?.fields ?? (own >= 0 ? [] : fields);
  // Deep below what P sees of it, or else below the part that has a name.
  const isDeep = !isFixed || seen.length < fields.length;
  const container = fieldsText(name, isDeep ? seen : fields);
  return {
    text: isDeep ? container : guarded(container, a.path.at(-1)!, isClass(slice, a)),
    own,
    deep: isDeep,
    elements: isDeep || !isNamed(a.path.at(-1)!),
    label: [name, ...(isDeep ? seen : fields)].join('.'),
  };
}

/** `$par.get($par.get(state, "grid"), "rows")` */
export const fieldsText = (name: string, fields: readonly string[]): string =>
  fields.reduce(
    (text, field) => (field.startsWith('#') ? `${text}.${field}` : `$par.get(${text}, ${JSON.stringify(field)})`),
    name,
  );

/** A field with a name of its own. */
const isNamed = (last: Segment): last is { field: string } => 'field' in last && !isCount(last.field);

/** A static field of a class. */
const isClass = (slice: Slice, { root, path }: Access): boolean =>
  path.length === 1 && root.kind === 'symbol' && slice.view.symbol(root.symbol).kind === 'class';

function guarded(container: string, last: Segment, isStatic: boolean): string {
  if (isNamed(last)) return `$par.settable(${container}, ${JSON.stringify(last.field)}${isStatic ? ', true' : ''})`;
  return `$par.writable(${container})`;
}

/** The capture through which P may see the container: its variable, or the shortest path that leads towards it. */
function ownCapture(a: Access, fields: readonly string[], captures: readonly Capture[]): number {
  const root = rootOf(a);
  const whole = captures.findIndex((c) => c.symbol === root && root !== undefined);
  if (whole >= 0) return whole;
  const leading = captures
    .map((c, i) => ({ path: c.path, i }))
    .filter(({ path }) => path?.root === root && startsWith(fields, path?.fields ?? []))
    .sort((x, y) => (x.path?.fields.length ?? 0) - (y.path?.fields.length ?? 0));
  return leading[0]?.i ?? -1;
}
