/** For programs: the shape that `parloop check --json` promises. Lines and columns count from 1. */
import type { Construct } from '../../stages.ts';
import type { Diagnostic, Fix, Severity, Span } from '../diagnostic.ts';
import { type LineTable, positionAt, rangeOf } from '../frame.ts';
import { type ReadSource, sources } from './source.ts';

export interface JsonPlace {
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface JsonEdit {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

export interface JsonDiagnostic extends JsonPlace {
  readonly code: string;
  readonly severity: Severity;
  readonly endLine: number;
  readonly endColumn: number;
  readonly variable?: string;
  readonly related: readonly JsonPlace[];
  readonly help?: string;
  readonly fixes?: readonly { readonly title: string; readonly safe: boolean; readonly edits: readonly JsonEdit[] }[];
}

export interface JsonConstruct
  extends Pick<Construct, 'id' | 'annotation' | 'kind' | 'owner' | 'verdict' | 'form' | 'executor' | 'guards'> {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly variables: readonly { readonly name: string; readonly class: string }[];
}

export interface JsonFile {
  readonly file: string;
  readonly constructs: readonly JsonConstruct[];
  readonly diagnostics: readonly JsonDiagnostic[];
}

export interface JsonReport {
  readonly version: 1;
  readonly files: readonly JsonFile[];
}

const region = (table: LineTable, span: Span) => {
  const { start, end } = rangeOf(table, span);
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
};

const fixToJson = (table: LineTable, { title, safe, edits }: Fix) => ({
  title,
  safe,
  edits: edits.map(({ span, text }) => ({ ...region(table, span), text })),
});

/** @param read texts of the files that the diagnostic names */
export function diagnosticToJson(diagnostic: Diagnostic, read: ReadSource): JsonDiagnostic {
  const tableOf = sources(read);
  const { code, severity, message, file, span, variable, related, help, fixes } = diagnostic;
  const table = tableOf(file);
  return {
    code,
    severity,
    message,
    file,
    ...region(table, span),
    ...(variable === undefined ? {} : { variable }),
    related: related.map((place) => ({
      message: place.message,
      file: place.file,
      ...positionAt(tableOf(place.file), place.span.start),
    })),
    ...(help === undefined ? {} : { help }),
    ...(fixes === undefined ? {} : { fixes: fixes.map((fix) => fixToJson(table, fix)) }),
  };
}

/** @param table lines of the construct's file */
export function constructToJson(construct: Construct, table: LineTable): JsonConstruct {
  const { id, annotation, kind, owner, verdict, form, executor, guards } = construct;
  const { line, column, endLine } = region(table, construct.span);
  const variables = construct.variables.map((variable) => ({ name: variable.name, class: variable.class }));
  return { id, annotation, kind, owner, line, column, endLine, verdict, form, executor, variables, guards };
}
