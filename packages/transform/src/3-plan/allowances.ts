/** What the annotation allows although it would be refused: `seed(n)` and `effects(…)`, as changes of the graph. */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { ExprId, ExprRecord, External, Graph } from '../records/graph.ts';
import type { Cause } from './cause.ts';
import type { Allowance, ClauseTexts } from './clauses.ts';
import { type Trusted, trust } from './promises.ts';
import { View } from './view.ts';

export interface Allowed {
  readonly graph: Graph;
  /** Expressions that give another value each time: P and R must not both evaluate them. */
  readonly once: ReadonlySet<ExprId>;
  /** Calls of `Math.random` in the body that a seed replaces. */
  readonly draws: readonly Span[];
  readonly seeded: boolean;
  /** Effects of P may happen in workers, so P may be worth it without results. */
  readonly repeats: boolean;
  /** Something that differs between two runs is allowed, or effects may be repeated. */
  readonly vouched: boolean;
  /** Containers whose elements the author says are apart. */
  readonly disjoint: Trusted['disjoint'];
}

/** Such an expression is worth logging, however cheap it is. */
const HEAVY = 8;

/** @returns a cause when a clause allows what the body does not do */
export function allow(source: Graph, { allows, seed, promises }: ClauseTexts): Allowed | { readonly vain: Cause } {
  const trusted = trust(source, promises);
  if ('vain' in trusted) return trusted;
  const { graph, disjoint } = trusted;
  const body = new View(graph).expressions;
  const used = new Set<string>();
  const once = new Set<ExprId>();
  const draws = new Map<number, Span>();
  const expressions = [...graph.expressions];
  const effects = new Set(allows.map((a) => a.effect));
  const allowedBy = (x: External): string | undefined => {
    if (seed !== undefined && isDraw(graph, x)) return 'seed';
    return EFFECTS_OF[x.class]?.find((effect) => effects.has(effect));
  };
  for (const e of body) {
    const by = e.externals.map(allowedBy);
    for (const b of by) if (b !== undefined) used.add(b);
    // Other random numbers are refused by themselves, and it is said why.
    if (e.externals.some((x) => x.class === 'random')) used.add('seed');
    if (by.every((b) => b === undefined)) continue;
    const rest = e.externals.filter((_, i) => by[i] === undefined);
    const varies = e.externals.some((x, i) => by[i] !== undefined && (x.class === 'random' || x.class === 'clock'));
    if (varies) once.add(e.id);
    for (const [i, x] of e.externals.entries()) if (by[i] === 'seed') draws.set(x.span.start, x.span);
    expressions[e.id] = {
      ...e,
      externals: rest,
      faults: withoutRandom(e, rest),
      ...(varies ? { cost: Math.max(e.cost, HEAVY) } : {}),
    };
  }
  const vain = vainClause(allows, seed, used);
  if (vain) return { vain };
  return {
    graph: { ...graph, expressions },
    once,
    draws: [...draws.values()],
    seeded: seed !== undefined,
    repeats: effects.has('idempotent'),
    vouched: allows.length > 0,
    disjoint,
  };
}

/** By which effects something is allowed. Whoever lets writes be repeated lets reads come at any time. */
const EFFECTS_OF: Readonly<Partial<Record<External['class'], readonly Allowance['effect'][]>>> = {
  random: ['random'],
  clock: ['time'],
  write: ['idempotent'],
  read: ['io', 'idempotent'],
};

/** A call of `Math.random` that stands in the body itself, so that it can be replaced there. */
function isDraw({ files, bodySpan, header }: Graph, { callee, span, origin }: External): boolean {
  if (header.kind === 'call' && !header.inPlace) return false;
  if (callee !== 'Math.random' || (origin?.file ?? 0) !== 0) return false;
  if (span.start < bodySpan.start || span.end > bodySpan.end) return false;
  return /^Math\s*\.\s*random\s*\(\s*\)$/.test(files[0]!.text.slice(span.start, span.end));
}

/** The fault of a random call goes when all of them are allowed. */
const withoutRandom = (e: ExprRecord, rest: readonly External[]): ExprRecord['faults'] =>
  rest.some((x) => x.class === 'random') ? e.faults : e.faults.filter((f) => f.code !== 'PAR4003');

const DOES: Readonly<Record<Allowance['effect'], string>> = {
  random: 'asks for random numbers',
  time: 'reads a clock',
  io: 'reads files or the environment',
  idempotent: 'writes outside of the program',
};

function vainClause(
  allows: readonly Allowance[],
  seed: ClauseTexts['seed'],
  used: ReadonlySet<string>,
): Cause | undefined {
  if (seed && !used.has('seed'))
    return { code: 'PAR1008', args: { clause: 'seed', why: 'no `Math.random()` stands in the body' }, span: seed.span };
  const vain = allows.find((a) => !used.has(a.effect));
  if (!vain) return undefined;
  const args = { clause: `effects(${vain.effect})`, why: `nothing in the body ${DOES[vain.effect]}` };
  return { code: 'PAR1008', args, span: vain.span };
}
