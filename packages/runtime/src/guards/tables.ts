import type { TableText } from '../contract.ts';
import { holds } from './failure.ts';
import { isOrdinary } from './proxy.ts';

/** @throws GuardFailure unless the table holds what its text shows: the same names, and functions of these names */
export const asWritten = <T>(table: T, text: TableText): T => {
  holds(matches(table, text), 'a table of functions was changed');
  return table;
};

function matches(value: unknown, text: TableText): boolean {
  if (text === null) return true;
  if (typeof text === 'string') return typeof value === 'function' && nameOf(value) === text;
  if ('value' in text) return Object.is(value, text.value);
  if (!isOrdinary(value)) return false;
  if ('list' in text)
    return Array.isArray(value) && value.length === text.list.length && text.list.every((t, i) => member(value, i, t));
  if ('map' in text)
    return value instanceof Map && value.size === text.map.length && text.map.every((t) => entry(value, t));
  const keys = Reflect.ownKeys(value as object);
  const names = Object.keys(text.object);
  return keys.length === names.length && names.every((name) => member(value as object, name, text.object[name]!));
}

function member(owner: object, key: PropertyKey, text: TableText): boolean {
  const property = Object.getOwnPropertyDescriptor(owner, key);
  return property !== undefined && 'value' in property && matches(property.value, text);
}

const { get } = Map.prototype;

const entry = (map: Map<unknown, unknown>, [key, text]: readonly [unknown, TableText]): boolean =>
  matches(get.call(map, key), text);

/** `add/2` */
function nameOf(value: object): string {
  const [name, length] = ['name', 'length'].map((key) => Object.getOwnPropertyDescriptor(value, key)?.value as unknown);
  return `${String(name)}/${String(length)}`;
}
