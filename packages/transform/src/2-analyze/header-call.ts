/** Headers of array calls: the receiver, and the callback whose body is the body of the construct. */
import type { ExprId, Fault, Header, SymbolId } from '../records/graph.ts';
import { parametersOf, spanOf } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { ARGUMENTS, lowerApplied, takesArray } from './applied.ts';
import { assignedIndex, bindingText, type Callback, callbackFaults, lowerCallback } from './callback.ts';
import { literalFunction, symbolOf } from './context.ts';
import { type Framed, lowerEntry, namesIn, rooted } from './header.ts';
import { lowerExpr } from './lower-expr.ts';
import type { Lowering } from './lowering.ts';
import { pathOf } from './paths.ts';

type CallHeader = Extract<Header, { kind: 'call' }>;
type Body = Omit<Framed, 'header'> & { readonly header: Pick<CallHeader, BodyField> };
type BodyField =
  | 'pattern'
  | 'parameters'
  | 'rest'
  | 'takesArray'
  | 'accumulator'
  | 'body'
  | 'expressionBody'
  | 'inPlace';

const REDUCTIONS: ReadonlySet<string> = new Set(['reduce', 'reduceRight']);
const FROM_THE_BACK: ReadonlySet<string> = new Set(['reduceRight', 'findLast', 'findLastIndex']);
const FATAL = { fatal: true };

interface Parts {
  readonly method: string;
  /** `Array.from(…)` */
  readonly maker?: ts.Identifier;
  readonly receiver: ts.Expression;
  readonly callback: ts.Expression;
  readonly others: readonly ts.Expression[];
}

/** What stands where in an array call: `xs.map(f, …)`, `Array.from(xs, f, …)`. */
export function partsOfCall(node: ts.CallExpression): Parts {
  const { name, expression } = node.expression as ts.PropertyAccessExpression;
  const [first, second, ...more] = node.arguments as unknown as [ts.Expression, ts.Expression, ...ts.Expression[]];
  if (name.text === 'from' && ts.isIdentifier(expression))
    return { method: 'from', maker: expression, receiver: first, callback: second, others: more };
  return { method: name.text, receiver: expression, callback: first, others: node.arguments.slice(1) };
}

export function frameCall(l: Lowering, node: ts.CallExpression): Framed {
  const { method, maker, receiver, callback, others } = partsOfCall(node);
  const isReduction = REDUCTIONS.has(method);
  const faults: Fault[] = [];
  const source = maker ? copiedReceiver(l, receiver, faults) : evaluatedBefore(l, receiver);
  if (maker && symbolOf(l.ctx, maker)?.kind !== 'global')
    faults.push(l.fault(maker, 'PAR2013', { what: `\`from\` of '${maker.text}'` }, { ...FATAL, variable: maker.text }));
  const arguments_ = others.map((a) => lowerExpr(l, a));
  faults.push(...arguments_.flatMap((id, i) => argumentFaults(l, id, others[i]!)));
  const literal = literalFunction(callback);
  const body = literal && !namesItself(l, literal) ? inPlace(l, literal, isReduction) : applied(l, node, isReduction);
  const header: Header = {
    kind: 'call',
    method,
    ...(maker ? { maker: maker.text } : {}),
    step: FROM_THE_BACK.has(method) ? -1 : 1,
    skipped: isReduction && others.length === 0 ? 1 : 0,
    receiver: source,
    others: arguments_,
    call: spanOf(node),
    callback: spanOf(callback),
    ...rooted(l, pathOf(l.ctx, receiver)),
    ...body.header,
  };
  return { ...body, header, faults: [...faults, ...body.faults] };
}

const namesItself = (l: Lowering, { name }: Callback): boolean =>
  name !== undefined && (symbolOf(l.ctx, name)?.references.length ?? 0) > 0;

