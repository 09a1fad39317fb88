/** A function of the engine without a row in the tables of built-in functions fails: new editions are noticed. */
import { expect, test } from 'vitest';
import { intrinsics, rowOf } from './intrinsics.js';

/** What needs no row, with the reason. */
const EXCEPTIONS: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [
    /\.get \w+$|^RegExp\.get |\.get \[Symbol\.toStringTag\]$/,
    'an accessor that reads a field of its receiver; see the test below',
  ],
  [/^(?:Abort|Event|Custom|Message|Broadcast|Performance|PerformanceObserver)\w*$/, 'events: unknown to the analysis'],
  [/Stream\w*$|Strategy$|^WebSocket$|^CloseEvent$|^EventSource$/, 'asynchronous: unknown to the analysis'],
  [
    /^(?:Blob|File|FormData|Headers|Request|Response|Navigator|Storage|URLPattern)$/,
    'of networks and files: unknown to the analysis',
  ],
  [/^(?:Crypto|CryptoKey|SubtleCrypto)$/, 'cannot be constructed'],
  [/^(?:DOMException|Buffer)$/, 'deprecated as a function'],
  [/^Intl\.(?!getCanonicalLocales|supportedValuesOf)\w+$/, 'classes: see new Intl.…'],
  [/^Buffer\.prototype\.(?:get )?(?:parent|offset)$/, 'deprecated accessors'],
  [
    /^(?:URL|URLSearchParams|Text(?:En|De)coder)\.prototype\.\[Symbol\.toStringTag\]$/,
    'not a function that programs call',
  ],
  [/^Buffer\.\[kIsEncodingSymbol\]$|^Segments\.\[Symbol\.iterator\]$/, 'called by the engine only'],
  [/^(?:require|gc)$/, 'of the test itself'],
  [/^Error\.get |^Error\.prototype\.get /, 'stack traces'],
];

const isExcepted = (path: string): boolean => EXCEPTIONS.some(([pattern]) => pattern.test(path));

test('every intrinsic function has a row', () => {
  const missing = intrinsics().filter((i) => !rowOf(i) && !isExcepted(i.path));
  expect(missing.map((i) => i.path)).toEqual([]);
});

test('a function that the tables do not know is noticed', () => {
  Object.defineProperty(Array.prototype, 'shuffle', { value: () => 0, configurable: true, enumerable: false });
  try {
    expect(
      intrinsics()
        .filter((i) => !rowOf(i) && !isExcepted(i.path))
        .map((i) => i.path),
    ).toEqual(['Array.prototype.shuffle']);
  } finally {
    Reflect.deleteProperty(Array.prototype, 'shuffle');
  }
});

/** Accessors that are not just a field of their receiver. */
const IMPURE_ACCESSORS: readonly RegExp[] = [
  /^RegExp\.get /, // what the last match anywhere has left
  /^Object\.prototype\.get __proto__$/,
  /^Function\.prototype\.get (?:arguments|caller)$/,
  /^Iterator\.prototype\.get /,
];
const FIELDS =
  'description dotAll flags global hasIndices ignoreCase multiline source sticky unicode unicodeSets byteLength byteOffset buffer length maxByteLength resizable growable detached size';
const URL_FIELDS = 'href origin protocol username password host hostname port pathname search searchParams hash';
const CODER_FIELDS = 'encoding fatal ignoreBOM parent offset disposed';
const INTL_FIELDS =
  'format compare language script region baseName calendar caseFirst collation hourCycle numeric numberingSystem calendars collations hourCycles numberingSystems textInfo timeZones weekInfo firstDayOfWeek variants';
const KNOWN_FIELDS: ReadonlySet<string> = new Set(`${FIELDS} ${URL_FIELDS} ${CODER_FIELDS} ${INTL_FIELDS}`.split(' '));

test('every accessor is known to read a field, or not to', () => {
  const accessors = intrinsics().filter((i) => i.name.startsWith('get ') && i.name !== 'get [Symbol.toStringTag]');
  const unknown = accessors.filter(
    (i) =>
      !KNOWN_FIELDS.has(i.name.slice(4)) &&
      !IMPURE_ACCESSORS.some((pattern) => pattern.test(i.path)) &&
      i.table !== undefined &&
      !/^crypto|^process|^performance/.test(i.path),
  );
  expect(unknown.map((i) => i.path)).toEqual([]);
});
