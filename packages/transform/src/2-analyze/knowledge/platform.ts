/** Globals that Node and browsers have beyond ECMAScript, and the classes of Node's modules. */
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

/** Called as `name(…)`. */
export const FUNCTIONS: Table = rows(
  [PRIMITIVE, 'atob btoa'],
  [fresh(1000), 'structuredClone'],
  [external('timer'), 'setTimeout setInterval setImmediate queueMicrotask clearTimeout clearInterval clearImmediate'],
  [external('write'), 'fetch alert confirm prompt requestAnimationFrame cancelAnimationFrame requestIdleCallback'],
);

/** Called as `new name(…)`. */
export const CONSTRUCTORS: Table = rows(
  [bound(100), 'TextEncoder TextDecoder URL URLSearchParams'],
  [shallow(50), 'DOMException'],
);

const INTL =
  'Collator DateTimeFormat DisplayNames DurationFormat ListFormat Locale NumberFormat PluralRules RelativeTimeFormat Segmenter';

/** Called as `new Intl.name(…)`: the default locale and time zone are the process's, the same in every thread. */
export const INTL_CLASSES: Table = rows([bound(20_000), INTL]);

/** Called as `namespace.name(…)`; `*` covers every other member. */
export const STATICS: Readonly<Record<string, Table>> = {
  Intl: rows(
    [fresh(1000), 'getCanonicalLocales supportedValuesOf'],
    [bound(20_000), 'DateTimeFormat NumberFormat Collator'],
  ),
  Buffer: rows(
    [PRIMITIVE, 'byteLength compare isBuffer isEncoding'],
    [fresh(100), 'alloc concat copyBytesFrom of'],
    [{ returns: 'view', cost: 100 }, 'from'],
    // What is in the memory differs from run to run.
    [external('unknown'), 'allocUnsafe allocUnsafeSlow'],
  ),
  URL: rows(
    [primitive(500), 'canParse'],
    [bound(500), 'parse'],
    [external('process'), 'createObjectURL revokeObjectURL'],
  ),
  performance: rows([external('clock', 'primitive'), '*']),
  crypto: rows([{ ...external('random', 'argument'), mutates: true }, 'getRandomValues'], [external('random'), '*']),
  console: rows([external('console', 'primitive'), '*']),
  process: rows([external('process'), '*']),
  localStorage: rows([external('write'), '*']),
  sessionStorage: rows([external('write'), '*']),
};

const READ_NUMBERS =
  'BigUInt64LE BigUInt64BE BigUint64LE BigUint64BE BigInt64LE BigInt64BE UIntLE UInt32LE UInt16LE UInt8 UIntBE UInt32BE UInt16BE UintLE Uint32LE Uint16LE Uint8 UintBE Uint32BE Uint16BE IntLE Int32LE Int16LE Int8 IntBE Int32BE Int16BE FloatLE FloatBE DoubleLE DoubleBE';
const prefixed = (prefix: string): string => READ_NUMBERS.replace(/(\w+)/g, `${prefix}$1`);
const ENCODINGS = 'ascii base64 base64url latin1 hex ucs2 utf8';
const suffixed = (suffix: string): string => ENCODINGS.replace(/(\w+)/g, `$1${suffix}`);
/** Changes its receiver and gives it back. */
const CHAINS: Row = { returns: 'self', mutates: true, cost: 1000 };

/** Called as `receiver.name(…)`, by the class of the receiver. */
export const PROTOTYPES: Readonly<Record<string, Table>> = {
  // Beyond what every Uint8Array has; `slice` gives a copy there and a view here, see callees.ts.
  Buffer: rows(
    [PRIMITIVE, `${prefixed('read')} equals compare indexOf lastIndexOf includes toString toLocaleString inspect`],
    [PRIMITIVE, suffixed('Slice')],
    [WRITES, `${prefixed('write')} write ${suffixed('Write')}`],
    [{ returns: 'self', mutates: true, cost: 20 }, 'fill swap16 swap32 swap64'],
    [{ returns: 'view' }, 'subarray slice'],
    [FRESH, 'toJSON'],
    [OPAQUE, 'copy'],
  ),
  TextEncoder: rows([fresh(50), 'encode'], [OPAQUE, 'encodeInto']),
  // With `{ stream: true }` it remembers the rest of a character.
  TextDecoder: rows([{ returns: 'primitive', mutates: true, cost: 50 }, 'decode']),
  URL: rows([primitive(100), 'toString toJSON']),
  URLSearchParams: rows(
    [PRIMITIVE, 'get has toString'],
    [FRESH, 'getAll'],
    [WRITES, 'append delete set sort'],
    [{ returns: 'fresh', depth: 1, unclonable: true }, 'entries keys values [Symbol.iterator]'],
    [{ returns: 'primitive', callback: 0, cost: 20 }, 'forEach'],
  ),
  Intl: rows(
    [primitive(500), 'format formatRange compare select selectRange toString'],
    [fresh(1000), 'formatToParts formatRangeToParts resolvedOptions'],
    [bound(1000), 'segment'],
    [bound(1000), 'maximize minimize getCalendars getCollations getHourCycles getNumberingSystems getTextInfo'],
    [fresh(1000), 'getTimeZones getWeekInfo containing'],
    [primitive(500), 'of'],
  ),
  // createHash, createHmac, createSign, …: objects with a state of their own
  Hash: rows([CHAINS, 'update'], [{ returns: 'fresh', mutates: true, cost: 500 }, 'digest final'], [OPAQUE, 'copy']),
  StringDecoder: rows([WRITES, 'write end']),
};
