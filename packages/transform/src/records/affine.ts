/** Arithmetic on subscripts in the form Σ coefficient · Π symbols + constant. */
import type { Affine, SymbolId } from './graph.ts';

type Term = Affine['terms'][number];

/** A product of more symbols is not followed. */
const MAX_DEGREE = 3;

export const constant = (value: number): Affine => ({ constant: value, terms: [] });
export const symbolForm = (id: SymbolId): Affine => ({ constant: 0, terms: [{ coefficient: 1, symbols: [id] }] });

export const isConstant = (form: Affine): boolean => form.terms.length === 0;
export const isZero = (form: Affine): boolean => isConstant(form) && form.constant === 0;

export function plus(a: Affine, b: Affine): Affine {
  const terms = new Map<string, Term>();
  for (const term of [...a.terms, ...b.terms]) {
    const key = term.symbols.join();
    const coefficient = (terms.get(key)?.coefficient ?? 0) + term.coefficient;
    if (coefficient === 0) terms.delete(key);
    else terms.set(key, { coefficient, symbols: term.symbols });
  }
  return { constant: a.constant + b.constant, terms: [...terms.values()] };
}

export const negated = (a: Affine): Affine => ({
  constant: -a.constant,
  terms: a.terms.map((t) => ({ ...t, coefficient: -t.coefficient })),
});

export const minus = (a: Affine, b: Affine): Affine => plus(a, negated(b));

/** Product; null where it has too many symbols in a term. */
export function scale(a: Affine, b: Affine): Affine | null {
  let sum = constant(a.constant * b.constant);
  const add = (coefficient: number, symbols: readonly number[]): void => {
    if (coefficient !== 0)
      sum = plus(sum, { constant: 0, terms: [{ coefficient, symbols: [...symbols].sort((x, y) => x - y) }] });
  };
  for (const t of a.terms) add(t.coefficient * b.constant, t.symbols);
  for (const t of b.terms) add(t.coefficient * a.constant, t.symbols);
  for (const t of a.terms) for (const u of b.terms) add(t.coefficient * u.coefficient, [...t.symbols, ...u.symbols]);
  return sum.terms.every((t) => t.symbols.length <= MAX_DEGREE) ? sum : null;
}

/** a · symbol + b; null when the symbol occurs in a product with itself. */
export function splitBy(form: Affine, symbol: SymbolId): { a: Affine; b: Affine } | null {
  const [inside, outside]: [Term[], Term[]] = [[], []];
  for (const t of form.terms) (t.symbols.includes(symbol) ? inside : outside).push(t);
  if (inside.some((t) => t.symbols.filter((s) => s === symbol).length > 1)) return null;
  let a = constant(0);
  for (const t of inside) {
    const symbols = t.symbols.filter((s) => s !== symbol);
    a = plus(a, symbols.length > 0 ? { constant: 0, terms: [{ ...t, symbols }] } : constant(t.coefficient));
  }
  return { a, b: { constant: form.constant, terms: outside } };
}

/** The value when every symbol has the given one. */
export const evaluated = (form: Affine, symbol: (id: SymbolId) => number): number =>
  form.terms.reduce((sum, t) => sum + t.symbols.reduce((p, s) => p * symbol(s), t.coefficient), form.constant);
