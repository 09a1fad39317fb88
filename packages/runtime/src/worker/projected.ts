/** Arrays of which only some fields of the elements were sent, in columns: workers make objects of nothing else. */

/** One field, a value for each element: a view of shared memory, or a list. */
export interface FieldColumn {
  /** The way from the element to the field; none: the elements are values themselves. */
  readonly path: readonly string[];
  readonly values: Float64Array | readonly unknown[];
}

/** What stands for an array in a message. */
export interface Projected {
  /** Position among the captures. */
  readonly at: number;
  readonly length: number;
  /** An iteration looks at its own element alone. */
  readonly single: boolean;
  /** Objects on the way to the fields, the outer ones first. */
  readonly objects: readonly (readonly string[])[];
  readonly columns: readonly FieldColumn[];
}

/** An array that is made again: the elements that iterations look at one by one when a chunk of them begins. */
export class Restored {
  readonly array: unknown[];
  private readonly source: Projected;
  /** The elements are made when a chunk needs them. */
  private readonly late: boolean;

  constructor(source: Projected) {
    this.source = source;
    const whole = source.columns.find(({ path }) => path.length === 0);
    this.array = whole === undefined ? new Array(source.length) : Array.from(whole.values);
    this.late = whole === undefined && source.single;
    if (whole === undefined && !source.single) this.make(0, source.length);
  }

  /** The chunk needs the elements from `from` up to `to`. */
  prepare(from: number, to: number): void {
    if (!this.late) return;
    const [lo, hi] = [Math.max(0, from), Math.min(this.source.length, to)];
    if (lo < hi) this.make(lo, hi);
  }

  private make(lo: number, hi: number): void {
    const { objects, columns } = this.source;
    const elements = blanks(hi - lo);
    const made = new Map([['', elements]]);
    for (const path of objects) {
      const inner = blanks(hi - lo);
      fill(made.get(keyOf(path.slice(0, -1)))!, path.at(-1)!, inner, 0);
      made.set(keyOf(path), inner);
    }
    for (const { path, values } of columns) fill(made.get(keyOf(path.slice(0, -1)))!, path.at(-1)!, values, lo);
    for (let i = lo; i < hi; i++) this.array[i] = elements[i - lo];
  }
}

/** The captures of a message, with the arrays that were made again. */
export const restored = (
  values: readonly unknown[],
  projected: readonly Projected[],
): { captures: readonly unknown[]; arrays: readonly Restored[] } => {
  if (projected.length === 0) return { captures: values, arrays: [] };
  const captures = [...values];
  const arrays = projected.map((source) => new Restored(source));
  for (const [i, { at }] of projected.entries()) captures[at] = arrays[i]!.array;
  return { captures, arrays };
};

type Blank = Record<string, unknown>;

const blanks = (length: number): Blank[] => {
  const list: Blank[] = [];
  for (let i = 0; i < length; i++) list.push({});
  return list;
};

const keyOf = (path: readonly string[]): string => path.map((field) => JSON.stringify(field)).join('.');

/** Column by column, so that each loop assigns one field of objects of one shape. */
const fill = (objects: readonly Blank[], field: string, values: ArrayLike<unknown>, from: number): void => {
  for (let i = 0; i < objects.length; i++) objects[i]![field] = values[from + i];
};
