/**
 * Subscripts that vary within an iteration but stay inside of its row: `a[i * w + j]` with 0 ≤ j < w, `a[4 * i + c]`
 * with 0 ≤ c < 4. Rows of different iterations then cannot meet, and only their distance matters.
 *
 * Source: delinearisation (Maslov 1992; Grosser et al. 2015), for one level and bounds that are known when compiling.
 */
import { type Affine, type Graph, ITERATION, type SymbolId } from '../records/graph.ts';

interface Row {
  /** What one row is long: an invariant symbol, or null for a number. */
  readonly symbol: SymbolId | null;
  /** Row lengths per iteration number. */
  readonly stride: number;
  /** Rows above (in multiples of the symbol; 0 when the length is a number). */
  readonly offset: number;
  /** Smallest and largest column, the largest relative to the symbol when there is one. */
  readonly least: number;
  readonly most: number;
}

/** Rows from the write to the read, in iterations: 0 is the same row; null when nothing is known. */
export function rowDistance(graph: Graph, invariant: (id: SymbolId) => boolean, w: Affine, r: Affine): number | null {
  const a = rowOf(graph, invariant, w);
  const b = rowOf(graph, invariant, r);
  if (!a || !b || a.symbol !== b.symbol || a.stride !== b.stride || a.stride === 0) return null;
  // Iterations must be whole rows apart.
  const step = graph.header.kind === 'for' ? graph.header.constantStep : 1;
  if (step === null || !Number.isInteger(step) || step === 0) return null;
  if (a.symbol !== null) {
    const inside = (x: Row): boolean => x.least >= 0 && x.most < 0;
    return inside(a) && inside(b) ? (a.offset - b.offset) / a.stride : null;
  }
  // The columns of write and read differ by less than what one iteration moves on.
  const apart = Math.max(Math.abs(a.most - b.least), Math.abs(b.most - a.least));
  return apart < Math.abs(a.stride * step) ? 0 : null;
}

const isIteration = (graph: Graph, id: SymbolId): boolean => id === ITERATION || id === graph.induction;

function rowOf(graph: Graph, invariant: (id: SymbolId) => boolean, form: Affine): Row | undefined {
  const moving = form.terms.filter((t) => t.symbols.some((s) => isIteration(graph, s)));
  const [term, more] = moving;
  if (!term || more || term.symbols.filter((s) => isIteration(graph, s)).length !== 1 || term.symbols.length > 2)
    return undefined;
  const symbol = term.symbols.find((s) => !isIteration(graph, s)) ?? null;
  if (symbol !== null && !invariant(symbol)) return undefined;
  const lengths = form.terms.filter((t) => t.symbols.length === 1 && t.symbols[0] === symbol);
  const offset = lengths.reduce((sum, t) => sum + t.coefficient, 0);
  const columns = form.terms.filter((t) => t !== term && !lengths.includes(t));
  const bounds = columnBounds(graph, columns, form.constant, symbol);
  return bounds && { symbol, stride: term.coefficient, offset, ...bounds };
}

/** `least` is a number; `most` is a number, or what is missing to the length of the row (below 0: inside). */
function columnBounds(
  graph: Graph,
  columns: Affine['terms'],
  constant: number,
  symbol: SymbolId | null,
): Pick<Row, 'least' | 'most'> | undefined {
  const [column, more] = columns;
  if (more || (column && (column.coefficient !== 1 || column.symbols.length !== 1))) return undefined;
  if (!column) return symbol === null ? { least: constant, most: constant } : undefined;
  const range = graph.ranges.find((g) => g.symbol === column.symbols[0]);
  if (!range || range.lower.terms.length > 0) return undefined;
  const [upper, another] = range.upper.terms;
  if (another || (symbol === null && upper)) return undefined;
  if (symbol !== null && !(upper?.coefficient === 1 && upper.symbols.length === 1 && upper.symbols[0] === symbol))
    return undefined;
  return { least: range.lower.constant + constant, most: range.upper.constant - 1 + constant };
}
