/** Takes from the elements of an array the fields that the body reads, and looks at nothing else of them. */
import type { ReadSpec, ReadStep } from '../contract.ts';
import { hasGetter } from '../worker/plain.ts';
import type { FieldColumn, Projected } from '../worker/projected.ts';
import type { Trace, Visit } from '../worker/walk.ts';

const PRIMITIVE = 1;
const SENT = 2;

interface Taking {
  readonly visit: Visit;
  readonly objects: string[][];
  readonly columns: FieldColumn[];
}

/**
 * The fields of all elements as columns. Runs no code of the program's.
 *
 * @param at position among the captures
 * @param visit asked about each object that is looked at: a text refuses it
 *
 * @returns null where the array has to be sent as a whole: an element is no object, a field is one, or is computed
 */
export const projected = (
  value: unknown,
  { named, single = false, element }: ReadSpec,
  at: number,
  visit: Visit,
): Projected | null => {
  if (!isOrdinaryArray(value)) return null;
  const trace: Trace = { parent: null, key: at };
  if (visit(value, trace) !== null || (named && Object.keys(value).length !== value.length)) return null;
  for (let i = 0; i < value.length; i++) if (hasGetter(value, i) || !isThere(value, i)) return null;
  const taking: Taking = { visit, objects: [], columns: [] };
  if (!take(value, element, [], { parent: trace, key: 0 }, taking)) return null;
  return { at, length: value.length, single, objects: taking.objects, columns: taking.columns };
};

const isOrdinaryArray = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) &&
  Object.getPrototypeOf(value) === Array.prototype &&
  Object.getOwnPropertySymbols(value).length === 0;

const isThere = (list: readonly unknown[], i: number): boolean => list[i] !== undefined || Object.hasOwn(list, i);

/** @param values what the path leads to in each element */
const take = (
  values: readonly unknown[],
  step: ReadStep,
  path: readonly string[],
  trace: Trace,
  taking: Taking,
): boolean => {
  const [kind, fields] = typeof step === 'number' ? [step, {}] : step;
  const isSent = (kind & SENT) !== 0;
  const inner = Object.entries(fields);
  // Nothing is done with what is found there, but to hand it on.
  if (inner.length === 0 && (kind & PRIMITIVE) === 0) return true;
  if (values.every(isPrimitive)) {
    if (isSent) taking.columns.push({ path, values: columnOf(values) });
    return true;
  }
  if ((kind & PRIMITIVE) !== 0) return false;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value !== 'object' || value === null || taking.visit(value, trace) !== null) return false;
  }
  if (isSent && path.length > 0) taking.objects.push([...path]);
  return inner.every(([name, next]) => {
    const below = fieldOf(values as readonly object[], name);
    return below !== null && take(below, next, [...path, name], { parent: trace, key: name }, taking);
  });
};

const isPrimitive = (value: unknown): boolean =>
  value === null || (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol');

/** The field of each object; null when some object does not hold it as data. */
const fieldOf = (objects: readonly object[], name: string): unknown[] | null => {
  const values: unknown[] = [];
  for (let i = 0; i < objects.length; i++) {
    const property = Object.getOwnPropertyDescriptor(objects[i]!, name);
    if (property === undefined ? !isMissing(objects[i]!, name) : !('value' in property)) return null;
    values.push(property?.value);
  }
  return values;
};

/** No prototype has it either. */
const isMissing = (object: object, name: string): boolean => {
  const proto: unknown = Object.getPrototypeOf(object);
  return proto === null || (proto === Object.prototype && !(name in Object.prototype));
};

/** Numbers in memory that all workers share. */
const columnOf = (values: readonly unknown[]): Float64Array | readonly unknown[] => {
  for (let i = 0; i < values.length; i++) if (typeof values[i] !== 'number') return values;
  const bytes = values.length * Float64Array.BYTES_PER_ELEMENT;
  const column = new Float64Array(
    typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes),
  );
  column.set(values as readonly number[]);
  return column;
};
