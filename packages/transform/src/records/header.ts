/** The header of a construct: which iterations there are, and what each of them is given. */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Affine, Root, Segment } from './access.ts';
import type { ExprId, SymbolId } from './ids.ts';

export type ConstructKind = 'for' | 'for-of' | 'for-in' | 'call' | 'sections';

/**
 * How the iterations of `for…of` and `for…in` come by their elements. `indexed`: an array, by position · `listed`: any
 * built-in container, listed in the worker · `names`: the property names of an object · `drained`: what a pure
 * generator gives, listed before the loop · `matches`: of a pattern in a text · `streamed`: whatever gives items, taken from
 * it a few at a time.
 */
export interface Elements {
  readonly kind: 'indexed' | 'listed' | 'names' | 'drained' | 'matches' | 'streamed';
  /** The method that stands between the container and the loop. `pairs`: none, but it must be a Map. */
  readonly method: 'entries' | 'keys' | 'values' | 'pairs' | null;
  /** `drained`: visible variables into whose objects the generator looks. `matches`: texts of the arguments. */
  readonly looksInto: readonly SymbolId[];
  readonly arguments: readonly string[];
}

export type Comparison = '<' | '<=' | '>' | '>=' | '!=' | '!==';

/** A variable that the header of a counted loop moves. */
export interface Counter {
  readonly variable: SymbolId;
  /** Its value in the first iteration. */
  readonly lower: ExprId;
  /** The header gives it this value; otherwise it goes on from where it is. */
  readonly started: boolean;
  /** Declared outside of the header. */
  readonly outer: boolean;
  /** Whether the step is added or subtracted. */
  readonly sign: 1 | -1;
  readonly stepExpr: ExprId | null;
  /** Start value and step as forms, where they have one. */
  readonly start: Affine | null;
  readonly step: Affine | null;
  /** The step when it is a literal; null also when it is no step that is added. */
  readonly constantStep: number | null;
}

/** The header of a counted loop. */
export type Counted = Counter & {
  readonly operator: Comparison;
  readonly upper: ExprId;
  /** What the condition (of several that must hold, the first) compares with 0. */
  readonly test: { readonly operator: Comparison; readonly difference: Affine } | null;
  /** Variables besides the one that the condition tests. */
  readonly more: readonly Counter[];
  /** Variables that the header sets once: `for (let i = 0, n = xs.length; …`. */
  readonly constants: readonly { readonly symbol: SymbolId; readonly value: ExprId }[];
  /** The last statement of the body moves the counter. */
  readonly inBody: boolean;
  /** Set where there is no closed form: the header as a loop, and what it is a function of. */
  readonly run: {
    readonly loop: string;
    readonly parameters: readonly string[];
    /** Texts of the parameters' values at entry. */
    readonly values: readonly string[];
    /** Condition and updates. */
    readonly exprs: readonly ExprId[];
  } | null;
};

/** The header of the construct: how the iterations are numbered, and what each is given. */
export type Header =
  /** `nest`: the loops inside of it that the clause `collapse` makes one with it, from the outside in. */
  | ({ readonly kind: 'for'; readonly nest: readonly Counted[] } & Counted)
  | {
      readonly kind: 'for-of';
      /** What is gone through: in `xs.entries()` the receiver, else the whole expression. */
      readonly iterated: ExprId;
      readonly elements: Elements;
      /** A name or member path, which can be evaluated again; anything else is evaluated once, before the loop. */
      readonly stable: boolean;
      /** `for await` */
      readonly awaits: boolean;
      /** The element is taken apart by a pattern. */
      readonly pattern: boolean;
      readonly target: Span;
      /** The target is no declaration of its own: text of ours has to stand in front. */
      readonly assigns: boolean;
      /** Variables from outside of the loop that the header assigns in each iteration. */
      readonly outer: readonly SymbolId[];
      readonly root: Root;
      readonly path: readonly Segment[];
    }
  | {
      readonly kind: 'call';
      readonly method: string;
      /** `Array.from(xs, f)`: the class that makes the result; the receiver is then what it is made from. */
      readonly maker?: string;
      /** From the front or from the back. */
      readonly step: 1 | -1;
      /** Elements that the method takes before it calls the callback: one in a reduction without initial value. */
      readonly skipped: 0 | 1;
      readonly pattern: boolean;
      readonly receiver: ExprId;
      /** Arguments behind the callback: the initial value, what is `this` in the callback. */
      readonly others: readonly ExprId[];
      readonly call: Span;
      readonly callback: Span;
      readonly root: Root;
      readonly path: readonly Segment[];
      /** Source text of the parameters without types: element, index, array. */
      readonly parameters: readonly string[];
      /** Some parameter is a rest, or has a default value. */
      readonly rest: boolean;
      /** The callback may look at the array itself. */
      readonly takesArray: boolean;
      /** Names of the accumulator parameter of `reduce`. */
      readonly accumulator: readonly SymbolId[];
      readonly body: Span;
      /** The body is not the callback's block: an expression, or the call of a callback that is not written in place. */
      readonly expressionBody: boolean;
      readonly inPlace: boolean;
    }
  | {
      /** A block of statements, or a literal of values: iteration k is the k-th of them. */
      readonly kind: 'sections';
      readonly literal: boolean;
      readonly parts: readonly Span[];
    };
