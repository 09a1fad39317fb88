/** What an expression does: reads and writes along access paths, effects outside of the heap, faults. */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { SymbolId } from './ids.ts';

/**
 * A field; 0: an element of an array, by a number; 1: by something that may be another name; 2: by the only counter of the
 * construct.
 */
export type UseStep = string | 0 | 1 | 2;

/** A mention of a variable from outside or of the current element, and the way from there to the value that is used. */
export interface Use {
  readonly symbol: SymbolId;
  readonly steps: readonly UseStep[];
  /** Of the mention in the construct. */
  readonly span: Span;
  /** `read`: nothing but the way is looked at · `moved`: the value is handed on as it is · `value`: anything else. */
  readonly as: 'read' | 'moved' | 'value';
}

/** Σ coefficient · Π symbols + constant, over integers. */
export interface Affine {
  readonly constant: number;
  readonly terms: readonly { readonly coefficient: number; readonly symbols: readonly SymbolId[] }[];
}

/** Values of the counter of an inner loop: `lower` ≤ counter < `upper`, counting up by one. */
export interface LoopRange {
  readonly symbol: SymbolId;
  readonly lower: Affine;
  readonly upper: Affine;
}

/** One step of an access path: a named field, an element, the content of a Map or Set, or anything below. */
export type Segment =
  | { readonly field: string }
  | { readonly index: Affine | null }
  | { readonly content: true }
  | { readonly any: true };

/** Where the keys of a Map are, which are no part of its values. No field of the program has this name. */
export const KEYS: Segment = { field: '[[keys]]' };

/** Where an access path starts. `fresh`: an object just made by the expression itself. */
export type Root =
  | { readonly kind: 'symbol'; readonly symbol: SymbolId }
  | { readonly kind: 'fresh' }
  | { readonly kind: 'this' }
  | { readonly kind: 'unknown'; readonly text: string };

/** A place in one of {@link Graph.files}: where a callee does what is charged to its call. */
export interface Origin {
  readonly file: number;
  readonly span: Span;
}

export interface Access {
  readonly origin?: Origin;
  /** A write of what is certainly a primitive, or a new object that holds nothing of the program's at any level. */
  readonly inert?: true;
  /** A write of an object that the expression has just made for this place: so many of its levels are new. */
  readonly made?: number;
  /** A conversion reads what is in an object: only if the value of the operand here is one. */
  readonly operand?: Span;
  /** In a method: only if this field of its object holds something else than a built-in container. */
  readonly unless?: string;
  readonly write: boolean;
  readonly root: Root;
  readonly path: readonly Segment[];
  readonly span: Span;
}

export interface VariableWrite {
  readonly origin?: Origin;
  readonly symbol: SymbolId;
  readonly span: Span;
  /** `x += e` reads x first; `x = e` does not. */
  readonly compound: boolean;
  /** Operator of a recognised reduction update, e.g. `+`, `min`, `&&`, `if<`. */
  readonly reduction?: string;
}

/** A class of effects outside the heap. */
export type ExternalClass = 'console' | 'read' | 'write' | 'random' | 'clock' | 'process' | 'timer' | 'unknown';

export interface External {
  readonly origin?: Origin;
  readonly class: ExternalClass;
  readonly callee: string;
  /** The call itself, in the file of the construct or of the callee. */
  readonly span: Span;
}

/** Something that may never be part of the parallel slice, with the diagnostic that says so. */
export interface Fault {
  readonly code: string;
  readonly args: Readonly<Record<string, string | number>>;
  readonly span: Span;
  readonly variable?: string;
  readonly related?: { readonly message: string; readonly span: Span; readonly file?: number };
  /** True: not even the replay may contain it, so the construct is refused. */
  readonly fatal?: boolean;
}
