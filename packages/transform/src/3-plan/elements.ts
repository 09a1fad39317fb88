/** What the iterations of `for…of` and `for…in` and of array calls are given, and whether it stays what it was. */
import { symbolForm } from '../records/affine.ts';
import { type Access, type Graph, type Header, ITERATION, type Segment, type SymbolId } from '../records/graph.ts';
import type { Pin } from '../records/plan.ts';
import type { Cause } from './cause.ts';
import type { Free } from './free.ts';
import { keyOf } from './paths.ts';
import type { Slice } from './slice.ts';
import { streamCause } from './stream.ts';
import { isStream } from './view.ts';

type Each = Extract<Header, { kind: 'for-of' }>;

/** Stands for the symbol of a container that has no name of its own. */
export const CONTAINER: SymbolId = -2;

/** Text of a header expression at entry. */
export const entryOf = (graph: Graph, id: number): string => graph.expressions[id]!.entry ?? 'undefined';

const valueText = (graph: Graph, header: Each): string =>
  header.stable ? entryOf(graph, header.iterated) : '$iterated';

/** Text of the iteration space at entry. */
export function elementsText(graph: Graph): string {
  const header = graph.header as Each;
  const { kind, method, looksInto } = header.elements;
  if (kind === 'streamed') return '{ n: -1, start: 0, step: 1 }';
  const value = valueText(graph, header);
  const by = method === null ? '' : `, ${JSON.stringify(method)}`;
  if (kind === 'indexed') return `$par.items(${value}${by})`;
  if (kind === 'listed') return `$par.listed(${value}${by})`;
  if (kind === 'names') return `$par.names(${value})`;
  if (kind === 'matches') return `$par.items($listed = $par.matches(${value}, ${header.elements.arguments[0]}))`;
  const objects = looksInto.map((id) => graph.symbols[id]!.name).join(', ');
  return `$par.items($listed = $par.drained(${value}, [${objects}]))`;
}

/** What an awaited loop goes through, as it is at entry. */
export function elementsPins(graph: Graph, header: Each): Pin[] {
  if (header.elements.kind === 'drained') return [];
  const { span } = graph.expressions[header.iterated]!;
  const text = valueText(graph, header);
  // An object with the same names: what is gone through may get others meanwhile.
  return [{ span, text: header.elements.kind === 'names' ? `{ ...${text} }` : text }];
}

export interface Container {
  readonly name: string;
  /** Text at entry, when it is captured for this alone. */
  readonly text?: string;
  /** Key of a path that is captured anyway. */
  readonly path?: string;
}

/** The container whose elements P takes: a variable or path that is captured anyway, or a value of its own. */
export function containerOf(slice: Slice, free: Free): Container | undefined {
  const { header } = slice.view.graph;
  if (header.kind === 'for' || header.kind === 'sections') return undefined;
  if (isStream(slice.view.graph)) return { name: '$xs', text: '[]' };
  if (header.kind === 'for-of' && isListedBefore(header)) {
    for (const id of header.elements.looksInto) free.symbols.add(id);
    return { name: '$xs', text: '$listed' };
  }
  const source = slice.view.expr(header.kind === 'for-of' ? header.iterated : header.receiver);
  const [symbol] = source.reads;
  if (source.op === 'leaf' && symbol !== undefined && slice.view.symbol(symbol).supply.kind === 'value') {
    free.symbols.add(symbol);
    return { name: slice.view.symbol(symbol).name };
  }
  const key = source.path && keyOf(source.path);
  if (key !== undefined && free.paths.some((p) => keyOf(p) === key)) return { name: '', path: key };
  return { name: '$xs', text: header.kind === 'call' ? '$r' : valueText(slice.view.graph, header) };
}

const isListedBefore = ({ elements }: Each): boolean => elements.kind === 'drained' || elements.kind === 'matches';

/** See {@link Accepted.worker}. */
export function listingOf({ header }: Graph, name: string): { listing?: string } {
  if (header.kind !== 'for-of') return {};
  const { kind, method } = header.elements;
  if (kind === 'names') return { listing: `Object.keys(${name})` };
  if (kind !== 'listed') return {};
  if (method === 'pairs') return { listing: `[...${name}]` };
  if (method !== null) return { listing: `[...${name}.${method}()]` };
  return { listing: `Array.isArray(${name}) || ArrayBuffer.isView(${name}) ? ${name} : [...${name}]` };
}

