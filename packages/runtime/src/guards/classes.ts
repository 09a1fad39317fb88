import type { ClassSpec } from '../contract.ts';
import type { Classes } from '../worker/plain.ts';
import { holds } from './failure.ts';
import { isOrdinary, isProxy } from './proxy.ts';

const textOf = Function.prototype.toString;

/** What was found when a class was last looked at: reading the texts takes long. */
const verified = new WeakMap<object, readonly unknown[]>();

/**
 * Prototypes of classes as they were written: direct instances are restored by nothing but the prototype, and a name
 * means the method that the class's text has.
 *
 * @throws GuardFailure when something was added to a class, or put in place of a member
 */
export const classes = (list: readonly ClassSpec[]): Classes => {
  const index = new Map<object, number>();
  const names: Set<string>[] = [];
  const types = list.map(([type]) => type);
  for (const [i, spec] of list.entries()) {
    const [type, base] = spec;
    holds(typeof type === 'function' && !isProxy(type), 'a class was replaced');
    const proto = prototypeOf(type as object);
    holds(isOrdinary(proto), 'a class was replaced');
    const above = base < 0 ? Object.prototype : prototypeOf(types[base] as object);
    const made = base < 0 ? Function.prototype : types[base];
    holds(
      Object.getPrototypeOf(proto) === above && Object.getPrototypeOf(type) === made,
      `${nameOf(type)} extends another class`,
    );
    holds(!Object.hasOwn(type as object, Symbol.hasInstance), `${nameOf(type)} was changed`);
    verify(type as object, proto as object, spec);
    index.set(proto as object, i);
    names.push(new Set([...spec[2], ...(base < 0 ? [] : names[base]!)]));
  }
  return { index, names };
};

const prototypeOf = (type: object): unknown => Object.getOwnPropertyDescriptor(type, 'prototype')?.value;

const nameOf = (type: unknown): string => {
  const name: unknown = Object.getOwnPropertyDescriptor(type as object, 'name')?.value;
  return typeof name === 'string' && name !== '' ? name : 'a class';
};

const verify = (type: object, proto: object, [, , members, statics, iterates]: ClassSpec): void => {
  const keys: PropertyKey[] = ['constructor', ...members, ...(iterates === true ? [Symbol.iterator] : [])];
  const look = (object: object, key: PropertyKey): unknown[] => {
    const property = Object.getOwnPropertyDescriptor(object, key);
    return [property?.value, property?.get, property?.set];
  };
  const found = [...keys.flatMap((key) => look(proto, key)), ...statics.flatMap((key) => look(type, key))];
  holds(Reflect.ownKeys(proto).length === keys.length && found[0] === type, `${nameOf(type)} was changed`);
  const before = verified.get(proto);
  if (before !== undefined && before.length === found.length && before.every((f, i) => f === found[i])) return;
  const whole = textOf.call(type);
  const all = [...keys, ...statics];
  for (let i = 3; i < found.length; i++) {
    const key = all[Math.floor(i / 3)]!;
    if (found[i] !== undefined) holds(isOf(whole, found[i], key), `${nameOf(type)}.${String(key)} was changed`);
  }
  for (let i = 1; i < all.length; i++) {
    const [value, get, set] = found.slice(3 * i, 3 * i + 3);
    holds(
      value !== undefined || get !== undefined || set !== undefined,
      `${nameOf(type)}.${String(all[i])} was changed`,
    );
  }
  verified.set(proto, found);
};

const HEAD = /^(?:async\s+|get\s+|set\s+|\*\s*)*(?:\[\s*Symbol\.iterator\s*\]|["']?([\w$]+)["']?)/;

/** The function is written in the class's text, under this name. */
const isOf = (whole: string, member: unknown, key: PropertyKey): boolean => {
  if (typeof member !== 'function') return false;
  const text = textOf.call(member);
  const name = HEAD.exec(text)?.[1];
  return whole.includes(text) && (typeof key === 'symbol' ? HEAD.test(text) && name === undefined : name === key);
};
