/** One source module to JavaScript: its own text and the worker modules that were cut from it. */
import { extname } from 'node:path';
import type { Diagnostic } from '../../../diagnostics/diagnostic.ts';
import { report } from '../../../diagnostics/report.ts';
import type { Host } from '../../../options.ts';
import { workerFileName } from '../../../options.ts';
import { parse } from '../../../syntax/parse.ts';
import { mayHaveAnnotation, type SourceMapLike, type TransformResult, transform } from '../../../transform.ts';
import { type Specifier, shapeOf } from './specifiers.ts';
import { strip } from './strip.ts';

/** A text that becomes one file of the output. */
export interface Piece {
  /** File name of a worker module; undefined for the module itself. */
  readonly workerName?: string;
  readonly code: string;
  /** From the code back to the source: the last step first. */
  readonly maps: readonly SourceMapLike[];
  readonly specifiers: readonly Specifier[];
}

export interface CompiledModule {
  /** Absolute path of the source. */
  readonly file: string;
  readonly pieces: readonly Piece[];
  readonly commonJs: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

export interface CompileSettings {
  readonly host: Host;
  readonly onRefusal: 'error' | 'warn';
  readonly pure: readonly string[];
}

interface Part {
  readonly code: string;
  readonly map: SourceMapLike | null;
  readonly workerName?: string;
}

/** @param workers names of the worker modules, which lie beside the module: what names them stays as it is */
async function pieceOf(
  file: string,
  { code, map, workerName }: Part,
  format: 'esm' | 'cjs',
  workers: readonly string[],
): Promise<Piece> {
  const stripped = await strip(code, file, format);
  const { specifiers } = shapeOf(stripped.code, 'x.js');
  return {
    ...(workerName === undefined ? {} : { workerName }),
    code: stripped.code,
    maps: map === null ? [stripped.map] : [stripped.map, map],
    specifiers: specifiers.filter(({ text }) => !workers.includes(text.replace(/^\.\//, ''))),
  };
}

/** Files without annotations never meet the transform, so their syntax is looked at here. */
function syntaxErrors(text: string, file: string): Diagnostic[] {
  return parse(text, file).errors.map(({ message, start, length }) =>
    report('PAR9004', file, { start, end: start + length }, { detail: message }),
  );
}

const untouched = (code: string): TransformResult => ({
  code,
  map: null,
  workerModules: [],
  constructs: [],
  diagnostics: [],
  dependencies: [],
});

/** In CommonJS `import` is no statement, so the transformed text could not reach the runtime. */
function isCommonJs(text: string, file: string): boolean {
  const extension = extname(file);
  if (extension === '.cts' || extension === '.cjs') return true;
  return extension === '.js' && !shapeOf(text, file).isModule;
}

/**
 * @param text of the file
 * @returns no pieces when there are errors among the diagnostics
 * @throws esbuild's error for syntax that TypeScript accepts and esbuild does not
 */
export async function compileModule(text: string, file: string, settings: CompileSettings): Promise<CompiledModule> {
  const commonJs = isCommonJs(text, file);
  const isPlain = commonJs || !mayHaveAnnotation(text);
  const result = isPlain ? untouched(text) : transform(text, file, settings);
  const syntax = isPlain ? syntaxErrors(text, file) : [];
  const diagnostics = [...syntax, ...result.diagnostics];
  if (diagnostics.some(({ severity }) => severity === 'error')) return { file, pieces: [], commonJs, diagnostics };
  const workers = result.workerModules.map((module) => ({ ...module, workerName: workerFileName(file, module.index) }));
  const names = workers.map(({ workerName }) => workerName);
  const pieces = [result, ...workers].map((part: Part) => pieceOf(file, part, commonJs ? 'cjs' : 'esm', names));
  return { file, pieces: await Promise.all(pieces), commonJs, diagnostics };
}
