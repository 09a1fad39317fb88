/**
 * Every name and shape that emitted code may use. Emitted main modules call the functions of
 * {@link Emitted} through `import * as $par from '@parloop/runtime'`; emitted worker modules import
 * nothing of ours and meet the runtime only in {@link BODIES}, {@link BodyFactory} and {@link BodyJob}.
 *
 * Types and constants only, so that the compiler may import this file without the runtime.
 */

/** Raised when emitted code and runtime stop understanding each other. */
export const CONTRACT_VERSION = 1;

/** `globalThis[Symbol.for(BODIES)]` is the worker's `Map<key, BodyFactory>`. */
export const BODIES = 'parloop.bodies';
/** `globalThis[Symbol.for(WORKER)]` is true inside a worker of ours: constructs run serially there. */
export const WORKER = 'parloop.worker';
/** `globalThis[Symbol.for(PRELOAD)]` lists module URLs which a worker imports before any body (Node loaders). */
export const PRELOAD = 'parloop.preload';

// ---------------------------------------------------------------- main side

/** A log column: `once` is written at most once per iteration, `many` any number of times. */
export type ColumnKind = 'once' | 'many';

/** What a column may hold. `primitive`: anything else makes the iteration a miss. `any`: also fresh, plain objects. */
export type ColumnMode = 'primitive' | 'any';

export interface ColumnSpec {
  readonly kind: ColumnKind;
  readonly mode: ColumnMode;
}

/** A recognised bulk output of the direct tier: `target[index] = value` or `target.push(value)`. */
export interface WriteSpec {
  readonly op: 'set' | 'push';
  /** Index into {@link Entry.out}. */
  readonly target: number;
}

/**
 * `none`: nobody else can change the capture · `element`: what belongs to the iteration · `sized`: that, and the length ·
 * `ordered`: what belongs to the iteration, if the capture is an array · `whole`: everything.
 */
export type Watched = 'none' | 'element' | 'sized' | 'ordered' | 'whole';

/** What the body reads of the elements of an array, where it does not need all of them. */
export interface ReadSpec {
  /** The array must have no properties but its elements. */
  readonly named?: boolean;
  /** An iteration looks at its own element alone: the one at the first counter's value. */
  readonly single?: boolean;
  readonly element: ReadStep;
}

/** A number: 1, must be a primitive value, + 2, is sent; or that number and the fields that are read. */
export type ReadStep = number | readonly [kind: number, fields: Readonly<Record<string, ReadStep>>];

/** One construct's constant description, written into the emitted main module. */
export interface SiteSpec {
  readonly contract: number;
  /** Registration key of the body; contains a content hash of the worker module. */
  readonly key: string;
  /** URL of the worker module. Any object with a string conversion is accepted. */
  readonly url: string | { toString(): string };
  readonly id: string;
  readonly file: string;
  readonly line: number;
  /** The clause of that name: shown wherever the construct is. */
  readonly name?: string;
  readonly columns: readonly ColumnSpec[];
  /** Direct tier only. */
  readonly writes?: readonly WriteSpec[];
  /** Static estimate of one iteration in ns. */
  readonly cost: number;
  /** True when the body calls functions or loops, so that {@link cost} is only a lower bound. */
  readonly open: boolean;
  /** True when the first failing iteration certainly ends the loop: later iterations need not be computed. */
  readonly stopOnFail: boolean;
  /** True when something in the loop writes array elements, so that shared buffers must be copied on entry. */
  readonly writesElements: boolean;
  /** The clause `effects` allows what gives another result each time: verify mode has nothing to compare. */
  readonly vouched?: boolean;
  /** The clause `assume`: what nobody has proved, for messages of verify mode. */
  readonly assumed?: readonly string[];
  /** True when captures must hold no Buffer, and no ArrayBuffer but as the memory of a view. */
  readonly ownMemory?: boolean;
  /** Interleaved form: how much of each capture must be what it was, for an iteration to be taken from the log. */
  readonly watch?: readonly Watched[];
  /** Built-in classes, `Set`, of which captures must hold no object: their methods have names that mean others here. */
  readonly absent?: readonly string[];
  /** The clause `stream`: which of the captures stands for a window of items. */
  readonly stream?: number;
  /** For each capture what is read of its elements; null: all of it is sent. Default: all of all. */
  readonly reads?: readonly (ReadSpec | null)[];
  /** Names of the captures in the order of {@link Entry.in}, for reasons such as `items[3].cb: function`. */
  readonly names?: readonly string[];
}

