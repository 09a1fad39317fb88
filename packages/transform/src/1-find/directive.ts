/** The grammar of annotations: from the comments above a statement to one record. */
import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import { report } from '../diagnostics/report.ts';
import { checkClauses } from './directive-check.ts';
import type { AnnotationName } from './directive-clauses.ts';
import { annotationLines, type CommentText, type RawAnnotation, splitItems, type TextSpan } from './directive-lex.ts';

export type { AnnotationName } from './directive-clauses.ts';
export type { CommentText, TextSpan } from './directive-lex.ts';

/** One clause as it is written. */
export interface DirectiveClause {
  readonly name: string;
  /** Name and value. */
  readonly span: Span;
  /** The text between the parentheses; left out for a bare name. */
  readonly value?: TextSpan;
  /** The value, split at the commas that stand outside of brackets and strings. Empty for a bare name. */
  readonly items: readonly TextSpan[];
}

/** What the annotation lines above one statement say together. JSON-safe. */
export interface Directive {
  readonly annotation: AnnotationName;
  /** The first annotation line, from the at sign to the end of its last clause. */
  readonly span: Span;
  readonly clauses: readonly DirectiveClause[];
  /** What is wrong with the text itself. With any error among them the construct must not be transformed. */
  readonly diagnostics: readonly Diagnostic[];
}

const other = (file: string, line: RawAnnotation, first: RawAnnotation): Diagnostic =>
  report(
    'PAR1010',
    file,
    line.span,
    { clause: `@${line.annotation}`, other: `@${first.annotation}` },
    { related: [{ message: `@${first.annotation} stands here`, file, span: first.span }] },
  );

/** True when the comment holds an annotation, however wrong its clauses are. */
export const hasDirective = (comment: CommentText): boolean => annotationLines(comment).length > 0;

/**
 * Reads the annotation in the comments that lead one statement. Several annotation lines add up; all other lines
 * are prose.
 *
 * @param file absolute path, for the diagnostics
 * @param comments in the order of the file
 * @returns undefined when no line of any comment starts with `@parallel` or `@threaded`
 */
export function readDirective(file: string, comments: readonly CommentText[]): Directive | undefined {
  const lines = comments.flatMap(annotationLines);
  const first = lines[0];
  if (first === undefined) return undefined;
  const strangers = lines.filter((line) => line.annotation !== first.annotation);
  const raw = lines.filter((line) => line.annotation === first.annotation).flatMap((line) => line.clauses);
  return {
    annotation: first.annotation,
    span: first.span,
    clauses: raw.map(({ name, span, value }) =>
      value === undefined ? { name, span, items: [] } : { name, span, value, items: splitItems(value) },
    ),
    diagnostics: [...checkClauses(file, first.annotation, raw), ...strangers.map((line) => other(file, line, first))],
  };
}
