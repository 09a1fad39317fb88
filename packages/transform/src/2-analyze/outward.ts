/** The accesses of a function as its callers see them: in terms of its parameters. */
import type { Access, Origin, Root, Segment } from '../records/graph.ts';
import { type FunctionNode, parametersOf } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { type Context, contains, symbolOf } from './context.ts';
import { isEnclosed } from './frames.ts';
import { isPrimitive } from './freshness.ts';
import { pathOf } from './paths.ts';
import { isSealed } from './sealed.ts';
import { storesInto } from './stores.ts';

export type SummaryRoot = Exclude<Root, { kind: 'fresh' }> | { readonly kind: 'param'; readonly index: number };

export interface ParamAccess {
  readonly write: boolean;
  readonly root: SummaryRoot;
  readonly path: readonly Segment[];
  readonly origin: Origin;
  readonly inert?: true;
  /** Only if an object is passed, which is then converted to a number or to text. */
  readonly converts?: true;
  /** See {@link Access.unless}. */
  readonly unless?: string;
}

const MAX_PATH = 4;

type Parameters = ReadonlyMap<Sym, { readonly index: number; readonly path: readonly Segment[] }>;

export function parameterPaths(ctx: Context, node: FunctionNode): Parameters {
  const map = new Map<Sym, { index: number; path: readonly Segment[] }>();
  const add = (name: ts.BindingName, index: number, path: readonly Segment[]): void => {
    if (ts.isIdentifier(name)) {
      const symbol = symbolOf(ctx, name);
      if (symbol) map.set(symbol, { index, path });
      return;
    }
    for (const e of name.elements)
      if (ts.isBindingElement(e)) add(e.name, index, e.initializer || path === REST ? REST : [...path, { any: true }]);
  };
  for (const [index, p] of parametersOf(node).entries()) add(p.name, index, p.dotDotDotToken ? REST : []);
  return map;
}

/** What the patterns of parameters read: `({ x, at: [y] }) => …`. */
export function patternReads(ctx: Context, node: FunctionNode): ParamAccess[] {
  const read = (name: ts.BindingName, index: number, path: readonly Segment[]): ParamAccess[] => {
    if (ts.isIdentifier(name)) return [];
    return name.elements.flatMap((e) => {
      if (ts.isOmittedExpression(e)) return [];
      const whole = path === REST ? REST : [...path, readSegment(name, e)].slice(0, MAX_PATH);
      const origin = originOf(ctx, node, { start: e.getStart(), end: e.end });
      const access = { write: false, root: { kind: 'param' as const, index }, path: whole, origin };
      const initial = defaultOf(ctx, node, index, { write: false }, whole, origin);
      return [access, ...initial, ...read(e.name, index, whole)];
    });
  };
  return parametersOf(node).flatMap((p, index) => read(p.name, index, p.dotDotDotToken ? REST : []));
}

/** Which part of a value an element of a pattern takes. */
function readSegment(pattern: ts.BindingPattern, { dotDotDotToken, propertyName, name }: ts.BindingElement): Segment {
  const key = propertyName ?? name;
  const isNamed =
    ts.isObjectBindingPattern(pattern) && !dotDotDotToken && (ts.isIdentifier(key) || ts.isStringLiteral(key));
  return isNamed ? { field: key.text } : { any: true };
}

/** Stands for any of the remaining arguments. */
export const REST: readonly Segment[] = [{ any: true }];

export const indexOfName = (node: FunctionNode, name: string | undefined): number =>
  parametersOf(node).findIndex((p) => ts.isIdentifier(p.name) && p.name.text === name);

const CONVERTS = { converts: true } as const;

/** An access as the caller sees it; nothing when it only concerns what the function has made itself. */
export function outward(ctx: Context, node: FunctionNode, parameters: Parameters, a: Access): ParamAccess[] {
  if (a.root.kind === 'fresh') return [];
  const path = a.path.length > MAX_PATH ? [...a.path.slice(0, MAX_PATH), { any: true as const }] : a.path;
  const origin = a.origin ?? originOf(ctx, node, a.span);
  const kept = {
    write: a.write,
    origin,
    ...(a.inert ? { inert: a.inert } : {}),
    ...(a.unless ? { unless: a.unless } : {}),
  };
  if (a.root.kind !== 'symbol') return [{ ...kept, root: a.root, path }];
  const symbol = ctx.ids.get(a.root.symbol);
  const parameter = parameters.get(symbol);
  if (parameter && parameter.path !== REST && symbol.assignments.length === 0) {
    const initial = defaultOf(ctx, node, parameter.index, a, path, origin);
    const whole = [...parameter.path, ...path];
    const converts = a.operand && whole.length === 1 ? CONVERTS : {};
    return [...initial, { ...kept, ...converts, root: { kind: 'param', index: parameter.index }, path: whole }];
  }
  if (parameter) return [{ ...kept, root: { kind: 'unknown', text: symbol.name }, path }];
  const inside = symbol.kind !== 'global' && symbol.declarations.every((d) => contains(node, d));
  if (inside) return [];
  if (!isEnclosed(ctx, symbol)) return [{ ...kept, root: a.root, path }];
  return !a.write && isSealed(ctx, symbol) ? [] : [{ ...kept, root: { kind: 'unknown', text: symbol.name }, path }];
}

/** The same access when the argument is missing: to what the parameter's default value is a path to. */
function defaultOf(
  ctx: Context,
  node: FunctionNode,
  index: number,
  a: Pick<Access, 'write' | 'inert'>,
  path: readonly Segment[],
  origin: Origin,
): ParamAccess[] {
  const initializer = parametersOf(node)[index]?.initializer;
  if (!initializer || isPrimitive(ctx, initializer)) return [];
  const { root, path: prefix } = pathOf(ctx, initializer);
  const whole = [...prefix, ...path];
  if (root.kind === 'fresh' && root.depth >= whole.length) return [];
  const to: SummaryRoot =
    root.kind === 'symbol' && !contains(node, root.symbol.declarations[0]!)
      ? { kind: 'symbol', symbol: ctx.ids.id(root.symbol) }
      : { kind: 'unknown', text: initializer.getText() };
  return [{ write: a.write, root: to, path: whole, origin, ...(a.inert ? { inert: a.inert } : {}) }];
}

export function unique(accesses: readonly ParamAccess[]): ParamAccess[] {
  const generalised = accesses.map((a) => ({ ...a, path: a.path.map((s) => ('index' in s ? { index: null } : s)) }));
  return [...new Map(generalised.map((a) => [JSON.stringify({ ...a, origin: null }), a])).values()];
}

export function retainedParameters(ctx: Context, node: FunctionNode): Set<number> {
  const retained = new Set<number>();
  for (const [symbol, { index }] of parameterPaths(ctx, node))
    if (storesInto(ctx, symbol).some((s) => s.value === undefined)) retained.add(index);
  return retained;
}

export const originOf = (ctx: Context, node: FunctionNode, span: Origin['span']): Origin => ({
  file: ctx.project.moduleOf(node).index,
  span,
});
