/**
 * Methods of the built-in classes, by name. Captured data is audited at run time to be plain (no user classes, no
 * accessors), so inside the parallel slice a method name can only mean the built-in method of that name.
 */

/** What a method gives back: a primitive, a new container, an element of the receiver, the receiver, or anything. */
export type Returns = 'primitive' | 'fresh' | 'element' | 'self' | 'unknown';

export interface MethodInfo {
  readonly returns: Returns;
  /** Changes its receiver. */
  readonly mutates?: boolean;
  /** Keeps its arguments (they become reachable from the receiver). */
  readonly retains?: boolean;
  /** Position of a callback which it calls with elements of the receiver. */
  readonly callback?: number;
  /** Number of levels of the result that are certainly new objects. Default: unlimited for `fresh`. */
  readonly depth?: number;
  /** Estimated cost in ns; default 5. */
  readonly cost?: number;
}

const table = new Map<string, MethodInfo>();

const add = (names: string, info: MethodInfo): void => {
  for (const name of names.split(' ')) table.set(name, info);
};

// String, Number, Boolean, Symbol, BigInt
add(
  'charAt charCodeAt codePointAt endsWith startsWith localeCompare normalize padEnd padStart repeat substring substr trim trimEnd trimStart trimLeft trimRight toLowerCase toUpperCase toLocaleLowerCase toLocaleUpperCase toFixed toPrecision toExponential isWellFormed toWellFormed search',
  { returns: 'primitive' },
);
add('replace replaceAll', { returns: 'primitive', callback: 1, cost: 40 });
add('split match', { returns: 'fresh', cost: 40 });
add('matchAll', { returns: 'fresh', cost: 40 });
add('toString valueOf toLocaleString toJSON', { returns: 'unknown', cost: 20 });

// Array and typed arrays, reading
add('indexOf lastIndexOf includes join hasOwnProperty propertyIsEnumerable isPrototypeOf', {
  returns: 'primitive',
  cost: 20,
});
add('slice concat flat toReversed toSpliced with', { returns: 'fresh', depth: 1, cost: 20 });
add('subarray', { returns: 'unknown' });
add('at', { returns: 'element' });
add('entries keys values', { returns: 'fresh', depth: 1 });
add('map', { returns: 'fresh', callback: 0, cost: 20 });
add('flatMap', { returns: 'fresh', callback: 0, depth: 1, cost: 20 });
add('filter', { returns: 'fresh', callback: 0, depth: 1, cost: 20 });
add('forEach', { returns: 'primitive', callback: 0, cost: 20 });
add('some every findIndex findLastIndex', { returns: 'primitive', callback: 0, cost: 20 });
add('find findLast', { returns: 'element', callback: 0, cost: 20 });
add('reduce reduceRight', { returns: 'unknown', callback: 0, cost: 20 });
add('toSorted', { returns: 'fresh', callback: 0, depth: 1, cost: 100 });

// Array and typed arrays, writing
add('push unshift', { returns: 'primitive', mutates: true, retains: true });
add('pop shift', { returns: 'element', mutates: true });
add('splice', { returns: 'fresh', depth: 1, mutates: true, retains: true, cost: 20 });
add('fill', { returns: 'self', mutates: true, retains: true, cost: 20 });
add('copyWithin reverse', { returns: 'self', mutates: true, cost: 20 });
add('sort', { returns: 'self', mutates: true, callback: 0, cost: 100 });

// Map, Set, WeakMap, DataView, typed arrays
add('get', { returns: 'element' });
add('has', { returns: 'primitive' });
add('set add', { returns: 'self', mutates: true, retains: true });
add('delete', { returns: 'primitive', mutates: true });
add('clear', { returns: 'primitive', mutates: true });
add('union intersection difference symmetricDifference', { returns: 'fresh', depth: 1, cost: 50 });
add('isSubsetOf isSupersetOf isDisjointFrom', { returns: 'primitive', cost: 50 });
add(
  'getInt8 getUint8 getInt16 getUint16 getInt32 getUint32 getFloat32 getFloat64 getBigInt64 getBigUint64 getFloat16',
  { returns: 'primitive' },
);
add(
  'setInt8 setUint8 setInt16 setUint16 setInt32 setUint32 setFloat32 setFloat64 setBigInt64 setBigUint64 setFloat16',
  { returns: 'primitive', mutates: true },
);

// RegExp: a captured one is audited to be stateless; one made in the body is the body's own
add('test', { returns: 'primitive', cost: 40 });
add('exec', { returns: 'fresh', cost: 40 });

// Date
add(
  'getTime getFullYear getMonth getDate getDay getHours getMinutes getSeconds getMilliseconds getTimezoneOffset getUTCFullYear getUTCMonth getUTCDate getUTCDay getUTCHours getUTCMinutes getUTCSeconds getUTCMilliseconds toISOString toDateString toTimeString toUTCString toLocaleDateString toLocaleTimeString',
  { returns: 'primitive' },
);
add(
  'setTime setFullYear setMonth setDate setHours setMinutes setSeconds setMilliseconds setUTCFullYear setUTCMonth setUTCDate setUTCHours setUTCMinutes setUTCSeconds setUTCMilliseconds',
  { returns: 'primitive', mutates: true },
);

// Encoders, hashes, buffers, URLs, formatters
add('encode', { returns: 'fresh', cost: 50 });
add('decode', { returns: 'primitive', cost: 50 });
add('update', { returns: 'self', mutates: true, cost: 1000 });
add('digest final', { returns: 'unknown', mutates: true, cost: 500 });
add(
  'readUInt8 readUInt16LE readUInt16BE readUInt32LE readUInt32BE readInt8 readInt16LE readInt16BE readInt32LE readInt32BE readFloatLE readFloatBE readDoubleLE readDoubleBE readBigInt64LE readBigUInt64LE equals compare',
  {
    returns: 'primitive',
  },
);
add(
  'writeUInt8 writeUInt16LE writeUInt16BE writeUInt32LE writeUInt32BE writeInt8 writeInt16LE writeInt32LE writeInt32BE writeFloatLE writeDoubleLE',
  {
    returns: 'primitive',
    mutates: true,
  },
);
add('format', { returns: 'primitive', cost: 200 });
add('getAll', { returns: 'fresh' });

/** The built-in methods of that name, or undefined when no built-in class has one. */
export const methodInfo = (name: string): MethodInfo | undefined => table.get(name);

/** Methods whose effect is confined to the content of a Map or Set. */
export const CONTENT: ReadonlySet<string> = new Set(['get', 'has', 'set', 'add', 'delete', 'clear']);
