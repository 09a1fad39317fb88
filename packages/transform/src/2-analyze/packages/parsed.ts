/** Parsed modules of packages, kept while their text is the same: they seldom change, and are read for many files. */
import { parse } from '../../syntax/parse.ts';
import { resolveScopes, type Scopes } from '../../syntax/scopes.ts';
import { ts } from '../../syntax/ts.ts';

export interface ParsedModule {
  readonly text: string;
  readonly source: ts.SourceFile;
  readonly scopes: Scopes;
  /** It uses `module`, `exports` and `require` instead of `import` and `export`. */
  readonly commonJs: boolean;
}

/** In modules; the oldest go first. */
const CAPACITY = 1000;

const cache = new Map<string, ParsedModule | { readonly text: string; readonly source?: undefined }>();

/** @returns undefined when the text has errors in it */
export function parsedModule(path: string, text: string): ParsedModule | undefined {
  const known = cache.get(path);
  if (known?.text === text) return known.source ? known : undefined;
  const { source, errors } = parse(text, path);
  const commonJs = !path.endsWith('.mjs') && !source.statements.some(isEsm);
  const made = errors.length > 0 ? { text } : { text, source, scopes: resolveScopes(source, commonJs), commonJs };
  cache.delete(path);
  cache.set(path, made);
  for (const oldest of cache.keys()) {
    if (cache.size <= CAPACITY) break;
    cache.delete(oldest);
  }
  return made.source ? made : undefined;
}

const isEsm = (s: ts.Statement): boolean =>
  ts.isImportDeclaration(s) ||
  ts.isExportDeclaration(s) ||
  ts.isExportAssignment(s) ||
  (ts.canHaveModifiers(s) && (ts.getModifiers(s) ?? []).some((m) => m.kind === ts.SyntaxKind.ExportKeyword));
