/** What a variable is, and how a worker can have it. */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Fault, Origin } from './access.ts';
import type { SymbolId } from './ids.ts';

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
