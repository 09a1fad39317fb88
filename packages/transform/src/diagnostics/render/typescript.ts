/** For programs that show TypeScript's diagnostics: `tspc`, editors. Names no TypeScript version. */
import type { Diagnostic, Severity, Span } from '../diagnostic.ts';

/** The part of `ts.Diagnostic` that TypeScript's formatters read. `F` is the compiler's `SourceFile`. */
export interface TsDiagnostic<F> {
  readonly source: 'parloop';
  readonly category: number;
  readonly code: number;
  readonly file: F | undefined;
  readonly start: number | undefined;
  readonly length: number | undefined;
  readonly messageText: string;
  readonly relatedInformation?: TsDiagnostic<F>[];
}

/** Values of `ts.DiagnosticCategory`. */
const CATEGORY: Readonly<Record<Severity, number>> = { warning: 0, error: 1, info: 3 };

/** TypeScript's own codes are below 100 000: PAR3001 is shown as TS903001. */
const FIRST_CODE = 900_000;

/**
 * @param sourceFile the compiler's record of a file, by absolute path; a diagnostic of an unknown file has no place
 */
export function toTypeScript<F>(diagnostic: Diagnostic, sourceFile: (file: string) => F | undefined): TsDiagnostic<F> {
  const { code, severity, message, help, related } = diagnostic;
  const number = FIRST_CODE + Number(code.slice(3));
  const at = (file: string, span: Span, category: number, messageText: string): TsDiagnostic<F> => {
    const known = sourceFile(file);
    const place =
      known === undefined
        ? { start: undefined, length: undefined }
        : { start: span.start, length: span.end - span.start };
    return { source: 'parloop', category, code: number, file: known, ...place, messageText };
  };
  const text = `${code}: ${message}${help === undefined ? '' : `\n  help: ${help}`}`;
  return {
    ...at(diagnostic.file, diagnostic.span, CATEGORY[severity], text),
    relatedInformation: related.map((place) => at(place.file, place.span, 3, place.message)),
  };
}
