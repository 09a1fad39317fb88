/**
 * Subscripts as linear functions of the iteration number, with inner counters replaced by the bounds of their loops.
 * Headers count from `start` by `step`, so strides and descending loops need no rules of their own.
 */
import { constant, isConstant, isZero, minus, plus, scale, splitBy, symbolForm } from '../records/affine.ts';
import { type Affine, type Counted, type Counter, ITERATION, type LoopRange, type SymbolId } from '../records/graph.ts';
import { remembered } from './memory.ts';
import { countersAt, isCounter, levelsOf, type View } from './view.ts';

/** coefficient · iteration number + rest; both made of what the loop does not change. */
export interface Linear {
  readonly coefficient: Affine;
  readonly rest: Affine;
}

/** The values that a subscript takes in one iteration lie between these. */
export interface Interval {
  readonly low: Linear;
  readonly high: Linear;
  /** It takes one value. */
  readonly exact: boolean;
  /** Forms that must not be negative for the bounds to hold. */
  readonly positive: readonly Affine[];
}

/** Stand-ins for start values and steps that are no affine forms: below the iteration's own. */
const START = -500;
export const STEP = -1000;

const certain = (form: Affine): number => (isConstant(form) ? form.constant : Number.NaN);

/** The iterations of one level of a nest: the counters of the levels around it keep their values. */
export class IterationSpace {
  /** Position of the loop in a nest that is one iteration space, from the outside in. */
  readonly level: number;
  /** Number of iterations; infinite when it is not known here. */
  readonly trip: number;
  /** What the header of this level moves. */
  readonly counters: readonly Counter[];
  private readonly header: Counted | undefined;
  private readonly intervals = new Map<Affine, Interval | null>();
  private readonly view: View;
  private readonly isOuter: (id: SymbolId) => boolean;
  /** Counters of the levels around. */
  private readonly around: ReadonlySet<SymbolId>;
  /** Inner counters, the innermost loop's first: its bounds may depend on the others. */
  private readonly ranges: readonly LoopRange[];

  /** @param invariant never written in the construct and declared outside of it */
  constructor(view: View, invariant: (id: SymbolId) => boolean, level = 0) {
    this.view = view;
    this.level = level;
    const levels = levelsOf(view.graph.header);
    this.header = levels[level];
    this.counters = this.header ? countersAt(this.header) : [];
    this.around = new Set(levels.slice(0, level).flatMap((l) => countersAt(l).map((c) => c.variable)));
    const own = new Set([...this.around, ...this.counters.map((c) => c.variable)]);
    this.ranges = view.graph.ranges.filter((r) => !own.has(r.symbol)).reverse();
    const steady = new Map<SymbolId, boolean>();
    const isNameable = (id: SymbolId): boolean => {
      const fixed = id !== ITERATION && !isCounter(view.graph, id) && invariant(id);
      return fixed && view.symbol(id).visible && view.symbol(id).place !== 'global';
    };
    this.isOuter = (id) => id <= START || this.around.has(id) || remembered(steady, id, () => isNameable(id));
    const trip = this.header && !this.header.run ? this.tripOf(certain) : undefined;
    this.trip = trip ?? Number.POSITIVE_INFINITY;
  }

  /** The number of iterations, or a bound, when forms have these values; undefined when that gives none. */
  tripOf(value: (form: Affine) => number): number | undefined {
    const test = this.header?.test;
    const line = test ? this.linear(test.difference) : null;
    if (!test || !line) return undefined;
    const [slope, first] = [value(line.coefficient), value(line.rest)];
    const reached = -first / slope;
    const { operator } = test;
    const count = operator === '<=' || operator === '>=' ? Math.floor(reached) + 1 : Math.ceil(reached);
    return Number.isFinite(count) ? Math.max(0, count) : undefined;
  }

  /** Where every symbol but the counters is fixed, the bounds of a subscript; null when it is not understood. */
  interval(form: Affine): Interval | null {
    return remembered(this.intervals, form, () => this.boundsOf(form));
  }

