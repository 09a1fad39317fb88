/**
 * The program dependence graph of one construct, as the analysis hands it to the plan.
 * Plain data: symbols, expressions and statements refer to each other by number.
 */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Fault, LoopRange, Use } from './access.ts';
import type { ExprRecord, StmtRecord } from './body.ts';
import type { ConstructKind, Header } from './header.ts';
import type { StmtId, SymbolId } from './ids.ts';
import type { ClassRecord, SymbolRecord } from './symbol.ts';

export * from './access.ts';
export * from './body.ts';
export * from './header.ts';
export * from './ids.ts';
export * from './symbol.ts';

export interface FileRecord {
  readonly path: string;
  readonly text: string;
  /** The specifier under which the main module imports it, if it does so itself. */
  readonly specifier?: string;
  /** Name of the package that it is a part of. */
  readonly package?: string;
}

export interface Enclosing {
  /** `await` may stand where the construct stands. */
  readonly async: boolean;
  readonly top: boolean;
  readonly name: string;
  readonly span: Span;
}

export interface Graph {
  readonly kind: ConstructKind;
  readonly span: Span;
  readonly header: Header;
  /** Symbol that stands for the iteration number k in subscripts: the induction variable or the index parameter. */
  readonly induction: SymbolId | null;
  /** Symbols that hold the current element (for-of variable, first parameter). */
  readonly elements: readonly SymbolId[];
  readonly body: StmtId;
  /** Text to execute per iteration. */
  readonly bodySpan: Span;
  readonly statements: readonly StmtRecord[];
  readonly expressions: readonly ExprRecord[];
  /** Counters of inner loops whose bounds are affine. */
  readonly ranges: readonly LoopRange[];
  readonly symbols: readonly SymbolRecord[];
  /** Superclasses first. */
  readonly classes: readonly ClassRecord[];
  /** Variables that are of a built-in class if a guard at entry finds this method of that class. */
  readonly natives: readonly { readonly symbol: SymbolId; readonly method: string }[];
  /** Built-in classes of which no object may be sent: a method's name was taken for one of the program's. */
  readonly absent: readonly string[];
  readonly files: readonly FileRecord[];
  readonly enclosing: Enclosing;
  /** Faults of the header and of the construct as a whole. */
  readonly faults: readonly Fault[];
  /** The body contains a `try`, or is async: a failing iteration need not end the loop. */
  readonly catches: boolean;
  /** Holds only if no Buffer is sent, and no ArrayBuffer but as the memory of a view: what copies elements copies them. */
  readonly ownMemory: boolean;
  /** What is used of the objects that variables from outside and the current element hold. */
  readonly uses: readonly Use[];
  /** Entries of the option `pure` on which all this rests. */
  readonly trusted: readonly string[];
}
