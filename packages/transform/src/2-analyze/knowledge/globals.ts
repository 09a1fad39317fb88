/** Global functions, constructors and the members of global namespaces. */
import type { ExternalClass } from '../../records/graph.ts';

export interface FunctionInfo {
  readonly returns: 'primitive' | 'fresh' | 'argument' | 'unknown';
  /** Levels of the result that are new objects, when `fresh`. Default unlimited. */
  readonly depth?: number;
  readonly external?: ExternalClass;
  /** Changes its first argument. */
  readonly mutates?: boolean;
  /** Position of a callback. */
  readonly callback?: number;
  readonly cost?: number;
}

type Table = Readonly<Record<string, FunctionInfo>>;

const each = (names: string, info: FunctionInfo): Table => Object.fromEntries(names.split(' ').map((n) => [n, info]));

const PRIMITIVE: FunctionInfo = { returns: 'primitive' };
const FRESH: FunctionInfo = { returns: 'fresh' };
const SHALLOW: FunctionInfo = { returns: 'fresh', depth: 1, cost: 30 };

/** Called as `name(…)`. */
export const FUNCTIONS: Table = {
  ...each(
    'Number String Boolean BigInt parseInt parseFloat isNaN isFinite encodeURIComponent decodeURIComponent encodeURI decodeURI escape unescape Date atob btoa',
    PRIMITIVE,
  ),
  ...each('Array Object RegExp', SHALLOW),
  ...each('Error TypeError RangeError SyntaxError EvalError ReferenceError URIError AggregateError', SHALLOW),
  structuredClone: { returns: 'fresh', cost: 1000 },
  Symbol: { returns: 'unknown', external: 'process' },
  Date: { returns: 'primitive', external: 'clock' },
  ...each('setTimeout setInterval setImmediate queueMicrotask clearTimeout clearInterval clearImmediate', {
    returns: 'unknown',
    external: 'timer',
  }),
  ...each('fetch alert confirm prompt requestAnimationFrame', { returns: 'unknown', external: 'write' }),
};

/** Called as `new name(…)`. */
export const CONSTRUCTORS: Table = {
  ...each('Array Map Set', SHALLOW),
  ...each(
    'Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array BigInt64Array BigUint64Array Float16Array ArrayBuffer TextEncoder TextDecoder URL URLSearchParams Date RegExp',
    FRESH,
  ),
  ...each('DataView SharedArrayBuffer Object', SHALLOW),
  Promise: { returns: 'unknown', external: 'timer', callback: 0 },
  ...each('Error TypeError RangeError SyntaxError EvalError ReferenceError URIError AggregateError', SHALLOW),
};

/** Called as `namespace.name(…)`; `*` covers every other member. */
export const NAMESPACES: Readonly<Record<string, Table>> = {
  Math: { random: { returns: 'primitive', external: 'random' }, '*': { returns: 'primitive', cost: 3 } },
  JSON: { parse: { returns: 'fresh', cost: 300 }, stringify: { returns: 'primitive', cost: 300 } },
  Number: { '*': PRIMITIVE },
  String: { '*': PRIMITIVE },
  BigInt: { '*': PRIMITIVE },
  Array: {
    isArray: PRIMITIVE,
    of: SHALLOW,
    from: { returns: 'fresh', depth: 1, callback: 1, cost: 30 },
  },
  Object: {
    ...each('keys getOwnPropertyNames', { returns: 'fresh', cost: 30 }),
    ...each('is hasOwn', PRIMITIVE),
    ...each('values entries fromEntries create', SHALLOW),
    groupBy: { returns: 'fresh', depth: 1, callback: 1, cost: 50 },
    getPrototypeOf: { returns: 'unknown' },
    ...each('assign freeze seal preventExtensions defineProperty defineProperties setPrototypeOf', {
      returns: 'argument',
      mutates: true,
    }),
  },
  Map: { groupBy: { returns: 'fresh', depth: 1, callback: 1, cost: 50 } },
  Reflect: {
    ...each('has', PRIMITIVE),
    ownKeys: SHALLOW,
    get: { returns: 'unknown' },
    ...each('set defineProperty deleteProperty setPrototypeOf', { returns: 'primitive', mutates: true }),
  },
  Date: { now: { returns: 'primitive', external: 'clock' }, UTC: PRIMITIVE, parse: PRIMITIVE },
  performance: { '*': { returns: 'primitive', external: 'clock' } },
  crypto: {
    getRandomValues: { returns: 'argument', mutates: true, external: 'random' },
    '*': { returns: 'unknown', external: 'random' },
  },
  Buffer: {
    ...each('byteLength compare isBuffer isEncoding', PRIMITIVE),
    ...each('alloc from concat copyBytesFrom', { returns: 'fresh', cost: 100 }),
    allocUnsafe: { returns: 'unknown', external: 'unknown' },
  },
  Intl: {},
  console: { '*': { returns: 'primitive', external: 'console' } },
  process: { '*': { returns: 'unknown', external: 'process' } },
  Atomics: { '*': { returns: 'primitive', external: 'process' } },
  localStorage: { '*': { returns: 'unknown', external: 'write' } },
  sessionStorage: { '*': { returns: 'unknown', external: 'write' } },
  Promise: { '*': { returns: 'unknown', external: 'timer' } },
};
for (const typed of 'Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array'.split(
  ' ',
))
  (NAMESPACES as Record<string, Table>)[typed] = { of: FRESH, from: { returns: 'fresh', callback: 1, cost: 30 } };

/** Constant primitive globals. */
export const CONSTANTS: ReadonlySet<string> = new Set(['undefined', 'NaN', 'Infinity']);

/** Namespaces whose data members are constant primitives (`Math.PI`, `Number.MAX_SAFE_INTEGER`). */
export const CONSTANT_MEMBERS: ReadonlySet<string> = new Set(['Math', 'Number']);

/** Globals that may be read as values in a worker and mean the same there. */
export const SAME_IN_WORKER: ReadonlySet<string> = new Set([
  ...Object.keys(FUNCTIONS),
  ...Object.keys(CONSTRUCTORS),
  ...[
    'Math',
    'JSON',
    'Reflect',
    'Intl',
    'Buffer',
    'Object',
    'Array',
    'Number',
    'String',
    'Boolean',
    'BigInt',
    'Map',
    'Set',
  ],
  ...CONSTANTS,
]);

export function namespaceMember(namespace: string, member: string): FunctionInfo | undefined {
  const table = NAMESPACES[namespace];
  if (!table) return undefined;
  return Object.hasOwn(table, member) ? table[member] : table['*'];
}
