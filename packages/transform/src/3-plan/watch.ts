/**
 * Loops whose bodies wait: which parts of the captures the runtime compares, at the start of each iteration, with what was
 * sent. Where something has changed, the iteration is evaluated by the replay.
 */
import { type Access, type Header, ITERATION, type Segment } from '../records/graph.ts';
import type { Capture, Steady, Watch } from '../records/plan.ts';
import { CONTAINER } from './elements.ts';
import { rootOf, startsWith } from './paths.ts';
import type { Slice } from './slice.ts';

/** @param guards texts of what the entry tests besides */
export function steadyOf(slice: Slice, captures: readonly Capture[], guards: readonly string[]): Steady {
  const looked = guards.flatMap((g) => /^\$par\.plain\((.*)\)$/.exec(g)?.[1] ?? []);
  const others = guards.filter((g) => !g.startsWith('$par.plain('));
  return { captures: watchesOf(slice, captures), guards: others, objects: looked };
}

function watchesOf(slice: Slice, captures: readonly Capture[]): Watch[] {
  const { view } = slice;
  const reads = view.expressions.flatMap((e) => e.accesses.filter((a) => !a.write).map((access) => ({ e, access })));
  // What has no name may be a part of any of them.
  const isAnything = reads.some(
    ({ e, access }) => access.root.kind === 'unknown' && !isElement(slice, access, []) && !slice.own(e),
  );
  return captures.map((c) =>
    watchOf(
      slice,
      c,
      reads.map((r) => r.access),
      isAnything,
    ),
  );
}

function watchOf(slice: Slice, c: Capture, all: readonly Access[], isAnything: boolean): Watch {
  const { header } = slice.view.graph;
  const iterated = isIterated(header, c) ? header : undefined;
  if (c.symbol === CONTAINER && iterated && NEW.has(iterated.elements.kind)) return 'none';
  const isOwn = c.symbol >= 0 && !c.path && slice.stability.isStable({ ...WHATEVER, root: symbolRoot(c.symbol) });
  const reads = all.filter((a) => leadsInto(slice, a, c));
  const depth = Math.max(0, ...reads.map((a) => a.path.length), iterated ? iterated.path.length + 1 : 0);
  if (isOwn && depth <= 1 && !isAnything) return 'none';
  const prefix = iterated?.path ?? (c.path?.fields ?? []).map((field): Segment => ({ field }));
  const within = reads.filter((a) => !isSize(a, prefix));
  const byElement = !isAnything && within.every((a) => isElement(slice, a, prefix));
  if (iterated && iterated.elements.kind !== 'indexed') return isOwn ? 'whole' : byElement ? 'ordered' : 'whole';
  if (!byElement || (!iterated && within.length === 0)) return 'whole';
  return within.length < reads.length ? 'sized' : 'element';
}

/** Lists that the entry has made for the loop. */
const NEW: ReadonlySet<string> = new Set(['drained', 'matches']);

const WHATEVER = { write: false, path: [{ index: null }], span: { start: 0, end: 0 } } as const;
const symbolRoot = (symbol: number): Access['root'] => ({ kind: 'symbol', symbol });

type Each = Extract<Header, { kind: 'for-of' }>;

/** The capture is what the loop goes through. */
function isIterated(header: Header, c: Capture): header is Each {
  if (header.kind !== 'for-of') return false;
  if (c.symbol === CONTAINER) return true;
  const root = header.root.kind === 'symbol' ? header.root.symbol : undefined;
  if (c.path) return header.path.length === c.path.fields.length && leads(header, c);
  return root !== undefined && root === c.symbol && header.path.length === 0;
}

const leads = ({ root, path }: Pick<Access, 'root' | 'path'>, c: Capture): boolean =>
  rootOf({ ...WHATEVER, root }) === c.path?.root && startsWith(named(path), c.path?.fields ?? []);

function leadsInto(slice: Slice, a: Access, c: Capture): boolean {
  if (c.symbol === CONTAINER) {
    const { header } = slice.view.graph;
    const same = header.kind === 'for-of' && JSON.stringify(header.root) === JSON.stringify(a.root);
    return same && isElement(slice, a, header.path);
  }
  return c.path ? leads(a, c) : a.root.kind === 'symbol' && a.root.symbol === c.symbol;
}

const named = (path: readonly Segment[]): string[] => {
  const end = path.findIndex((s) => !('field' in s));
  return path.slice(0, end < 0 ? path.length : end).map((s) => ('field' in s ? s.field : ''));
};

/** `prefix[k]…`, of iteration k. */
function isElement(slice: Slice, { path }: Access, prefix: readonly Segment[]): boolean {
  const { header, induction } = slice.view.graph;
  const at = path[prefix.length || (header.kind === 'for-of' ? header.path.length : 0)];
  if (!at || !('index' in at) || !at.index || at.index.constant !== 0) return false;
  const [term, more] = at.index.terms;
  const [symbol, second] = term?.symbols ?? [];
  const isNumber = symbol === ITERATION || (symbol !== undefined && symbol === induction);
  return isNumber && !more && second === undefined && term?.coefficient === 1;
}

const isSize = ({ path }: Access, prefix: readonly Segment[]): boolean => {
  const last = path[prefix.length];
  return path.length === prefix.length + 1 && last !== undefined && 'field' in last && last.field === 'length';
};
