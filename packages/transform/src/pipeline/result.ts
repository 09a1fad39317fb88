import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Construct } from '../stages.ts';
import type { TransformResult } from '../transform.ts';

/** The module stays as it is. */
export const untouched = (
  code: string,
  constructs: readonly Construct[],
  diagnostics: readonly Diagnostic[],
  dependencies: readonly string[],
): TransformResult => ({ code, map: null, workerModules: [], constructs, diagnostics, dependencies });
