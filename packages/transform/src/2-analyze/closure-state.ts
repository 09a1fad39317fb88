/**
 * What a closure keeps between its calls, where only one variable holds the closure: `const next = generator(seed);`. The
 * variables of that call of the maker are then a part of what the variable holds, like the fields of an object.
 */
import type { Segment } from '../records/graph.ts';
import { bare, enclosingFunction } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { calleeOf } from './callees.ts';
import { type Context, constantDeclaration, contains, declaredInside, symbolOf } from './context.ts';
import { isOwn } from './frames.ts';
import type { Lowering } from './lowering.ts';
import type { Closure } from './sources.ts';
import type { Summary } from './summaries.ts';

/** No field of the program has this name. */
const STATE: Segment = { field: '[[state]]' };

/** The closure's summary, with what it keeps as a part of the variable through which it is called. */
export function withState(l: Lowering, value: ts.Expression, { frame }: Closure, summary: Summary): Summary {
  const maker = frame?.maker;
  const isState = (id: number): boolean => maker !== undefined && isOwn(maker, l.ctx.ids.get(id));
  const written = summary.writes.filter((w) => isState(w.symbol));
  const [first] = written;
  const holder = first && holderOf(l.ctx, value);
  if (!holder || holder.maker !== maker) return summary;
  const root = { kind: 'symbol', symbol: l.id(holder.symbol) } as const;
  const access = (write: boolean): Summary['accesses'][number] => ({
    write,
    root,
    path: [STATE],
    origin: first.origin!,
    ...(write ? { inert: true as const } : {}),
  });
  return {
    ...summary,
    reads: new Set([...summary.reads].filter((id) => !isState(id))),
    writes: summary.writes.filter((w) => !written.includes(w)),
    accesses: [...summary.accesses, access(false), access(true)],
  };
}

/**
 * The variable, of the iteration or of a function that it calls, to which a call of the maker has given all its closures;
 * any other name leads to it.
 */
function holderOf(ctx: Context, value: ts.Expression): { symbol: Sym; maker: ts.Node } | undefined {
  let node = bare(value);
  while (ts.isPropertyAccessExpression(node)) node = bare(node.expression);
  const symbol = ts.isIdentifier(node) ? symbolOf(ctx, node) : undefined;
  const declaration = symbol && constantDeclaration(symbol);
  if (!symbol || !declaration?.initializer || !ts.isIdentifier(declaration.name)) return undefined;
  const made = bare(declaration.initializer);
  if (!ts.isCallExpression(made)) return holderOf(ctx, made);
  const callee = calleeOf(ctx, made);
  return callee.kind === 'function' && isMomentary(ctx, declaration) ? { symbol, maker: callee.node } : undefined;
}

/** Made anew in each iteration. */
function isMomentary(ctx: Context, declaration: ts.Node): boolean {
  const around = enclosingFunction(declaration);
  return declaredInside(ctx, declaration) || (ts.isFunctionLike(around) && !contains(around, ctx.construct));
}
