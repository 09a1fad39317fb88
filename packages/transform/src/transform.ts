/** THE pipeline: find → analyze → plan → emit → validate. */
import { find } from './1-find/find.ts';
import { Project } from './2-analyze/project.ts';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import { report } from './diagnostics/report.ts';
import { type Options, resolveOptions } from './options.ts';
import { assemble } from './pipeline/assemble.ts';
import { decide } from './pipeline/decide.ts';
import { untouched } from './pipeline/result.ts';
import type { Construct, SourceMapLike, WorkerModule } from './stages.ts';
import { parse } from './syntax/parse.ts';

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

export { mayHaveAnnotation } from './1-find/may-have.ts';
export type { SourceMapLike, WorkerModule } from './stages.ts';

/**
 * Rewrites the annotated constructs of one module.
 *
 * Pure and stateless: the same (code, id, options, texts of the local modules that are read) gives the same result.
 * Never throws for anything that the source text may contain: what is wrong with it comes back as diagnostics.
 *
 * @param code TypeScript or JavaScript source text
 * @param id absolute path of the module; its extension decides the language
 * @returns new text, source map, worker modules, verdicts and diagnostics; a refused construct is left as it was
 */
export function transform(code: string, id: string, options: Options = {}): TransformResult {
  const settings = resolveOptions(options);
  const { source, errors } = parse(code, id);
  const [broken] = errors;
  if (broken) {
    const span = { start: broken.start, end: broken.start + Math.max(1, broken.length) };
    return untouched(code, [], [report('PAR9004', id, span, { detail: broken.message })], []);
  }
  const found = find(source, id);
  settings.trace('1-find', found);
  if (found.found.length === 0) return untouched(code, [], found.diagnostics, []);
  const project = new Project(settings, code, id, source);
  const decisions = decide(found.found, project, settings);
  return assemble({ code, id, source, found, project, decisions, settings });
}