/** The clauses of the annotation whose values are expressions of the program, evaluated at entry. */
export interface Clauses {
  readonly workers?: number;
  readonly schedule?: 'static' | 'dynamic' | 'guided' | 'auto';
  readonly chunk?: number;
  readonly if?: boolean;
  readonly on?: 'thread' | 'serial' | 'auto';
  /** How many items are taken from the source before the loop needs them. */
  readonly stream?: number;
}

/** The values of a counter: in iteration k it is `values ? values[k] : start + k * step`. */
export interface Line {
  readonly start: number;
  readonly step: number;
  readonly values?: Float64Array;
  /** Of a nest: it goes on after so many iterations, and begins again after `count` values. */
  readonly cycle?: { readonly every: number; readonly count: number };
}

/** The iteration space, known at entry: the number of iterations, and the first counter's values. */
export interface Space extends Line {
  readonly n: number;
  /** Further counters of the header. */
  readonly more?: readonly Line[];
}

/** What {@link Emitted.open} and friends need at entry; built by a closure of the emitted code. */
export interface Entry {
  readonly space: Space;
  /** Captured values, in the order in which the body's factory takes them. */
  readonly in: readonly unknown[];
  /** Containers that the replay writes while P may run: must not be reachable from `in`, except as `in[own]`. */
  readonly out: readonly unknown[];
  /** Per element of `out`, the index in `in` through which P may legally reach it, or -1. */
  readonly own: readonly number[];
  /**
   * Per element of `out`: everything that it reaches is written as well. It must then be plain data in which no
   * object is reached in two ways, apart from all captures other than its own. Default: none.
   */
  readonly deep?: readonly boolean[];
  /** Objects through which captured paths lead: none may be below a deep container, or `out[i]` for these `i`. */
  readonly via?: { readonly objects: readonly unknown[]; readonly out: readonly number[] };
  /**
   * Awaited form: evaluates the captured paths once more, in the order of `in`. Interleaved form: evaluates all of `in`,
   * and then guards that must still hold.
   */
  readonly again?: () => readonly unknown[];
  /** Interleaved form: nothing that these reach may change. */
  readonly objects?: readonly unknown[];
  /** The classes of which instances may be sent and brought back: what {@link Emitted.classes} gave. */
  readonly classes?: unknown;
  /** Values of further guards, which have thrown already if they do not hold. */
  readonly guards?: readonly unknown[];
  /** Awaited form: values in the replay's header that stay as they are at entry. Arrays are copied shallowly. */
  readonly pins?: readonly unknown[];
  readonly clauses?: Clauses;
}

/**
 * A class, the position in the list of the one that it extends or -1, names of its members and static methods; true: it
 * has `[Symbol.iterator]`.
 */
export type ClassSpec = readonly [
  type: unknown,
  base: number,
  members: readonly string[],
  statics: readonly string[],
  iterates?: boolean,
];

/** An entry, or what building it has thrown: a failed guard, or an error that the original loop will throw itself. */
export type Built = Entry | { readonly failed: unknown };

/** One column as the replay reads it: `once` columns at `v[handle.i]`, `many` columns at `v[i++]`. */
export interface Column {
  v: ArrayLike<unknown>;
  i: number;
  /** Identity, except in verify mode, where the value is compared with the one in the log. */
  self<T>(value: T): T;
}

/** The replay's view of a running construct (split tier). */
export interface Handle {
  /** True when this iteration's values are in the log; false: evaluate the original expressions. */
  hit: boolean;
  /** Index of the current iteration in its chunk. */
  i: number;
  /** Must be called at the start of each iteration. Blocks until the iteration's chunk is ready, or claims it. */
  next(): void;
  /** Must be called when the loop is left, in whatever way. */
  end(): void;
  /** `value`, except in an awaited loop that runs in parallel: then the value of `Entry.pins[index]` at entry. */
  pin<T>(index: number, value: T): T;
  col(index: number): Column;
  /**
   * In place of `Math.random()`, where a seed was given to {@link Emitted.open}: the next number of this iteration.
   *
   * @param unused the original call stays in the text
   */
  random(unused: number): number;
}

/** The replay's view of a loop with the clause `stream`. */
export interface StreamHandle extends Handle {
  /** What the loop goes through instead of `source`: the same items, taken from it some time before. */
  stream<S>(source: S): S;
  /** The same for `for await`. */
  streamAsync<S>(source: S): S;
}

