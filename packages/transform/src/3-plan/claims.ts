/** `private(x)`, `shared(x)`, `reduce(+: x)`: compared with what the analysis has found; a false one is an error. */
import { closest } from '../diagnostics/closest.ts';
import type { Span } from '../diagnostics/diagnostic.ts';
import type { ExprRecord, Origin, SymbolId, SymbolRecord } from '../records/graph.ts';
import { type Cause, placeOf } from './cause.ts';
import { exposedRead } from './classify.ts';
import type { Claim } from './clauses.ts';
import type { Slice } from './slice.ts';
import { isCounter, levelsOf, type View } from './view.ts';

/** Why a claim does not hold, and the place that shows it. */
interface Contrary {
  readonly why: string;
  readonly place: { readonly message: string; readonly span: Span; readonly file?: number } | undefined;
}

/** The first claim that is false, says nothing new, or speaks of a variable that the construct does not use. */
export function claimCause(slice: Slice, claims: readonly Claim[]): Cause | undefined {
  for (const claim of claims) {
    const cause = causeOf(slice, claim);
    if (cause) return cause;
  }
  return undefined;
}

function causeOf(slice: Slice, { clause, name, operator, shown, span }: Claim): Cause | undefined {
  const { view } = slice;
  const used = usedIn(view);
  const symbol = used.find((s) => s.name === name && s.place !== 'private') ?? used.find((s) => s.name === name);
  if (!symbol) return unknownVariable(shown, name, used, span);
  const vain = (why: string): Cause => ({ code: 'PAR1008', args: { clause: shown, why }, span, variable: name });
  if (isCounter(view.graph, symbol.id) || view.isElement(symbol.id))
    return vain(`'${name}' belongs to the header of the loop`);
  if (symbol.place === 'private') return vain(`'${name}' is declared in the body, so each iteration has its own`);
  const contrary =
    clause === 'shared'
      ? againstShared(slice, symbol)
      : clause === 'private'
        ? againstPrivate(slice, symbol)
        : againstReduction(slice, symbol, operator);
  if (!contrary) return undefined;
  const { why, place } = contrary;
  return { code: 'PAR1011', args: { clause: shown, why }, span, variable: name, related: place };
}

export function unknownVariable(shown: string, name: string, used: readonly SymbolRecord[], span: Span): Cause {
  const suggestion = closest(
    name,
    used.map((s) => s.name),
  );
  const args = { clause: shown, name, ...(suggestion === undefined ? {} : { suggestion }) };
  return { code: 'PAR1005', args, span, variable: name };
}

/** Variables that the text of the construct mentions. */
export function usedIn(view: View): SymbolRecord[] {
  const { header, symbols } = view.graph;
  const heads = levelsOf(header).flatMap((level) => [level.lower, level.upper]);
  if (header.kind === 'for-of') heads.push(header.iterated);
  if (header.kind === 'call') heads.push(header.receiver);
  const all = [...heads.flatMap((id) => view.subtree(id)), ...view.expressions];
  const ids = new Set<SymbolId>(all.flatMap((e) => [...e.reads, ...e.writes.map((w) => w.symbol)]));
  if (header.kind === 'for') ids.add(header.variable);
  return symbols.filter(
    (s) => ids.has(s.id) && s.file === 0 && s.place !== 'global' && (s.visible || s.place === 'private'),
  );
}

// ------------------------------------------------------------------ what shows that a claim is false

const at = (message: string, w: { span: Span; origin?: Origin }): Contrary['place'] => ({
  message,
  ...placeOf(w),
});

function againstShared(slice: Slice, { id, name }: SymbolRecord): Contrary | undefined {
  const [write] = slice.outer.writes.get(id) ?? [];
  if (write) return { why: `the loop assigns '${name}'`, place: at(`'${name}' is assigned here`, write) };
  const change = slice.heap.writes.find((w) => w.access.root.kind === 'symbol' && w.access.root.symbol === id);
  return change && { why: `the loop changes what is in '${name}'`, place: at('it is changed here', change.access) };
}

function againstPrivate(slice: Slice, { id, name, captured }: SymbolRecord): Contrary | undefined {
  const { view, outer } = slice;
  if (!outer.writes.has(id)) {
    const change = slice.heap.writes.find((w) => w.access.root.kind === 'symbol' && w.access.root.symbol === id);
    if (!change) return { why: `the loop only reads '${name}'`, place: undefined };
    const why = `'${name}' is never assigned: what the loop leaves in it outlives the iteration`;
    return { why, place: at('it is changed here', change.access) };
  }
  if (outer.privatised.has(id)) return undefined;
  const read = exposedRead(view, id);
  if (read) {
    const why = `an iteration can read '${name}' before it has assigned it`;
    return { why, place: at('it is read here, with the value of an earlier iteration', read) };
  }
  return {
    why: captured ? `another function uses '${name}'` : `the header of the loop reads '${name}'`,
    place: undefined,
  };
}

function againstReduction(slice: Slice, symbol: SymbolRecord, operator: string): Contrary | undefined {
  const { view, outer } = slice;
  const { id, name } = symbol;
  const found = outer.reductions.get(id);
  const claimed = operator === '-' ? '+' : operator;
  if (found === claimed) return undefined;
  const writes = outer.writes.get(id);
  if (found !== undefined)
    return { why: `'${name}' is accumulated with '${found}'`, place: at('it is updated here', writes![0]!) };
  if (!writes) return { why: `the loop does not assign '${name}'`, place: undefined };
  const other = writes.find((w) => w.reduction !== claimed);
  if (other && claimed === 'if') return { why: NO_FOLD, place: at(`'${name}' is assigned here`, other) };
  if (other) return { why: `'${name}' is also assigned otherwise`, place: at('it is assigned here', other) };
  const read = view.expressions.find((e) => e.reads.includes(id) && !isUpdate(view, e, id));
  return { why: `the loop uses '${name}' in between`, place: read && at('it is used here', read) };
}

const NO_FOLD = 'no `if` compares it and assigns it, and nothing else that the loop changes';

/** The update itself, as a statement: `x += e`, `x = Math.max(x, e)`. */
function isUpdate(view: View, e: ExprRecord, id: SymbolId): boolean {
  const owner = view.owner(e);
  const root = owner?.op === 'expression' ? view.expr(owner.exprs[0]!) : undefined;
  return root?.writes.some((w) => w.symbol === id && w.reduction !== undefined) ?? false;
}
