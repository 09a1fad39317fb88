/** What the plan stage decides: the parallel slice P, the replay R, and what travels between them. Plain data. */
import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import type { Form, VariableReport, Verdict } from '../stages.ts';
import type { FieldPath, SymbolId, TextEdit } from './graph.ts';

export type Tier = 'split' | 'direct';

/** A hoisted expression: computed in P, taken from a log column in R. */
export interface Site {
  readonly span: Span;
  readonly column: number;
  readonly shorthand: boolean;
  /** Its statement starts with it: text of ours must not continue the line before. */
  readonly leading: boolean;
}

export interface Column {
  readonly kind: 'once' | 'many';
  readonly mode: 'primitive' | 'any';
}

/** Part of the text of P: literal text, or a span of the source. */
export type Piece = string | Span;

/** Within the body, `span` is replaced by `pieces`; line breaks of dropped text stay. */
export interface Replacement {
  readonly span: Span;
  readonly pieces: readonly Piece[];
}

/** Where R differs from the source. */
export type ReplayEdit =
  | { readonly kind: 'site'; readonly site: Site }
  /** A callback whose results are in the column. */
  | { readonly kind: 'callback'; readonly span: Span; readonly column: number }
  /** Initialiser or assigned value that R does not need when the log has the results. */
  | { readonly kind: 'omit'; readonly span: Span }
  /** Statement that R does not need when the log has the results. */
  | { readonly kind: 'skip'; readonly span: Span; readonly braced: boolean };

/** A value sent to the workers. `text` is evaluated at entry on the main thread. */
export interface Capture {
  readonly symbol: SymbolId;
  readonly name: string;
  readonly text: string;
  /** Index into {@link Graph.files}: where in the worker module the name is needed. */
  readonly file: number;
  /** In the enclosing function (false: at the top level of its module). */
  readonly local: boolean;
  /** A module-level variable that another one hides where the construct stands: `text` calls a getter. */
  readonly hidden?: true;
  /** It is what this path leads to, under a name of ours; what people call it. */
  readonly path?: FieldPath;
  readonly label?: string;
  /** Name to import from the other module into the main module, when `file` is not 0. */
  readonly importAs?: string;
  /** The name that the import is given, where `text` is more than that. */
  readonly alias?: string;
}

/** What is read of the elements of an array. */
export interface ReadTree {
  /** Something that may be no number stands in a subscript: the array must have no names of its own. */
  readonly named: boolean;
  /** Each iteration looks at its own element alone. */
  readonly single: boolean;
  readonly element: ReadNode;
}

export interface ReadNode {
  /** Must be a primitive value. */
  readonly primitive: boolean;
  /** P uses it, or fields of it. */
  readonly sent: boolean;
  readonly fields: Readonly<Record<string, ReadNode>>;
}

/** A class whose instances may be sent: how the main module names it, and what a guard at entry finds in it. */
export interface Registered extends Pick<Capture, 'name' | 'file' | 'text' | 'hidden' | 'importAs'> {
  /** Position in the list of the class that it extends, or -1. */
  readonly base: number;
  readonly members: readonly string[];
  readonly statics: readonly string[];
  readonly iterates: boolean;
}

/** A declaration copied into the worker module. */
export interface Copied {
  readonly symbol: SymbolId;
  readonly name: string;
  readonly file: number;
  readonly span: Span;
  readonly local: boolean;
  /** Keyword to put in front of the span. */
  readonly prefix: string;
  /** Text to put behind the span. */
  readonly suffix?: string;
  readonly edits?: readonly TextEdit[];
  /** Holds an object of its own, which must not be mistaken for a fresh one. */
  readonly object: boolean;
}

/** A variable of another module that a guard looks at. */
export interface GuardImport {
  readonly text: string;
  readonly importAs: string;
  readonly file: number;
}

export interface Imported {
  readonly file: number;
  readonly name: string;
  readonly specifier: string;
  readonly imported: string;
}

/** A name of one file that stands for a copied or captured symbol of another. */
export interface Alias {
  readonly file: number;
  readonly name: string;
  /** `name` is a namespace import, and this one of its members. */
  readonly member?: string;
  readonly target: SymbolId;
}