/** The direct tier's view: all done, or the original loop has to run after `skip` committed iterations. */
export interface Bulk {
  done: boolean;
  skip: number;
  end(): void;
  pin<T>(index: number, value: T): T;
}

/** Thrown by the guards below while an {@link Entry} is built: the construct then runs serially. */
export interface GuardFailure {
  readonly reason: string;
}

/** The clause `seed(n)`; its value stands in the program's text, so it may be anything. */
export interface Seeded {
  readonly seed: unknown;
}

export interface Emitted {
  site(spec: SiteSpec): Site;

  /** False where the construct runs serially whatever its entry says, so that none need be built. */
  ready(site: Site): boolean;

  /** Split tier, blocking. Where `entry` failed or throws, the loop runs serially and throws by itself. */
  open(site: Site, entry: Built | (() => Entry) | undefined, seeded?: Seeded): Handle;
  /** Split tier, awaited: a promise that resolves when every chunk has been computed, or at once a serial handle. */
  openAsync(site: Site, entry: Built | (() => Entry) | undefined, seeded?: Seeded): Handle | Promise<Handle>;

  /** Split tier, for bodies that wait: as {@link open}, and other code runs between the iterations. */
  openInterleaved(site: Site, entry: Built | (() => Entry) | undefined, seeded?: Seeded): Handle;

  /** As {@link openInterleaved}, for a source that is asked for some items ahead: of the entry, `space` says nothing. */
  openStream(site: Site, entry: Built | (() => Entry) | undefined): StreamHandle;

  /** Direct tier, blocking. */
  bulk(site: Site, entry: Built | (() => Entry) | undefined): Bulk;
  bulkAsync(site: Site, entry: Built | (() => Entry) | undefined): Bulk | Promise<Bulk>;

  /**
   * An array call: evaluates nothing itself, `receiver` is the value already. Calls `replay(receiver, handle)`
   * which contains the original method call, and ends the handle afterwards.
   */
  each<R, V>(
    site: Site,
    receiver: R,
    entry: (receiver: R) => Entry,
    replay: (receiver: R, handle: Handle) => V,
    seeded?: Seeded,
  ): V;
  eachAsync<R, V>(
    site: Site,
    receiver: R,
    entry: (receiver: R) => Entry,
    replay: (receiver: R, handle: Handle) => V,
    seeded?: Seeded,
  ): Promise<V>;

  /** A callback that is not written in place: begins the iteration, and takes its result from the column. */
  callback<F>(handle: Handle, column: Column, original: F): F;

  /** Stands for a value that the replay does not use: can be destructured in any way, and gives itself. */
  readonly nothing: never;

  // Guards and iteration spaces, called while building an Entry. Each throws a GuardFailure.