const LABELS: Readonly<Record<Each['elements']['kind'], string>> = {
  indexed: 'isArray',
  listed: 'isIterable',
  names: 'isPlain',
  drained: 'isPure',
  matches: 'isText',
  streamed: 'isIterable',
};

export function spaceLabels(graph: Graph): string[] {
  const text = (id: number): string => {
    const { span } = graph.expressions[id]!;
    return graph.files[0]!.text.slice(span.start, span.end).replace(/\s+/g, ' ');
  };
  if (isStream(graph)) return [];
  if (graph.header.kind === 'for-of') return [`${LABELS[graph.header.elements.kind]}(${text(graph.header.iterated)})`];
  if (graph.header.kind !== 'call') return [];
  const { maker, receiver } = graph.header;
  return maker !== undefined && graph.expressions[receiver]!.op === 'object' ? [] : [`isArray(${text(receiver)})`];
}

// ------------------------------------------------------------------ what may not change

/** The elements that P takes must be those from before the loop. */
export function elementCause(slice: Slice): Cause | undefined {
  const { header } = slice.view.graph;
  if (header.kind === 'for' || header.kind === 'sections') return undefined;
  if (header.kind === 'for-of' && header.elements.kind === 'drained') return generatorCause(slice, header);
  if (header.kind === 'for-of' && header.elements.kind === 'streamed') return streamCause(slice, header);
  const source = slice.view.expr(header.kind === 'for-of' ? header.iterated : header.receiver);
  const conflict = readsOf(slice.view.graph, header)
    .map((path) => slice.heap.conflicts({ write: false, root: header.root, path, span: slice.view.graph.span }).flow)
    .find((flow) => flow !== undefined);
  const own = header.kind === 'for-of' && header.stable ? slice.poison(source.id) : undefined;
  if (own && !conflict) return { ...own, fatal: true };
  if (!conflict) return undefined;
  const name = slice.textOf(source.span);
  const related = { message: 'it is changed here', span: conflict.write.access.span };
  return { code: 'PAR2006', args: { name }, span: source.span, variable: name, related, fatal: true };
}

const AT_ITERATION: Segment = { index: symbolForm(ITERATION) };

/** The places from which the loop takes its elements. */
function readsOf(graph: Graph, header: Exclude<Header, { kind: 'for' | 'sections' }>): (readonly Segment[])[] {
  const below = header.pattern ? [{ any: true as const }] : [];
  if (header.kind === 'call') return [[...header.path, AT_ITERATION, ...below]];
  const { kind } = header.elements;
  if (kind === 'names') {
    const terms = graph.induction === null ? null : [{ coefficient: 1, symbols: [graph.induction] }];
    return [[...header.path, { index: terms && { constant: 0, terms } }]];
  }
  const element = [...header.path, AT_ITERATION, ...below];
  return kind === 'listed' ? [element, [...header.path, { content: true }]] : [element];
}

/** The generator is called once more before the loop: it must be pure, and find the same in both cases. */
function generatorCause(slice: Slice, header: Each): Cause | undefined {
  const { view } = slice;
  const call = view.expr(header.iterated);
  const text = slice.textOf(call.span);
  const refused = (related: Cause['related']): Cause => ({
    code: 'PAR2009',
    args: { text },
    span: call.span,
    variable: text,
    related,
    fatal: true,
  });
  const acts = view.subtree(call.id).find((e) => e.writes.length > 0 || e.externals.length > 0 || e.faults.length > 0);
  if (acts) return refused({ message: 'this is more than a computation', span: acts.span });
  const hidden = header.elements.looksInto
    .map((id) => view.symbol(id))
    .find((s) => s.file !== 0 || !s.visible || s.place === 'global');
  if (hidden) return refused({ message: `it looks at '${hidden.name}'`, span: hidden.span, file: hidden.file });
  const unrooted = view
    .subtree(call.id)
    .flatMap((e) => e.accesses)
    .find((a: Access) => a.root.kind === 'unknown' || a.root.kind === 'this');
  if (unrooted) return refused({ message: 'it looks into something that has no name here', span: unrooted.span });
  const cause = slice.poison(call.id);
  return cause && refused(cause.related ?? { message: 'it depends on this', span: cause.span });
}
