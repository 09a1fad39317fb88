/** What a call of a built-in function does. One row of a table describes a class of functions that do the same. */
import type { ExternalClass } from '../../records/graph.ts';

/**
 * What it gives back: a primitive, a new object, an element of the receiver, the receiver itself (or for functions the
 * first argument), another view of the receiver's or first argument's memory, or anything.
 */
export type Returns = 'primitive' | 'fresh' | 'element' | 'self' | 'argument' | 'view' | 'unknown';

export interface Row {
  readonly returns: Returns;
  /** Number of levels of the result that are certainly new objects. Default: unlimited for `fresh`. */
  readonly depth?: number;
  /** An effect outside of the heap, or a read of something there. */
  readonly external?: ExternalClass;
  /** Changes its receiver; functions: their first argument. */
  readonly mutates?: boolean;
  /** It only puts primitives into elements. */
  readonly elements?: boolean;
  /** Keeps its arguments: they become reachable from the receiver. */
  readonly retains?: boolean;
  /** Position of a callback, which it calls with elements of the receiver (functions: of the first argument). */
  readonly callback?: number;
  /** The callback says where the elements go, and the result holds these elements. */
  readonly groups?: boolean;
  /** Changes the receiver only if that is an iterator, or a pattern with the flag g or y. */
  readonly advances?: boolean;
  /** The result is of a class that no clone reproduces: logging it would be in vain. */
  readonly unclonable?: boolean;
  /** Calls every function that it is given, wherever that stands among its arguments. */
  readonly calls?: 'any';
  /** With more arguments than so many it does something else, of which nothing is known. */
  readonly most?: number;
  /** State of its package on which the result depends, and of which a worker has its own. */
  readonly state?: string;
  /** Estimated cost in ns; default 5. */
  readonly cost?: number;
  /** Nobody may rely on it: a call is refused as one of an unknown function. */
  readonly opaque?: boolean;
}

export type Table = Readonly<Record<string, Row>>;

/** `rows([row, 'name name'], …)` */
export const rows = (...list: readonly (readonly [row: Row, names: string])[]): Table =>
  Object.fromEntries(list.flatMap(([row, names]) => names.split(' ').map((name) => [name, row])));

// ------------------------------------------------------------------ verdicts

/** Reads its receiver and arguments; the result is a primitive. */
export const PRIMITIVE: Row = { returns: 'primitive' };
/** The same, with an estimate. */
export const primitive = (cost: number): Row => ({ returns: 'primitive', cost });
/** A new object, and everything in it is new. */
export const FRESH: Row = { returns: 'fresh' };
export const fresh = (cost: number): Row => ({ returns: 'fresh', cost });
/** A new object that only its own thread can have: formatters, hashes, iterators. */
export const bound = (cost: number): Row => ({ returns: 'fresh', cost, unclonable: true });
/** A new container with what was there before. */
export const shallow = (cost: number): Row => ({ returns: 'fresh', depth: 1, cost });
/** Changes its receiver (functions: the first argument). */
export const WRITES: Row = { returns: 'primitive', mutates: true };
/** Acts on, or depends on, something outside of the heap. */
export const external = (kind: ExternalClass, returns: Returns = 'unknown'): Row => ({ returns, external: kind });
/** Reflection, asynchrony, identity of objects over time: refused as unknown. */
export const OPAQUE: Row = { returns: 'unknown', opaque: true };