  /** `for (i = lo; i OP hi; i += step)`. Integers in closed form, other numbers by running the header. */
  range(
    lo: unknown,
    op: '<' | '<=' | '>' | '>=' | '!=' | '!==',
    hi: unknown,
    step: unknown,
    more?: readonly (readonly [start: unknown, step: unknown])[],
  ): Space;
  /** Any other header: `header` runs it with `put(…counters)` as its body, and is a function of `args` alone. */
  counted<A extends readonly unknown[]>(
    header: (put: (...counters: unknown[]) => void, ...args: A) => void,
    ...args: A
  ): Space;
  /** Nested loops as one space: the iterations in the order in which the innermost body runs. */
  product(...levels: readonly Space[]): Space;
  /**
   * The space, if no two of its iterations x and y, of the directions 1: x < y, 2: x = y, 4: x > y, have both
   * a₁x − b₁y + c₁ ≤ 0 and a₂x − b₂y + c₂ ≤ 0. A test is the sum of its directions, 1 if the second is the first one
   * negated (else 0), a₁, b₁, c₁, a₂, b₂, c₂, and values that must not be negative.
   */
  apart(space: Space, ...tests: readonly (readonly unknown[])[]): Space;
  /** `for (x of xs)`: an Array or typed array with its own iterator untouched; holes are read as undefined. */
  items(xs: unknown, view?: 'entries' | 'keys' | 'values'): Space;
  /** `for (x of c)` and `for (x of c.view())`: any built-in container: array, typed array, Map, Set, text; `pairs`: a Map. */
  listed(container: unknown, view?: 'entries' | 'keys' | 'values' | 'pairs'): Space;
  /** `for (k in o)`: a plain object or array that inherits nothing enumerable. */
  names(object: unknown): Space;
  /** What a pure generator gives, taken from one of our own; `copied`: objects are copied as they come. */
  drained(generator: unknown, copied: boolean, looksInto: readonly unknown[]): unknown[];
  /** `for (m of text.matchAll(pattern))`. */
  matches(text: unknown, pattern: RegExp): unknown[];
  /** `xs.map(…)`: the elements that the callback gets, in order. Array or typed array, with `method` untouched. */
  dense(xs: unknown, method: string, skipped?: number): Space;
  /** `Array.from(xs, …)`: as items, or an object of nothing but a length; with `from` untouched. */
  source(xs: unknown, maker: string): Space;
  /** The value of `object[key]` if reading it runs no user code (data property, string length, …). */
  get(object: unknown, key: string | number): unknown;
  /** A container whose elements can be assigned without running user code. Returns it. */
  writable<T>(container: T): T;
  /** A Map or Set with its own methods untouched. Returns it. */
  collection<T>(container: T): T;
  /** An ordinary array with an untouched `push`. Returns it. */
  appendable<T>(array: T): T;
  /** A plain object (or array) without accessors on `key`. Returns it. */
  settable<T>(object: T, key: string, isClass?: boolean): T;
  /** A value that is an integer within ±2^53, as subscripts assume. Returns it. */
  integer(value: unknown): number;
  /** Plain data, whose conversion to text or a number and whose printing runs no user code. Returns it. */
  scalar<T>(value: T): T;
  /** A table of functions that is as its text shows it. Returns it. */
  asWritten<T>(table: T, text: TableText): T;
  /** A primitive value. Returns it. */
  primitive<T>(value: T): T;
  /** The classes are as they were written. Gives what an entry says of them. */
  classes(list: readonly ClassSpec[]): unknown;
  /** No object occurs twice among the elements. Returns it. */
  distinct<T>(xs: T): T;
  /** A direct instance of the class, whose methods of these names are those in the class's own text. Returns it. */
  methods<T>(object: T, type: object, names: readonly string[]): T;
  /** The value is not null or undefined and has its built-in class's own method `name`. Returns it. */
  native<T>(value: T, method: string): T;
}

/**
 * What the text of a table shows: a function's name and number of parameters (`add/2`), a literal, the members of an object,
 * array or Map; null: nothing.
 */
export type TableText =
  | string
  | null
  | { readonly value: unknown }
  | { readonly object: Readonly<Record<string, TableText>> }
  | { readonly list: readonly TableText[] }
  | { readonly map: readonly (readonly [unknown, TableText])[] };

/** Opaque: per-construct memory of the runtime. */
export interface Site {
  readonly spec: SiteSpec;
}

// ---------------------------------------------------------------- worker side

/** Given the captures and a job's services, returns the function that computes iterations [lo, hi). */
export type BodyFactory = (captures: readonly unknown[], job: BodyJob) => (lo: number, hi: number) => void;

/** What an emitted body may call. One per construct execution and worker. */
export interface BodyJob {
  readonly columns: readonly WorkerColumn[];
  readonly writes: readonly WorkerWrites[];
  /** Starts iteration k; true means: stop this chunk (cancelled, or an earlier iteration failed). */
  begin(k: number): boolean;
  /** Iteration k failed with an error (or with a value that may not travel): its log entries are dropped. */
  fail(error: unknown): void;
  /** The current iteration goes on, but something that the replay would take was not logged: its log entries are dropped. */
  lost(): void;
  /** Value of a counter in iteration k; the first one is the one that the header's condition tests. */
  index(k: number, counter?: number): number;
  /** As {@link Handle.random}. */
  random(unused: number): number;
  /** The value, if it is no object; otherwise the iteration cannot be logged. */
  scalar<T>(value: T): T;
  /** Registers objects that exist once per worker; a logged value that reaches one of them is a miss. */
  known(...roots: unknown[]): void;
  /** Makes the objects that were sent instances of their classes again, in the order of `Entry.classes`. */
  revive(types: readonly { readonly prototype: object }[]): void;
}

export interface WorkerColumn {
  /** Logs the value and returns it. */
  put<T>(value: T): T;
}

export interface WorkerWrites {
  /** Logs `target[index] = value` and returns the value. */
  set<T>(index: unknown, value: T): T;
  /** Logs `target.push(value)`. */
  push(value: unknown): void;
}
