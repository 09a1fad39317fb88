/**
 * The notation of the grammar.
 *
 * A production is a text with holes. `@num` is an expression of that kind, `@block` statements in braces. `@new:num`
 * declares a variable for the statements that follow, `@own:num` one for the blocks of this production, `@const:num`
 * one that nobody assigns; `@as:pos` is an expression that the production repeats: `$1`, `$2` stand for these names and
 * expressions, in their order. `@var:num` is a visible variable that
 * may be assigned, `@any:num` any visible one; without such a variable the production is not available.
 */

/**
 * Where a production may stand. `return`: in the function or callback itself; `outer`: inside of the label `outer`; `await`:
 * in a loop of an async function of a program that waits.
 */
export type Need = 'loop' | 'outer' | 'return' | 'await';

/** Weight, text, and what the place must allow. A production of weight 5 or more is in every program's grammar. */
export type Row = readonly [weight: number, text: string, need?: Need];

export interface Table {
  /** Productions without nested expressions or statements: chosen where the budget is spent. */
  readonly leaf: readonly Row[];
  readonly inner: readonly Row[];
}
