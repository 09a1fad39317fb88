/**
 * What the tables call pure, under the side-effect checker of V8 (the one with which developer tools evaluate while one
 * types): a call that V8 refuses must be on the reviewed list below. A mutator that somebody takes for pure is not.
 */
import { Session } from 'node:inspector';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as language from '../../packages/transform/dist/2-analyze/knowledge/ecmascript.js';
import * as platform from '../../packages/transform/dist/2-analyze/knowledge/platform.js';
import type { Row } from '../../packages/transform/dist/2-analyze/knowledge/rows.js';
import { isPure } from './intrinsics.js';

const session = new Session();
beforeAll(() => session.connect());
afterAll(() => session.disconnect());

type Evaluated = {
  readonly result?: { value?: unknown };
  readonly exceptionDetails?: { exception?: { description?: string } };
};

/** `refused` by V8, `failed` with an error of its own, or fine. The session answers before `post` returns. */
function verdictOf(expression: string, throwOnSideEffect = true): 'fine' | 'refused' | 'failed' {
  let verdict: 'fine' | 'refused' | 'failed' = 'failed';
  session.post('Runtime.evaluate', { expression, throwOnSideEffect }, (error, answer) => {
    const text = (answer as Evaluated | undefined)?.exceptionDetails?.exception?.description;
    verdict = error || (text && !/Possible side-effect/.test(text)) ? 'failed' : text ? 'refused' : 'fine';
  });
  return verdict;
}

/** Receivers are made before the checked call: objects that the call itself makes may be changed by it. */
const RECEIVERS: Readonly<Record<string, string>> = {
  Object: '({ a: 1 })',
  Boolean: 'true',
  Number: '12.5',
  BigInt: '12n',
  Symbol: 'Symbol.iterator',
  String: '"abc"',
  RegExp: '/b/',
  Date: 'new Date(0)',
  Error: 'new Error("x")',
  Array: '[3, 1, 2]',
  TypedArray: 'new Float64Array([3, 1, 2])',
  ArrayBuffer: 'new ArrayBuffer(8)',
  SharedArrayBuffer: 'new SharedArrayBuffer(8)',
  DataView: 'new DataView(new ArrayBuffer(16))',
  Map: 'new Map([[1, 2]])',
  Set: 'new Set([1, 2])',
  WeakMap: 'new WeakMap()',
  WeakSet: 'new WeakSet()',
  Iterator: '[1].values()',
};

/** Tried in turn until a call does not fail with an error of its own. */
const ARGUMENTS: readonly string[] = [
  '',
  '1',
  '"b"',
  '$f',
  '$f, 0',
  '1, 1',
  '"b", "c"',
  '$list',
  '$list, $f',
  '$record',
  '$record, "a"',
  '$set',
  '"[1]"',
  '8, 5n',
  '5n',
  '$template',
  '$buffer',
  '"en"',
  '"en", { type: "region" }',
];
const ARGUMENT_VALUES =
  'globalThis.$f = (x) => x; globalThis.$list = [[1, 2]]; globalThis.$record = { a: 1 }; globalThis.$set = new Set([1]); globalThis.$template = { raw: ["a"] }; globalThis.$buffer = new ArrayBuffer(8);';

const TYPED = language.TYPED_ARRAYS;