/** A container that R writes: its guard at entry, and the capture through which P may see it. */
export interface Written {
  readonly text: string;
  /** Position in `captures` of the same object, or -1. */
  readonly own: number;
  /** Everything below it is written as well: must be plain, a tree, and apart from the other captures. */
  readonly deep: boolean;
  /** Places in it are written that have no name of their own. */
  readonly elements: boolean;
}

export interface BulkWrite {
  readonly op: 'set' | 'push';
  readonly target: number;
  /** Statement, and its parts. */
  readonly statement: Span;
  readonly index?: Span;
  readonly value: Span;
}

/** A value of the header: where the replay uses it, and its text at entry. */
export interface Pin {
  readonly span: Span;
  readonly text: string;
}

export interface Accepted {
  readonly tier: Tier;
  readonly form: Exclude<Form, 'none'>;
  readonly columns: readonly Column[];
  readonly worker: {
    readonly body: Span;
    readonly replacements: readonly Replacement[];
    /** Name of the array whose elements the iterations take; null when P does not look at them. */
    readonly container: string | null;
    /** The elements as an array, when the container is none: text that each worker evaluates once. */
    readonly listing?: string;
    /** Text of the object that stands for `this` in P. */
    readonly self?: string;
    /** Outer variables that each iteration assigns before it reads them. */
    readonly privatised: readonly string[];
  };
  readonly replay: readonly ReplayEdit[];
  readonly bulk: readonly BulkWrite[];
  readonly captures: readonly Capture[];
  /** For each capture what is read of its elements; null: all of it is sent. */
  readonly reads: readonly (ReadTree | null)[];
  readonly copies: readonly Copied[];
  readonly imports: readonly Imported[];
  readonly aliases: readonly Alias[];
  readonly guardImports: readonly GuardImport[];
  readonly written: readonly Written[];
  /** Classes whose instances may be sent and brought back. */
  readonly classes: readonly Registered[];
  /** Built-in classes of which no object may be sent. */
  readonly absent: readonly string[];
  /** Variables that the header sets once, declared at entry as well. */
  readonly constants: readonly { readonly name: string; readonly text: string }[];
  /** Objects through which captured paths lead: texts at entry. */
  readonly via: readonly string[];
  /** Text of the iteration space at entry, `$par.items(xs)`; `$r` is the receiver of an array call. */
  readonly space: string;
  /** Further guards, evaluated at entry for their exceptions. */
  readonly guards: readonly string[];
  /** Clause name → expression text, evaluated at entry. */
  readonly clauses: Readonly<Record<string, string>>;
  /** The clause of that name, a string literal. */
  readonly name?: string;
  /** The clause of that name, as text. */
  readonly seed?: string;
  /** Calls of `Math.random` in the body that the seed replaces, in P and in R. */
  readonly draws: readonly Span[];
  /** The clause `effects` allows what gives another result each time. */
  readonly vouched: boolean;
  /** The clause `assume`: what nobody has proved, `assume(pure(f))`. */
  readonly assumed: readonly string[];
  /** Static estimate of one iteration in ns. */
  readonly cost: number;
  readonly open: boolean;
  readonly stopOnFail: boolean;
  readonly writesElements: boolean;
  readonly ownMemory: boolean;
  /** Values that the awaited form fixes at entry: spans in the header of the replay. */
  readonly pins: readonly Pin[];
  /** The clause `stream`: the position of the items in `captures`. */
  readonly stream?: number;
  /** The interleaved form: what is compared at the start of each iteration. */
  readonly steady?: Steady;
}

/** `captures`: how much of each. `guards` are evaluated again; nothing that `objects` (texts) reach may change. */
export interface Steady {
  readonly captures: readonly Watch[];
  readonly guards: readonly string[];
  readonly objects: readonly string[];
}

/**
 * `none`: nobody else can change it · `element`: what belongs to the iteration · `sized`: that, and how many there are ·
 * `ordered`: what belongs to the iteration, if it has a number · `whole`: everything.
 */
export type Watch = 'none' | 'element' | 'sized' | 'ordered' | 'whole';

export interface Plan {
  readonly verdict: Verdict;
  readonly accepted?: Accepted;
  readonly variables: readonly VariableReport[];
  /** Readable guards. */
  readonly guards: readonly string[];
  readonly share: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly notes: readonly string[];
}
