/**
 * All functions of ECMAScript 2025 (and what engines have beyond it), by class: those of the global object, static
 * ones, and those of prototypes. A test walks the globals of the running engine and misses no row.
 */
import {
  bound,
  external,
  FRESH,
  fresh,
  OPAQUE,
  PRIMITIVE,
  primitive,
  type Row,
  rows,
  shallow,
  type Table,
  WRITES,
} from './rows.ts';

const ERRORS =
  'Error TypeError RangeError SyntaxError EvalError ReferenceError URIError AggregateError SuppressedError';
export const TYPED_ARRAYS =
  'Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float16Array Float32Array Float64Array BigInt64Array BigUint64Array';

/** Called as `name(…)`. */
export const FUNCTIONS: Table = rows(
  [PRIMITIVE, 'Number String Boolean BigInt parseInt parseFloat isNaN isFinite'],
  [PRIMITIVE, 'encodeURIComponent decodeURIComponent encodeURI decodeURI escape unescape'],
  [shallow(30), 'Array'],
  [{ returns: 'argument', cost: 30 }, 'Object RegExp'],
  [shallow(30), ERRORS],
  [external('clock', 'primitive'), 'Date'],
  [external('process'), 'Symbol'],
  [OPAQUE, 'eval Function'],
);

/** Called as `new name(…)`. */
export const CONSTRUCTORS: Table = rows(
  [shallow(30), 'Array Map Set'],
  [{ returns: 'argument', cost: 30 }, 'Object'],
  [{ ...bound(30), depth: 1 }, 'WeakMap WeakSet'],
  [shallow(30), ERRORS],
  [FRESH, 'Date RegExp ArrayBuffer SharedArrayBuffer'],
  [{ returns: 'view' }, `${TYPED_ARRAYS} DataView`],
  [OPAQUE, 'Function Proxy Iterator WeakRef FinalizationRegistry DisposableStack AsyncDisposableStack'],
  [OPAQUE, 'Number String Boolean'],
  [{ ...external('timer'), callback: 0 }, 'Promise'],
);

const CALLBACK: Row = { returns: 'fresh', depth: 1, callback: 1, cost: 50 };
const GROUPS: Row = { ...CALLBACK, groups: true };
const TYPED_STATICS = rows([FRESH, 'of'], [{ returns: 'fresh', callback: 1, cost: 30 }, 'from']);
/** Returns its first argument, changed. */
const CHANGES: Row = { returns: 'argument', mutates: true };

/** Called as `namespace.name(…)`. */
export const STATICS: Readonly<Record<string, Table>> = {
  Math: rows(
    [external('random', 'primitive'), 'random'],
    [
      primitive(3),
      'abs acos acosh asin asinh atan atanh atan2 ceil cbrt expm1 clz32 cos cosh exp floor fround f16round',
    ],
    [primitive(3), 'hypot imul log log1p log2 log10 max min pow round sign sin sinh sqrt tan tanh trunc sumPrecise'],
  ),
  JSON: rows(
    [{ ...fresh(300), callback: 1 }, 'parse'],
    [fresh(300), 'rawJSON'],
    [{ ...primitive(300), callback: 1 }, 'stringify'],
    [PRIMITIVE, 'isRawJSON'],
  ),
  Number: rows([PRIMITIVE, 'isFinite isInteger isNaN isSafeInteger parseFloat parseInt']),
  String: rows([PRIMITIVE, 'fromCharCode fromCodePoint raw']),
  BigInt: rows([PRIMITIVE, 'asUintN asIntN']),
  Symbol: rows([external('process'), 'for keyFor']),
  Array: rows([PRIMITIVE, 'isArray'], [shallow(30), 'of'], [{ ...CALLBACK, cost: 30 }, 'from'], [OPAQUE, 'fromAsync']),
  Object: rows(
    [fresh(30), 'keys getOwnPropertyNames'],
    [PRIMITIVE, 'is hasOwn'],
    // A clone is neither frozen nor sealed.
    [OPAQUE, 'isExtensible isFrozen isSealed'],
    [shallow(30), 'values entries fromEntries create'],
    [GROUPS, 'groupBy'],
    [CHANGES, 'assign freeze seal preventExtensions defineProperty defineProperties setPrototypeOf'],
    [{ returns: 'unknown' }, 'getPrototypeOf'],
    [OPAQUE, 'getOwnPropertyDescriptor getOwnPropertyDescriptors getOwnPropertySymbols'],
  ),
  Reflect: rows(
    [PRIMITIVE, 'has'],
    [OPAQUE, 'isExtensible'],
    [shallow(30), 'ownKeys'],
    [{ returns: 'unknown' }, 'get getPrototypeOf'],
    [WRITES, 'set defineProperty deleteProperty setPrototypeOf preventExtensions'],
    [OPAQUE, 'apply construct getOwnPropertyDescriptor'],
  ),
  Map: rows([GROUPS, 'groupBy']),
  Date: rows([external('clock', 'primitive'), 'now'], [PRIMITIVE, 'UTC parse']),
  RegExp: rows([PRIMITIVE, 'escape']),
  ArrayBuffer: rows([PRIMITIVE, 'isView']),
  Error: rows([PRIMITIVE, 'isError'], [OPAQUE, 'captureStackTrace prepareStackTrace']),
  Iterator: rows([OPAQUE, 'from concat zip zipKeyed']),
  Promise: rows([external('timer'), 'all allSettled any race resolve reject try withResolvers']),
  Proxy: rows([OPAQUE, 'revocable']),
  Atomics: rows([
    external('process', 'primitive'),
    'load store add sub and or xor exchange compareExchange isLockFree wait waitAsync notify pause',
  ]),
  ...Object.fromEntries(TYPED_ARRAYS.split(' ').map((name) => [name, TYPED_STATICS])),
  Uint8Array: { ...TYPED_STATICS, ...rows([fresh(50), 'fromBase64 fromHex']) },
};

