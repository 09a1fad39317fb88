/** Numbers of records, and those that stand for something which has no record. */

export type SymbolId = number;
export type ExprId = number;
export type StmtId = number;

/** Stands for the iteration number in subscripts: the position of the current element. */
export const ITERATION: SymbolId = -1;

/** Stands for `this` where a path begins. */
export const THIS: SymbolId = -3;

/** Stands for the element of the iteration in {@link Use}. */
export const ELEMENT: SymbolId = -4;
