/** Whether two subscripts can be the same number, in which direction, and under which condition at entry. */
import { evaluated, isConstant, isZero, minus, negated } from '../records/affine.ts';
import { type Affine, ITERATION, type SymbolId } from '../records/graph.ts';
import { canMeet, type Direction, type Plane } from './directions.ts';
import { type Interval, type IterationSpace, STEP } from './iteration-space.ts';
import { isCounter, type View } from './view.ts';

/** Directions that remain possible. `distance`: iterations from the write to the read, when there is only one. */
export interface Directions {
  readonly flow: boolean;
  readonly same: boolean;
  readonly anti: boolean;
  readonly distance: number | null;
  /** Conditions at entry that rule the others out. */
  readonly guards: readonly Apart[];
}

/** The iterations of these directions must not meet: text of six numbers, see {@link canMeet}. */
export interface Apart {
  /** Of the nest, see {@link IterationSpace}. */
  readonly level: number;
  readonly directions: readonly Direction[];
  readonly exact: boolean;
  readonly values: readonly string[];
  readonly positive: readonly string[];
}

export const NEVER: Directions = { flow: false, same: false, anti: false, distance: null, guards: [] };
export const ANY: Directions = { flow: true, same: true, anti: true, distance: null, guards: [] };

/** What a variable of the program is taken to be when it is asked whether a guard would usually hold. */
const ORDINARY = 1000;

export function compareSubscripts(
  view: View,
  space: IterationSpace,
  invariant: (id: SymbolId) => boolean,
  w: Affine,
  r: Affine,
): Directions {
  const quick = sameForm(view, space, invariant, w, r);
  if (quick) return quick;
  const a = space.interval(w);
  const b = space.interval(r);
  return a && b ? compareIntervals(space, a, b) : ANY;
}

/** The commonest case needs to know nothing of the header: one value of the counter, one element. */
function sameForm(
  view: View,
  { counters, level }: IterationSpace,
  invariant: (id: SymbolId) => boolean,
  w: Affine,
  r: Affine,
): Directions | undefined {
  if (!isZero(minus(w, r)) || counters.length > 1 || level > 0) return undefined;
  const counts = (s: SymbolId): boolean =>
    s === ITERATION || s === view.graph.induction || counters.some((c) => c.variable === s);
  const [term, ...rest] = w.terms.filter((t) => t.symbols.some(counts));
  const alone = term?.symbols.length === 1 && rest.length === 0;
  const others = w.terms.filter((t) => t !== term).flatMap((t) => t.symbols);
  const fixed = others.every((s) => s >= 0 && !isCounter(view.graph, s) && invariant(s) && view.symbol(s).visible);
  return alone && fixed ? { ...NEVER, same: true, distance: 0 } : undefined;
}

function compareIntervals(space: IterationSpace, a: Interval, b: Interval): Directions {
  const first = [a.low.coefficient, b.high.coefficient, minus(a.low.rest, b.high.rest)] as const;
  const second = [negated(a.high.coefficient), negated(b.low.coefficient), minus(b.low.rest, a.high.rest)] as const;
  const exact = a.exact && b.exact;
  const positive = [...a.positive, ...b.positive];
  const forms = [...first, ...second];
  if (exact && isConstant(first[0]) && isConstant(first[2]) && isZero(minus(first[0], first[1])))
    return strong(first[0].constant, first[2].constant, space.trip);
  if (forms.every(isConstant) && positive.length === 0)
    return decided(
      meeting(forms, exact, (f) => f.constant),
      space.trip,
    );
  return [...forms, ...positive].every((f) => space.isNamed(f)) ? guarded(space, forms, exact, positive) : ANY;
}

/** a·x + c = a·y */
function strong(a: number, c: number, trip: number): Directions {
  if (a === 0) return c === 0 ? ANY : NEVER;
  const distance = c / a;
  if (!Number.isInteger(distance) || Math.abs(distance) >= trip) return NEVER;
  return { flow: distance > 0, same: distance === 0, anti: distance < 0, distance: distance + 0, guards: [] };
}

const meeting = (
  forms: readonly Affine[],
  exact: boolean,
  value: (f: Affine) => number,
): Parameters<typeof canMeet>[1] => {
  const [a, b, c, d, e, f] = forms.map(value) as [number, number, number, number, number, number];
  return { planes: [[a, b, c] as Plane, [d, e, f] as Plane], exact };
};

function decided(m: Parameters<typeof canMeet>[1], trip: number): Directions {
  return {
    flow: canMeet('flow', m, trip),
    same: canMeet('same', m, trip),
    anti: canMeet('anti', m, trip),
    distance: null,
    guards: [],
  };
}

/** Values are known at entry only. A guard that ordinary values would not pass is a dependence. */
function guarded(
  space: IterationSpace,
  forms: readonly Affine[],
  exact: boolean,
  positive: readonly Affine[],
): Directions {
  let usual: Directions = NEVER;
  for (const [i, value] of ordinaryValues(forms, exact).entries()) {
    const known = space.tripOf(value) ?? ORDINARY;
    if (i > 0 && known < 2) continue;
    const trip = Math.max(2, known);
    const m = meeting(forms, exact, value);
    const found = decided(m, trip);
    if (found.flow) return { ...ANY, distance: i === 0 && !exact ? onlyDistance(m) : null };
    if (positive.some((f) => value(f) < 0)) return ANY;
    usual = { ...NEVER, same: usual.same || found.same, anti: usual.anti || found.anti };
  }
  const excluded = (['flow', 'same', 'anti'] as const).filter((d) => !usual[d]);
  const texts = (list: readonly Affine[]): string[] => list.map((f) => space.text(f));
  return {
    ...usual,
    guards: [{ level: space.level, directions: excluded, exact, values: texts(forms), positive: texts(positive) }],
  };
}

type Value = (form: Affine) => number;

/**
 * All variables large and alike: rows are then as long as their loops. A fixed offset must be right for small and large
 * values alike.
 */
function ordinaryValues(forms: readonly Affine[], exact: boolean): Value[] {
  const all =
    (size: (id: SymbolId) => number): Value =>
    (form) =>
      // Start values that are no variables usually are 0, and steps 1.
      evaluated(form, (id) => (id >= 0 ? size(id) : id <= STEP ? 1 : 0));
  const symbols = [...new Set(forms.flatMap((f) => f.terms.flatMap((t) => t.symbols)))];
  const others = symbols.flatMap((one) => [
    all((id) => (id === one ? 3 : ORDINARY)),
    all((id) => (id === one ? ORDINARY : 3)),
  ]);
  return [all(() => ORDINARY), ...(exact ? [all(() => 7), ...others] : [])];
}

/** Rows that are apart by one number of iterations: -α(y - x) + γ₁ ≤ 0 ≤ α(x - y) - γ₂. */
function onlyDistance({ planes: [[a, b, c], [d, , e]] }: Parameters<typeof canMeet>[1]): number | null {
  if (a !== b || a <= 0 || d !== -a) return null;
  const [least, most] = [Math.max(1, Math.ceil(c / a)), Math.floor(-e / a)];
  return least === most ? least : null;
}
