/**
 * The program dependence graph of one construct, as the analysis hands it to the plan.
 * Plain data: symbols, expressions and statements refer to each other by number.
 */
import type { Span } from '../diagnostics/diagnostic.ts';

export type SymbolId = number;
export type ExprId = number;
export type StmtId = number;

/**
 * Where a variable lives, seen from the construct: `private` in its body, `local` in an enclosing function,
 * `module` at the top level of a module, `import` from a package or built-in module, `global` undeclared.
 */
export type Place = 'private' | 'local' | 'module' | 'import' | 'global';

export interface SymbolRecord {
  readonly id: SymbolId;
  readonly name: string;
  readonly place: Place;
  readonly kind: string;
  /** Index into {@link Graph.files}: 0 is the module of the construct. */
  readonly file: number;
  readonly span: Span;
  /** Number of places that give it a value (its initialiser included). */
  readonly definitions: number;
  /** Some function other than the one that declares it mentions it. */
  readonly captured: boolean;
  readonly exported: boolean;
  /** A name through which the module of the construct can import it. */
  readonly exportedAs?: string;
  /** Its name means it where the construct stands. */
  readonly visible: boolean;
  /** How a worker can have it; see {@link Supply}. */
  readonly supply: Supply;
  /** Declared type or initialiser shows that its value can never be cloned: the type's name. */
  readonly unclonable?: { readonly type: string; readonly why?: string; readonly place?: Origin };
  /** A `var` that is declared inside of the construct: its declaration is part of the body's text. */
  readonly declaredInBody: boolean;
  /** Other code, or another call of the same function, may assign it while the code around the construct waits. */
  readonly unsteady: boolean;
  /** A container allocated here whose identity never leaves the function: nobody else can see it. */
  readonly confined: boolean;
}

/** Other text in a part of a declaration that is copied. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/**
 * `value`: send the current value · `copy`: copy the declaration `span` of `file` (it refers to `refs`) ·
 * `import`: import again · `global`: is there anyway · `none`: cannot be had, with the reason.
 */
export type Supply =
  | { readonly kind: 'value' }
  | {
      readonly kind: 'copy';
      readonly span: Span;
      readonly refs: readonly SymbolId[];
      readonly object: boolean;
      readonly prefix?: string;
      /** Variables that must hold primitives at entry, because the declaration converts them. */
      readonly scalars?: readonly SymbolId[];
      /** JSON of what the text of a table shows, if other modules can write into it. */
      readonly table?: string;
      readonly edits?: readonly TextEdit[];
      /** Further parts of a declaration that is written in several. */
      readonly more?: readonly { readonly span: Span; readonly edits: readonly TextEdit[] }[];
      /** Classes: static fields of which the current value is sent. */
      readonly statics?: readonly string[];
    }
  /** Inside of a package that is imported again: there with the package. */
  | { readonly kind: 'imported' }
  | { readonly kind: 'import'; readonly specifier: string; readonly imported: string }
  /** A local import: stands for a symbol of another module. */
  | { readonly kind: 'alias'; readonly target: SymbolId }
  /** A namespace import of a local module: an object of those members that the worker has. */
  | { readonly kind: 'namespace'; readonly members: readonly { readonly name: string; readonly target: SymbolId }[] }
  /** A member of a namespace: there with it. */
  | { readonly kind: 'within'; readonly target: SymbolId }
  | { readonly kind: 'global' }
  | {
      readonly kind: 'none';
      readonly code: string;
      readonly args: Readonly<Record<string, string>>;
      readonly related?: Fault['related'];
      readonly otherwise?: Supply;
    };

/** Stands for the iteration number in subscripts: the position of the current element. */
export const ITERATION: SymbolId = -1;

/** Stands for `this` where a path begins. */
export const THIS: SymbolId = -3;

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

/** Stands for the element of the iteration in {@link Use}. */
export const ELEMENT: SymbolId = -4;

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

/** A class whose instances may be sent: workers have a copy of it. */
export interface ClassRecord {
  readonly symbol: SymbolId;
  /** The class of the program that it extends; it comes first in the list. */
  readonly base: SymbolId | null;
  /** Names of its own methods and accessors. */
  readonly members: readonly string[];
  /** It has a method `[Symbol.iterator]`. */
  readonly iterates: boolean;
  /** Names of its static methods. */
  readonly statics: readonly string[];
  /** Instances may be sent, or are made by the body; otherwise the code mentions the class in some other way. */
  readonly met: 'sent' | 'made' | 'named';
}

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
