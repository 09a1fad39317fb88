/** For code scanning services: the Static Analysis Results Interchange Format, version 2.1.0. */
import { CATALOGUE, isCode } from '../catalogue/index.ts';
import type { Diagnostic, Fix, Severity, Span } from '../diagnostic.ts';
import { type LineTable, rangeOf } from '../frame.ts';
import { type ReadSource, shortPath, sources } from './source.ts';

export interface SarifOptions {
  readonly read: ReadSource;
  /** Folder to which paths are made relative, as the services expect. */
  readonly folder?: string | undefined;
  /** Version of the tool. */
  readonly version: string;
}

const LEVEL: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

function region(table: LineTable, span: Span) {
  const { start, end } = rangeOf(table, span);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

const uriOf = (file: string, folder: string | undefined): string => {
  const short = shortPath(file, folder).replaceAll('\\', '/');
  return short === file && /^\//.test(short) ? `file://${encodeURI(short)}` : encodeURI(short);
};

function rulesOf(diagnostics: readonly Diagnostic[]) {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  return codes.map((id) => ({ id, ...(isCode(id) ? { name: CATALOGUE[id].slug } : {}) }));
}

/** @returns a SARIF log with one run, ready for `JSON.stringify` */
export function toSarif(diagnostics: readonly Diagnostic[], { read, folder, version }: SarifOptions) {
  const tableOf = sources(read);
  const locationOf = (file: string, span: Span) => ({
    physicalLocation: { artifactLocation: { uri: uriOf(file, folder) }, region: region(tableOf(file), span) },
  });
  const fixOf = (file: string, { title, edits }: Fix) => ({
    description: { text: title },
    artifactChanges: [
      {
        artifactLocation: { uri: uriOf(file, folder) },
        replacements: edits.map(({ span, text }) => ({
          deletedRegion: region(tableOf(file), span),
          insertedContent: { text },
        })),
      },
    ],
  });
  const results = diagnostics.map(({ code, severity, message, help, file, span, related, fixes }) => ({
    ruleId: code,
    level: LEVEL[severity],
    message: { text: help === undefined ? message : `${message}\n${help}` },
    locations: [locationOf(file, span)],
    relatedLocations: related.map((place, id) => ({
      id: id + 1,
      message: { text: place.message },
      ...locationOf(place.file, place.span),
    })),
    ...(fixes === undefined ? {} : { fixes: fixes.map((fix) => fixOf(file, fix)) }),
  }));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'parloop', version, rules: rulesOf(diagnostics) } },
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  };
}
