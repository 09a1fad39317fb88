/**
 * Loops with the clause `stream`: the source is asked for some items before the loop needs them. That nobody notices is
 * the programmer's word; what the program's text shows to be otherwise is refused.
 */
import type { Header } from '../records/graph.ts';
import { type Cause, placeOf } from './cause.ts';
import type { Slice } from './slice.ts';

type Each = Extract<Header, { kind: 'for-of' }>;

export function streamCause(slice: Slice, header: Each): Cause | undefined {
  const { view } = slice;
  const { span } = view.expr(header.iterated);
  const text = slice.textOf(span);
  const refused = (related: Cause['related']): Cause => ({
    code: 'PAR2009',
    args: { text, ahead: 1 },
    span,
    variable: text,
    related,
    fatal: true,
  });
  const source = view.subtree(header.iterated);
  const [root] = header.root.kind === 'symbol' ? [header.root.symbol] : [];
  const mention = view.expressions.find((e) => root !== undefined && e.reads.includes(root));
  if (mention) return refused({ message: 'the body may change here what the source gives next', span: mention.span });
  const printed = source.flatMap((e) => e.externals).find((x) => x.class !== 'read');
  if (printed) return refused({ message: 'the source does this earlier, and maybe too often', ...placeOf(printed) });
  const written = source.flatMap((e) => [
    ...e.writes,
    ...e.accesses.filter((a) => a.write && a.root.kind !== 'fresh'),
  ])[0];
  if (written) return refused({ message: 'the source changes this earlier, and maybe too often', ...placeOf(written) });
  const variable = source.flatMap((e) => e.reads).find((id) => slice.outer.writes.has(id));
  const [write] = variable === undefined ? [] : (slice.outer.writes.get(variable) ?? []);
  if (write) return refused({ message: 'the loop changes here what the source looks at', ...placeOf(write) });
  const reads = source.flatMap((e) => e.accesses).filter((a) => !a.write);
  const met = reads.map((a) => slice.heap.conflicts(a)).find(({ flow, same }) => flow !== undefined || same.length > 0);
  const place = met?.flow?.write ?? met?.same[0];
  return place && refused({ message: 'the loop changes here what the source looks at', ...placeOf(place.access) });
}