function inPlace(l: Lowering, callback: Callback, isReduction: boolean): Body {
  const body = lowerCallback(l, callback);
  const parameters = parametersOf(callback).slice(isReduction ? 1 : 0);
  const [element, index] = parameters;
  const induction = index && !index.dotDotDotToken && ts.isIdentifier(index.name) ? index.name : undefined;
  const [accumulator] = isReduction ? parametersOf(callback) : [];
  return {
    header: {
      pattern: element !== undefined && !ts.isIdentifier(element.name),
      parameters: parameters.map(bindingText),
      rest: parameters.some((p) => p.dotDotDotToken || p.initializer),
      takesArray: parameters.length > 2 || parameters.some((p) => p.dotDotDotToken),
      accumulator: accumulator ? namesIn(l, accumulator.name) : [],
      body: spanOf(callback.body),
      expressionBody: !ts.isBlock(callback.body),
      inPlace: true,
    },
    induction: induction ? l.id(symbolOf(l.ctx, induction)!) : null,
    elements: element ? namesIn(l, element.name) : [],
    body,
    bodySpan: spanOf(callback.body),
    faults: [...callbackFaults(l, callback, isReduction ? 1 : 0), ...assignedIndex(l, induction)],
  };
}

/** `xs.map(f)`: the body of the construct is the call `f(element, index, xs)`. */
function applied(l: Lowering, node: ts.CallExpression, isReduction: boolean): Body {
  const { method, receiver, callback } = partsOfCall(node);
  const span = spanOf(callback);
  const what = `\`${method}\` with a callback that is not written in place`;
  return {
    header: {
      pattern: false,
      parameters: method === 'from' ? ARGUMENTS.slice(0, 2) : ARGUMENTS,
      rest: false,
      takesArray: takesArray(l, callback),
      accumulator: [],
      body: span,
      expressionBody: true,
      inPlace: false,
    },
    induction: null,
    elements: [],
    body: lowerApplied(l, callback, receiver, method),
    bodySpan: span,
    faults: isReduction ? [l.fault(callback, 'PAR2013', { what }, FATAL)] : [],
  };
}

/** Evaluated where it stands, before the construct begins: whatever it does, it has done by then. */
function evaluatedBefore(l: Lowering, node: ts.Expression): ExprId {
  const first = l.expressions.length;
  const id = lowerExpr(l, node);
  for (let i = first; i <= id; i++) l.expressions[i] = { ...l.expressions[i]!, faults: [] };
  return id;
}

/** A copy of its text is evaluated before the construct begins, and its own text stands in a function of ours. */
function copiedReceiver(l: Lowering, node: ts.Expression, faults: Fault[]): ExprId {
  const first = l.expressions.length;
  const id = lowerEntry(l, node, faults, false);
  for (let i = first; i <= id; i++) {
    const e = l.expressions[i]!;
    l.expressions[i] = { ...e, faults: e.faults.filter((f) => f.code === 'PAR2010') };
  }
  return id;
}

/** The arguments behind the callback are evaluated when workers may have begun: they must do nothing. */
function argumentFaults(l: Lowering, id: ExprId, node: ts.Expression): Fault[] {
  const acts = (e: ExprId): SymbolId | true | undefined => {
    const { writes, externals, accesses, faults, kids } = l.expressions[e]!;
    const [write] = writes;
    if (write) return write.symbol;
    const changed = accesses.find((a) => a.write && a.root.kind !== 'fresh');
    if (changed) return changed.root.kind === 'symbol' ? changed.root.symbol : true;
    if (externals.length > 0 || faults.some((f) => f.code !== 'PAR6007')) return true;
    for (const kid of kids) {
      const found = acts(kid);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const found = acts(id);
  if (found === undefined) return [];
  const variable = typeof found === 'number' ? l.ctx.ids.get(found).name : undefined;
  const what = `An argument behind the callback that has an effect${variable === undefined ? '' : ` (on '${variable}')`}`;
  return [l.fault(node, 'PAR2013', { what }, { ...FATAL, ...(variable === undefined ? {} : { variable }) })];
}