/** What calls each of a number of elements with a callback at position 0. */
const each = (row: Row): Row => ({ ...row, callback: 0, cost: 20 });
const SEARCHES: Row = each(PRIMITIVE);
const KEEPS: Row = { returns: 'self', mutates: true, retains: true, cost: 20 };
const ITERATES: Row = { returns: 'fresh', depth: 1, unclonable: true };
/** Consumes an iterator; on arrays, a method of that name changes nothing. */
const advancing = (row: Row): Row => ({ ...row, advances: true });

/** What arrays and typed arrays have in common. */
const SEQUENCE = rows(
  [primitive(20), 'indexOf lastIndexOf includes join'],
  [{ returns: 'element' }, 'at'],
  [ITERATES, 'entries keys values [Symbol.iterator]'],
  [each(FRESH), 'map'],
  [each(shallow(20)), 'filter'],
  [SEARCHES, 'forEach some every findIndex findLastIndex'],
  [each({ returns: 'element' }), 'find findLast'],
  [each({ returns: 'unknown' }), 'reduce reduceRight'],
  [shallow(20), 'slice with toReversed'],
  [{ returns: 'fresh', depth: 1, callback: 0, cost: 100 }, 'toSorted'],
  [{ returns: 'self', mutates: true, callback: 0, cost: 100 }, 'sort'],
  [{ returns: 'self', mutates: true, cost: 20 }, 'reverse copyWithin'],
  [KEEPS, 'fill'],
  [primitive(20), 'toString toLocaleString'],
);

const ITERATOR = rows(
  [{ returns: 'unknown', mutates: true, advances: true }, 'next'],
  [advancing(each(FRESH)), 'map'],
  [advancing(each(shallow(20))), 'filter flatMap'],
  [advancing(SEARCHES), 'forEach some every'],
  [advancing(each({ returns: 'unknown' })), 'find reduce'],
  [{ ...shallow(20), mutates: true, advances: true }, 'toArray take drop chunks windows'],
  [{ returns: 'self' }, '[Symbol.iterator]'],
  [OPAQUE, 'return throw [Symbol.dispose]'],
);

/** Fields of dates in both time zones. */
const FIELDS = 'FullYear Month Date Hours Minutes Seconds Milliseconds';
const both = (prefix: string): string => FIELDS.replace(/(\w+)/g, `${prefix}$1 ${prefix}UTC$1`);
const NUMBERS = 'Int8 Uint8 Int16 Uint16 Int32 Uint32 Float16 Float32 Float64 BigInt64 BigUint64';
const accessors = (prefix: string): string => NUMBERS.replace(/(\w+)/g, `${prefix}$1`);

