/** The clauses of the language, one row each. To add one: a row here, and one in docs/language.md. */

export type AnnotationName = 'parallel' | 'threaded';

/** Checks the text of a value as far as text alone goes; returns what was expected, or undefined when it may be right. */
export type ValueCheck = (text: string) => string | undefined;

export interface ClauseRule {
  readonly on: readonly AnnotationName[];
  /** `optional`: the bare name is allowed too. `none`: only the bare name is. `items`: any number, all of one notation. */
  readonly value: 'none' | 'expression' | 'one-of' | 'list' | 'items' | 'optional';
  /** False: part of the language, but refused by this version. */
  readonly available: boolean;
  /** For `one-of` and for the first item of a `list`. */
  readonly choices?: readonly string[];
  /** Choices that the language has and this version refuses. */
  readonly laterChoices?: readonly string[];
  /** For the value, or for the items of a list after the first. */
  readonly check?: ValueCheck;
  /** For each of `items`. */
  readonly item?: (text: string, index: number) => string | undefined;
  /** Speaks of what one body does, so not of the several ones of a chain or of sections. */
  readonly aboutBody?: true;
  /** Speaks of counted loops only. */
  readonly aboutCounting?: true;
  /** May be given several times: its items add up. */
  readonly repeatable?: true;
}

const BOTH: readonly AnnotationName[] = ['parallel', 'threaded'];
const PARALLEL: readonly AnnotationName[] = ['parallel'];
const THREADED: readonly AnnotationName[] = ['threaded'];

/** The value of a number literal with an optional sign; undefined for every other expression. */
export function literalNumber(text: string): number | undefined {
  const match = /^([+-]?)\s*(\d[\w.]*|\.\d\w*)$/.exec(text);
  if (match === null) return undefined;
  const value = Number(match[2]?.replaceAll('_', ''));
  return match[1] === '-' ? -value : value;
}

/** Literals that are certainly no number, however the program is run. */
const isOtherLiteral = (text: string): boolean =>
  /^(['"]).*\1$/.test(text) || /^`[^$]*`$/.test(text) || /^(true|false|null|undefined|\d[\w.]*n)$/.test(text);

const integerFrom =
  (least: number, expected: string): ValueCheck =>
  (text) => {
    const value = literalNumber(text);
    if (value === undefined) return isOtherLiteral(text) ? expected : undefined;
    return Number.isSafeInteger(value) && value >= least ? undefined : expected;
  };

const depth: ValueCheck = (text) =>
  /^\d+$/.test(text) && Number(text) >= 2 ? undefined : 'how many nested loops become one: a number from 2';

const stringLiteral: ValueCheck = (text) =>
  /^'(?:[^'\\]|\\.)*'$|^"(?:[^"\\]|\\.)*"$/.test(text) ? undefined : 'a name in quotes';

const NAME = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;
const OPERATORS = '+ - * & | ^ && || ?? min max if'.split(' ');

const variableName = (text: string): string | undefined => (NAME.test(text) ? undefined : 'names of variables');

/** `+: x` comes first; further names have the same operator. */
const reduction = (text: string, index: number): string | undefined => {
  const [, operator, name] = /^(\S+?)\s*:\s*(.*)$/.exec(text) ?? (index > 0 ? [text, '+', text] : []);
  const right = operator !== undefined && OPERATORS.includes(operator) && NAME.test(name ?? '');
  return right ? undefined : `an operator (${OPERATORS.join(' ')}) and variables, 'reduce(+: a, b)'`;
};

const PROMISE = /^(?:pure\([\p{ID_Continue}$.]+\)|disjoint\([\p{ID_Continue}$]+\))$/u;
const EFFECTS = ['io', 'idempotent', 'random', 'time'];

/** No member and no other expression: reading it must not be able to throw, because the loop alone would not. */
const seed: ValueCheck = (text) =>
  NAME.test(text) || literalNumber(text) !== undefined ? undefined : 'a number, or a variable that holds one';

const claim = (item: NonNullable<ClauseRule['item']>): ClauseRule => ({
  on: PARALLEL,
  value: 'items',
  available: true,
  repeatable: true,
  aboutBody: true,
  item,
});

const later = (on: readonly AnnotationName[], value: ClauseRule['value']): ClauseRule => ({
  on,
  value,
  available: false,
});

export const CLAUSES: Readonly<Record<string, ClauseRule>> = {
  workers: {
    on: BOTH,
    value: 'expression',
    available: true,
    check: integerFrom(-1, 'a number of workers: 0 for serial, -1 for all cores, or an integer from 1'),
  },
  schedule: {
    on: PARALLEL,
    value: 'list',
    available: true,
    choices: ['static', 'dynamic', 'guided', 'auto'],
    check: integerFrom(1, 'a chunk size that is an integer from 1'),
  },
  if: { on: BOTH, value: 'expression', available: true },
  on: {
    on: BOTH,
    value: 'one-of',
    available: true,
    choices: ['thread', 'serial', 'auto'],
    laterChoices: ['process', 'async'],
  },
  blocking: { on: PARALLEL, value: 'none', available: true },
  name: { on: BOTH, value: 'expression', available: true, check: stringLiteral },
  collapse: { on: PARALLEL, value: 'expression', available: true, aboutCounting: true, check: depth },
  unordered: later(PARALLEL, 'none'),
  stream: {
    on: PARALLEL,
    value: 'expression',
    available: true,
    check: integerFrom(1, 'a number of items: an integer from 1'),
  },
  timeout: later(BOTH, 'expression'),
  deadline: later(BOTH, 'expression'),
  pause: later(BOTH, 'expression'),
  errors: later(PARALLEL, 'one-of'),
  retry: later(BOTH, 'expression'),
  progress: later(PARALLEL, 'optional'),
  init: later(BOTH, 'expression'),
  fast: later(PARALLEL, 'none'),
  seed: { on: PARALLEL, value: 'expression', available: true, aboutBody: true, check: seed },
  private: claim(variableName),
  shared: claim(variableName),
  reduce: claim(reduction),
  effects: {
    on: BOTH,
    value: 'items',
    available: true,
    repeatable: true,
    aboutBody: true,
    item: (text) => (EFFECTS.includes(text) ? undefined : `one of ${EFFECTS.join(', ')}`),
    laterChoices: ['unordered-log'],
  },
  assume: {
    on: BOTH,
    value: 'items',
    available: true,
    repeatable: true,
    aboutBody: true,
    item: (text) => (PROMISE.test(text) ? undefined : "a promise: 'pure(f)' or 'disjoint(x)'"),
    laterChoices: ['no-alias'],
  },
  daemon: later(THREADED, 'none'),
  detach: later(THREADED, 'none'),
};

/** Undefined for unknown names, and for those that every object has. */
export const clauseRule = (name: string): ClauseRule | undefined =>
  Object.hasOwn(CLAUSES, name) ? CLAUSES[name] : undefined;
