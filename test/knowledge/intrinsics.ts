/** Every function that can be reached from the globals of the running engine, with the row of the tables that it should have. */
import * as language from '../../packages/transform/dist/2-analyze/knowledge/ecmascript.js';
import * as platform from '../../packages/transform/dist/2-analyze/knowledge/platform.js';
import type { Row, Table } from '../../packages/transform/dist/2-analyze/knowledge/rows.js';

export interface Intrinsic {
  /** `Array.prototype.push`, `Math.max`, `parseInt`, `new Map` */
  readonly path: string;
  readonly table: Table | undefined;
  readonly name: string;
}

type Holder = object | ((...args: never[]) => unknown);

const keyName = (key: string | symbol): string => (typeof key === 'string' ? key : `[${key.description}]`);
const isFunction = (value: unknown): boolean => typeof value === 'function';
const IGNORED: ReadonlySet<string> = new Set([
  'constructor',
  'prototype',
  'length',
  'name',
  '[nodejs.util.inspect.custom]',
]);

/** Names of the own functions of an object; accessors are named `get size`. */
function functionsOf(holder: Holder): string[] {
  return Reflect.ownKeys(holder).flatMap((key) => {
    const name = keyName(key);
    const { get, value } = Object.getOwnPropertyDescriptor(holder, key) ?? {};
    if (IGNORED.has(name) || name === '[Symbol.species]') return [];
    return get ? [`get ${name}`] : isFunction(value) ? [name] : [];
  });
}

const statics = { ...language.STATICS, ...platform.STATICS };
const prototypes = { ...language.PROTOTYPES, ...platform.PROTOTYPES };

/** The class under which the tables have the methods of a prototype. */
const tableName = (name: string): string => {
  if (/^(?:Ui|I|Bi|Fl)\w*Array$/.test(name)) return 'TypedArray';
  return /Error$/.test(name) ? 'Error' : name;
};

const members = (holder: Holder, prefix: string, table: Table | undefined): Intrinsic[] =>
  functionsOf(holder).map((name) => ({ path: `${prefix}.${name}`, table, name }));

/** A class or namespace with what it has. */
function family(name: string, value: Holder): Intrinsic[] {
  const own = members(value, name, statics[name]);
  const { prototype } = value as { prototype?: object };
  return prototype === undefined || name === 'Proxy'
    ? own
    : [...own, ...members(prototype, `${name}.prototype`, prototypes[tableName(name)])];
}

const prototypeOf = (value: object): object => Object.getPrototypeOf(value) as object;
const ITERATORS: Readonly<Record<string, object>> = {
  'Array Iterator': [].values(),
  'Map Iterator': new Map().values(),
  'Set Iterator': new Set().values(),
  'String Iterator': ''[Symbol.iterator](),
  'RegExp String Iterator': ''.matchAll(/x/g),
  'Segmenter String Iterator': new Intl.Segmenter().segment('')[Symbol.iterator](),
};

/** What has no name among the globals. */
function hidden(): Intrinsic[] {
  const typedArray = prototypeOf(Int8Array) as { prototype: object };
  const iterator = prototypeOf(prototypeOf([].values()));
  const generator = prototypeOf((function* () {})()) as object;
  const asyncGenerator = prototypeOf((async function* () {})()) as object;
  return [
    ...members(typedArray, 'TypedArray', statics.Int8Array),
    ...members(typedArray.prototype, 'TypedArray.prototype', prototypes.TypedArray),
    ...members(iterator, 'Iterator.prototype', prototypes.Iterator),
    ...members(prototypeOf(generator), 'Generator.prototype', prototypes.Generator),
    ...members(prototypeOf(asyncGenerator), 'AsyncGenerator.prototype', prototypes.AsyncGenerator),
    ...Object.entries(ITERATORS).flatMap(([name, value]) => members(prototypeOf(value), name, prototypes.Iterator)),
    ...members(prototypeOf(new Intl.Segmenter().segment('')), 'Segments', prototypes.Intl),
  ];
}

function intl(): Intrinsic[] {
  return Object.getOwnPropertyNames(Intl).flatMap((name) => {
    const value = (Intl as unknown as Record<string, Holder & { prototype?: object }>)[name];
    if (!isFunction(value) || !value?.prototype) return [];
    return [
      { path: `new Intl.${name}`, table: platform.INTL_CLASSES, name },
      ...members(value.prototype, `Intl.${name}.prototype`, prototypes.Intl),
    ];
  });
}

const FUNCTIONS: Table = { ...language.FUNCTIONS, ...platform.FUNCTIONS };
const CONSTRUCTORS: Table = { ...language.CONSTRUCTORS, ...platform.CONSTRUCTORS };

/** The language's own globals, and those of the platform that the tables name. */
export function intrinsics(): Intrinsic[] {
  const found = Object.getOwnPropertyNames(globalThis).flatMap((name): Intrinsic[] => {
    const value = (globalThis as Record<string, unknown>)[name];
    if (isFunction(value)) {
      const table: Table = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS : CONSTRUCTORS;
      return [
        { path: name, table, name },
        ...(Object.hasOwn(statics, name) || Object.hasOwn(prototypes, name) ? family(name, value as Holder) : []),
      ];
    }
    return typeof value === 'object' && value !== null && Object.hasOwn(statics, name)
      ? members(value, name, statics[name])
      : [];
  });
  return [...found, ...intl(), ...hidden()];
}

export const rowOf = ({ table, name }: Intrinsic): Row | undefined =>
  table && (Object.hasOwn(table, name) ? table[name] : table['*']);

/** Same for every call with the same receiver and arguments, and nothing is changed: what the tables call pure. */
export const isPure = (row: Row): boolean => !row.opaque && !row.mutates && !row.external && !row.advances;