  private boundsOf(form: Affine): Interval | null {
    const positive: Affine[] = [];
    const low = this.bounded(form, -1, positive);
    const high = low && this.bounded(form, 1, positive);
    const [from, to] = [low && this.linear(low), high && this.linear(high)];
    if (!from || !to) return null;
    return { low: from, high: to, exact: this.innerOf(form) === undefined, positive };
  }

  private innerOf = (form: Affine): LoopRange | undefined =>
    this.ranges.find((r) => form.terms.some((t) => t.symbols.includes(r.symbol)));

  /** Its value is known at entry: no counter of a level around occurs in it. */
  isNamed(form: Affine): boolean {
    return form.terms.every((t) => t.symbols.every((s) => !this.around.has(s)));
  }

  /** Least or greatest value over the inner counters. */
  private bounded(form: Affine, side: 1 | -1, positive: Affine[]): Affine | null {
    let rest = form;
    for (let round = 0; round < 8; round++) {
      const range = this.innerOf(rest);
      if (!range) return rest;
      const parts = splitBy(rest, range.symbol);
      if (!parts) return null;
      const descends = isConstant(parts.a) && parts.a.constant < 0;
      if (!isConstant(parts.a)) positive.push(parts.a);
      const bound = (side === 1) !== descends ? minus(range.upper, constant(1)) : range.lower;
      const product = scale(parts.a, bound);
      if (!product) return null;
      rest = plus(product, parts.b);
    }
    return null;
  }

  /** In terms of the iteration number. */
  private linear(form: Affine): Linear | null {
    let coefficient = constant(0);
    let rest = form;
    const { header, induction } = this.view.graph;
    if (header.kind !== 'for')
      for (const id of [ITERATION, ...(induction === null ? [] : [induction])]) {
        const parts = splitBy(rest, id);
        if (!parts) return null;
        if (isZero(parts.a)) continue;
        // From the back: the element's position counts down from the last one.
        const step = header.kind === 'call' ? header.step : 1;
        const moving = scale(parts.a, constant(step));
        const fixed = step === 1 ? constant(0) : scale(parts.a, symbolForm(START));
        if (!moving || !fixed) return null;
        coefficient = plus(coefficient, moving);
        rest = plus(parts.b, fixed);
      }
    for (const [i, counter] of this.counters.entries()) {
      const parts = splitBy(rest, counter.variable);
      if (!parts) return null;
      if (isZero(parts.a)) continue;
      if (this.header?.run && counter.step === null) return null;
      const start = this.known(counter.start) ?? symbolForm(START - i);
      const step = this.known(counter.step) ?? symbolForm(STEP - i);
      const [moving, fixed] = [scale(parts.a, step), scale(parts.a, start)];
      if (!moving || !fixed) return null;
      coefficient = plus(coefficient, moving);
      rest = plus(parts.b, fixed);
    }
    return this.known(coefficient) && this.known(rest) ? { coefficient, rest } : null;
  }

  private known(form: Affine | null): Affine | null {
    return form?.terms.every((t) => t.symbols.every((s) => this.isOuter(s))) ? form : null;
  }

  /** A form as an expression at entry. */
  text(form: Affine): string {
    const terms = form.terms.map(({ coefficient, symbols }) =>
      [coefficient, ...symbols.map((s) => this.symbolText(s))].join(' * '),
    );
    return [...terms, ...(form.constant !== 0 || terms.length === 0 ? [form.constant] : [])].join(' + ');
  }

  private symbolText(id: SymbolId): string {
    if (id >= 0) return this.view.symbol(id).name;
    const entry = (e: number): string => `(${this.view.expr(e).entry ?? 'undefined'})`;
    const { counters } = this;
    if (counters.length === 0) return 'undefined';
    if (id > STEP) return entry(counters[START - id]!.lower);
    const { stepExpr, sign } = counters[STEP - id]!;
    return stepExpr === null ? String(sign) : `${sign} * ${entry(stepExpr)}`;
  }
}