/** What V8 refuses although it changes nothing, with the reason. */
const REVIEWED: readonly (readonly [names: string, reason: string])[] = [
  ['AggregateError new AggregateError Object.fromEntries Array.of', 'fills an object that it has just made'],
  [TYPED.replace(/(\w+)/g, '$1.from'), 'fills an array that it has just made'],
  ['Array.from SharedArrayBuffer.prototype.slice', 'fills an object that it has just made'],
  ['String.raw Reflect.get Error.prototype.toString', 'reads properties that could be accessors; those are audited'],
  ['RegExp.prototype.toString', 'reads properties that could be accessors; those are audited'],
  ['String.prototype.search String.prototype.replace String.prototype.replaceAll', 'calls a method of the pattern'],
  ['String.prototype.split String.prototype.match', 'calls a method of the pattern'],
  [
    'String.prototype.toLowerCase String.prototype.toUpperCase String.prototype.normalize',
    'a cache inside of the engine',
  ],
  ['String.prototype.toLocaleLowerCase String.prototype.toLocaleUpperCase', 'a cache inside of the engine'],
  ['String.prototype.localeCompare BigInt.prototype.toLocaleString new Intl.Segmenter', 'a cache inside of the engine'],
  ['Date.UTC String.prototype.[Symbol.iterator]', 'missing on the list of V8'],
  ['Set.prototype.union Set.prototype.intersection Set.prototype.difference', 'missing on the list of V8'],
  ['Set.prototype.symmetricDifference Set.prototype.isSubsetOf', 'missing on the list of V8'],
  ['Set.prototype.isSupersetOf Set.prototype.isDisjointFrom RegExp.escape Error.isError', 'missing on the list of V8'],
  ['Math.f16round Math.sumPrecise JSON.rawJSON JSON.isRawJSON new Intl.DurationFormat', 'missing on the list of V8'],
  ['Object.groupBy Map.groupBy Uint8Array.fromBase64 Uint8Array.fromHex', 'missing on the list of V8'],
  ['TypedArray.prototype.toBase64 TypedArray.prototype.toHex', 'missing on the list of V8'],
  ['DataView.prototype.getFloat16', 'missing on the list of V8'],
];

const reviewed: ReadonlySet<string> = new Set(REVIEWED.flatMap(([names]) => names.split(/(?<!new) /)));

interface Call {
  readonly path: string;
  readonly callee: string;
}

const called = (callee: string, name: string): string =>
  name.startsWith('[') ? `${callee}${name}` : `${callee}.${name}`;

/** Every function of the tables that the engine has and that `pure` selects. */
function callsOf(pure: (row: Row, path: string) => boolean): Call[] {
  const calls: Call[] = [];
  const add = (path: string, callee: string, row: Row): void => {
    if (
      pure(row, path) &&
      verdictOf(`typeof ${callee.replace(/^new /, '')} === 'function' || $missing`, false) === 'fine'
    )
      calls.push({ path, callee });
  };
  for (const [name, row] of Object.entries(language.FUNCTIONS)) add(name, name, row);
  for (const [name, row] of Object.entries(language.CONSTRUCTORS)) add(`new ${name}`, `new ${name}`, row);
  for (const [holder, table] of Object.entries(language.STATICS))
    for (const [name, row] of Object.entries(table)) add(`${holder}.${name}`, called(holder, name), row);
  for (const [holder, table] of Object.entries(language.PROTOTYPES))
    for (const [name, row] of Object.entries(table))
      if (RECEIVERS[holder] !== undefined) add(`${holder}.prototype.${name}`, called(`$receiver.${holder}`, name), row);
  for (const name of Object.keys(platform.INTL_CLASSES))
    add(`new Intl.${name}`, `new Intl.${name}`, { returns: 'fresh' });
  return calls;
}

function refusedOnes(calls: readonly Call[]): { refused: string[]; failed: string[] } {
  const refused: string[] = [];
  const failed: string[] = [];
  for (const { path, callee } of calls) {
    const verdicts: string[] = [];
    for (const args of ARGUMENTS) {
      verdicts.push(verdictOf(`${callee}(${args})`));
      if (verdicts.at(-1) !== 'failed') break;
    }
    if (verdicts.at(-1) === 'refused') refused.push(path);
    else if (verdicts.at(-1) === 'failed') failed.push(path);
  }
  return { refused, failed };
}

const prepare = (): void => {
  const receivers = Object.entries(RECEIVERS).map(([name, text]) => `$receiver.${name} = ${text};`);
  expect(verdictOf(`globalThis.$receiver = {}; ${receivers.join(' ')} ${ARGUMENT_VALUES}`, false)).toBe('fine');
};

test('what the tables call pure is pure for V8, or reviewed', () => {
  prepare();
  const { refused, failed } = refusedOnes(callsOf(isPure));
  expect(refused.filter((path) => !reviewed.has(path))).toEqual([]);
  expect(failed).toEqual([]);
  expect(callsOf(isPure).length).toBeGreaterThan(300);
});

test('a mutator that is taken for pure is noticed', () => {
  prepare();
  const mutators = ['Array.prototype.push', 'Map.prototype.set', 'Date.prototype.setTime', 'Array.prototype.sort'];
  const { refused } = refusedOnes(callsOf((_, path) => mutators.includes(path)));
  expect(refused.filter((path) => !reviewed.has(path)).sort()).toEqual([...mutators].sort());
});
