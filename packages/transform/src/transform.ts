import type { Diagnostic } from './diagnostics/diagnostic.ts';
import type { Options } from './options.ts';
import type { Construct } from './stages.ts';

/** A generated module that runs in workers. A pure function of (text of `file`, texts of its local imports, `index`). */
export interface WorkerModule {
  /** `<file>?parallel=<index>&lang.<ext>`. */
  readonly id: string;
  /** Absolute path of the module that it was cut from; relative imports in `code` are relative to it. */
  readonly file: string;
  readonly index: number;
  /** Registration key; ends in a content hash of `code`. */
  readonly key: string;
  /** TypeScript if the source is, with the source's line numbers. */
  readonly code: string;
  /** Source map version 3 as an object. */
  readonly map: SourceMapLike;
}

export interface SourceMapLike {
  version: number;
  file?: string;
  sources: string[];
  sourcesContent?: (string | null)[];
  names: string[];
  mappings: string;
}

export interface TransformResult {
  /** The text to use instead of the source; the source itself when nothing was rewritten. */
  readonly code: string;
  /** null when `code` is the source. */
  readonly map: SourceMapLike | null;
  readonly workerModules: readonly WorkerModule[];
  readonly constructs: readonly Construct[];
  readonly diagnostics: readonly Diagnostic[];
  /** Absolute paths of the other modules that were read: watch files. */
  readonly dependencies: readonly string[];
}

/** True when the text may contain an annotation; cheap enough for every file of a project. */
export const mayHaveAnnotation = (text: string): boolean => text.includes('@parallel') || text.includes('@threaded');

/**
 * Rewrites the annotated constructs of one module.
 *
 * Pure and stateless: the same (code, id, options, texts of the local modules that are read) gives the same result.
 *
 * @param code TypeScript or JavaScript source text
 * @param id absolute path of the module; its extension decides the language
 * @returns new text, source map, worker modules, verdicts and diagnostics; a refused construct is left as it was
 */
export function transform(code: string, _id: string, _options: Options = {}): TransformResult {
  return { code, map: null, workerModules: [], constructs: [], diagnostics: [], dependencies: [] };
}