/** Called as `receiver.name(…)`, by the class of the receiver. */
export const PROTOTYPES: Readonly<Record<string, Table>> = {
  Object: rows(
    [primitive(20), 'hasOwnProperty isPrototypeOf propertyIsEnumerable toString toLocaleString'],
    [{ returns: 'unknown', cost: 20 }, 'valueOf'],
    [OPAQUE, '__defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__'],
  ),
  Function: rows([OPAQUE, 'apply bind call toString [Symbol.hasInstance]']),
  Boolean: rows([PRIMITIVE, 'toString valueOf']),
  Number: rows([PRIMITIVE, 'toExponential toFixed toPrecision toString valueOf toLocaleString']),
  BigInt: rows([PRIMITIVE, 'toString valueOf toLocaleString']),
  Symbol: rows([PRIMITIVE, 'toString valueOf [Symbol.toPrimitive]']),
  String: rows(
    [
      PRIMITIVE,
      'at charAt charCodeAt codePointAt concat endsWith includes indexOf lastIndexOf startsWith slice substr',
    ],
    [PRIMITIVE, 'substring trim trimEnd trimStart trimLeft trimRight padEnd padStart repeat localeCompare normalize'],
    [PRIMITIVE, 'toLowerCase toUpperCase toLocaleLowerCase toLocaleUpperCase isWellFormed toWellFormed search'],
    [PRIMITIVE, 'toString valueOf anchor big blink bold fixed fontcolor fontsize italics link small strike sub sup'],
    [{ returns: 'primitive', callback: 1, cost: 40 }, 'replace replaceAll'],
    [fresh(40), 'split match'],
    [bound(40), 'matchAll'],
    [ITERATES, '[Symbol.iterator]'],
  ),
  RegExp: rows(
    [advancing(primitive(40)), 'test'],
    [advancing(fresh(40)), 'exec'],
    [PRIMITIVE, 'toString'],
    [OPAQUE, 'compile [Symbol.match] [Symbol.matchAll] [Symbol.replace] [Symbol.search] [Symbol.split]'],
  ),
  Date: rows(
    [PRIMITIVE, `${both('get')} getTime getDay getUTCDay getYear getTimezoneOffset valueOf toJSON`],
    [PRIMITIVE, 'toString toDateString toTimeString toISOString toUTCString toGMTString'],
    [PRIMITIVE, 'toLocaleString toLocaleDateString toLocaleTimeString'],
    [WRITES, `${both('set')} setTime setYear`],
    [OPAQUE, '[Symbol.toPrimitive] toTemporalInstant'],
  ),
  Error: rows([PRIMITIVE, 'toString']),
  Array: {
    ...SEQUENCE,
    ...rows(
      [shallow(20), 'concat flat toSpliced'],
      [each(shallow(20)), 'flatMap'],
      [{ returns: 'primitive', mutates: true, retains: true }, 'push unshift'],
      [{ returns: 'element', mutates: true }, 'pop shift'],
      [{ returns: 'fresh', depth: 1, mutates: true, retains: true, cost: 20 }, 'splice'],
    ),
  },
  TypedArray: {
    ...SEQUENCE,
    ...rows(
      [{ returns: 'view' }, 'subarray'],
      [WRITES, 'set setFromBase64 setFromHex'],
      [primitive(50), 'toBase64 toHex'],
    ),
  },
  ArrayBuffer: rows([shallow(20), 'slice'], [WRITES, 'resize'], [OPAQUE, 'transfer transferToFixedLength']),
  SharedArrayBuffer: rows([shallow(20), 'slice'], [WRITES, 'grow']),
  DataView: rows([PRIMITIVE, accessors('get')], [WRITES, accessors('set')]),
  Map: rows(
    [{ returns: 'element' }, 'get'],
    [PRIMITIVE, 'has'],
    [{ returns: 'self', mutates: true, retains: true }, 'set'],
    [WRITES, 'delete clear'],
    [ITERATES, 'entries keys values [Symbol.iterator]'],
    [SEARCHES, 'forEach'],
    [OPAQUE, 'getOrInsert getOrInsertComputed'],
  ),
  Set: rows(
    [PRIMITIVE, 'has'],
    [{ returns: 'self', mutates: true, retains: true }, 'add'],
    [WRITES, 'delete clear'],
    [ITERATES, 'entries keys values [Symbol.iterator]'],
    [SEARCHES, 'forEach'],
    [shallow(50), 'union intersection difference symmetricDifference'],
    [primitive(50), 'isSubsetOf isSupersetOf isDisjointFrom'],
  ),
  WeakMap: rows(
    [{ returns: 'element' }, 'get'],
    [PRIMITIVE, 'has'],
    [{ returns: 'self', mutates: true, retains: true }, 'set'],
    [WRITES, 'delete'],
    [OPAQUE, 'getOrInsert getOrInsertComputed'],
  ),
  WeakSet: rows([PRIMITIVE, 'has'], [{ returns: 'self', mutates: true, retains: true }, 'add'], [WRITES, 'delete']),
  WeakRef: rows([OPAQUE, 'deref']),
  FinalizationRegistry: rows([OPAQUE, 'register unregister cleanupSome']),
  Promise: rows([OPAQUE, 'then catch finally']),
  Iterator: ITERATOR,
  Generator: ITERATOR,
  AsyncGenerator: rows([OPAQUE, 'next return throw [Symbol.asyncIterator] [Symbol.asyncDispose]']),
  DisposableStack: rows([OPAQUE, 'adopt defer dispose move use [Symbol.dispose]']),
  AsyncDisposableStack: rows([OPAQUE, 'adopt defer disposeAsync move use [Symbol.asyncDispose]']),
};

/** Constant primitive globals. */
export const CONSTANTS: ReadonlySet<string> = new Set(['undefined', 'NaN', 'Infinity']);

/** Namespaces whose data members are constant primitives (`Math.PI`, `Number.MAX_SAFE_INTEGER`). */
export const CONSTANT_MEMBERS: ReadonlySet<string> = new Set(['Math', 'Number']);
