/** The body of a construct: expressions and statements. */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Access, External, Fault, VariableWrite } from './access.ts';
import type { ExprId, StmtId, SymbolId } from './ids.ts';

/** `cfg.img.width`, `this.opts.k`: named fields, from a variable of the code around the construct, or from its `this`. */
export interface FieldPath {
  readonly root: SymbolId;
  readonly fields: readonly string[];
  /** Text that gives the value at entry without running user code, or fails. */
  readonly entry: string;
  /** Such texts for the objects on the way, from the outermost. */
  readonly owners: readonly string[];
}

/** `this.score(x)`, of a class that has this method: the guard at entry, and what a worker needs to make the call. */
export interface OwnCall {
  readonly owner: string;
  /** The method, and those that it calls in turn; their text begins with the name. */
  readonly methods: readonly { readonly name: string; readonly span: Span; readonly refs: readonly SymbolId[] }[];
  /** Fields that they read. Missing: they use `this` in other ways as well. */
  readonly fields?: readonly FieldPath[];
}

export type ExprOp =
  | 'leaf'
  | 'shorthand'
  | 'member'
  | 'and'
  | 'or'
  | 'nullish'
  | 'conditional'
  | 'function'
  | 'assign'
  | 'call'
  | 'object'
  | 'other';

export interface ExprRecord {
  readonly id: ExprId;
  readonly span: Span;
  readonly op: ExprOp;
  /** Operands in evaluation order. */
  readonly kids: readonly ExprId[];
  /** Operands from this position on are evaluated only sometimes: branches, arguments behind `?.`, default values. */
  readonly conditionalFrom: number;
  /** Variables that this node itself reads. */
  readonly reads: readonly SymbolId[];
  readonly writes: readonly VariableWrite[];
  readonly accesses: readonly Access[];
  readonly externals: readonly External[];
  readonly faults: readonly Fault[];
  /** Certainly a primitive value. */
  readonly primitive: boolean;
  /** May be replaced by a logged value: stands in a value position and is not a target, callee or function. */
  readonly replaceable: boolean;
  /** Estimated own cost in ns, without operands. */
  readonly cost: number;
  /** Header expressions: text on one line that gives the value without running user code, or fails. */
  readonly entry?: string;
  /** A call of a built-in method: its name. */
  readonly method?: string;
  /**
   * Members that it uses, or a callee of it, of objects whose class is only known by what the construct may meet: the
   * classes of these objects have to be tested.
   */
  readonly dispatches?: readonly string[];
  /** `await`, `yield`, the head of an inner `for await`: other code may run here. */
  readonly suspends?: boolean;
  /** A callback that is not written in place: P calls its value with these arguments. */
  readonly applied?: string;
  /** It is a path of fields. */
  readonly path?: FieldPath;
  /** It calls a method of the `this` around the construct. */
  readonly own?: OwnCall;
  /** Function literals: such calls in them, the paths of fields in them, and where they mention variables. */
  readonly owns?: readonly OwnCall[];
  readonly inner?: readonly { readonly path: FieldPath; readonly span: Span }[];
  readonly mentions?: readonly { readonly symbol: SymbolId; readonly span: Span }[];
  /** A call of a built-in method: the function literal that the method calls before it returns. */
  readonly invokes?: ExprId;
  /** A call whose result may be an iterator, which looks at what the call reads when somebody asks it. */
  readonly lazy?: boolean;
  /** Certainly one of the objects of the program (a path to a captured object), so never worth logging. */
  readonly reference: boolean;
}

export type StmtOp =
  | 'expression'
  | 'declaration'
  | 'block'
  /** The body of a construct of sections: each iteration runs one of the kids. */
  | 'sections'
  | 'if'
  | 'loop'
  | 'switch'
  | 'try'
  | 'jump'
  | 'label'
  | 'function'
  | 'empty';

export interface Declarator {
  readonly symbols: readonly SymbolId[];
  readonly span: Span;
  readonly init: ExprId | null;
  /** A plain name, not a pattern. */
  readonly simple: boolean;
  /** A pattern that collects the rest of an iterable. */
  readonly rest: boolean;
}

export interface Jump {
  readonly kind: 'break' | 'continue' | 'return' | 'throw';
  /** True when it ends the iteration of the construct (or the construct, or more). */
  readonly leaves: boolean;
  /** True when it ends the construct itself. */
  readonly exits: boolean;
}

export interface StmtRecord {
  readonly id: StmtId;
  readonly op: StmtOp;
  readonly span: Span;
  /** Expressions that belong to the statement itself, in evaluation order: condition, init, update, argument. */
  readonly exprs: readonly ExprId[];
  /** Sub-statements in order. `if`: then, else. `try`: block, catch, finally. `loop`: init?, body. */
  readonly kids: readonly StmtId[];
  readonly declarators?: readonly Declarator[];
  readonly jump?: Jump;
  /** Symbols that the statement's own head declares or that a function statement declares. */
  readonly declares: readonly SymbolId[];
  /** `loop` only: how many of `kids` are the header. */
  readonly header?: number;
  /** `loop` only: the first of `exprs` is evaluated once, before the first run. */
  readonly begins?: true;
  /** `try` only: which kids are present. */
  readonly handler?: { readonly catch: boolean; readonly finally: boolean };
}
