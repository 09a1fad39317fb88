/** The annotated files of a program and what became of them. */
import { createHash } from 'node:crypto';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { mayHaveAnnotation, type SourceMapLike, transform } from '../../transform.ts';
import { vouched } from '../vouched.ts';
import type { CompilerHost, PluginConfig, Program, SourceFile, TypeScript } from './compiler-types.ts';
import { projectHost } from './project-host.ts';
import { bodyPath, referenceIn, resolutionOf } from './reference.ts';

/** A text that TypeScript compiles instead of, or besides, what is on the disk. */
export interface Text {
  /** Absolute path, in memory only if it is a body's. */
  readonly path: string;
  readonly code: string;
  /** From `code` to the original file. */
  readonly map: SourceMapLike | null;
}

/** An annotated file. */
export interface Unit {
  readonly source: SourceFile;
  readonly main: Text;
  readonly bodies: readonly Text[];
  readonly diagnostics: readonly Diagnostic[];
  /** Hash of all texts: changes with what is emitted for the file. */
  readonly version: string;
}

/** Everything that was transformed, by the file name of the source. */
export type Units = ReadonlyMap<string, Unit>;

const wanted = (program: Program) => (file: SourceFile) =>
  !file.isDeclarationFile && !program.isSourceFileFromExternalLibrary(file) && mayHaveAnnotation(file.text);

function versionOf(texts: readonly Text[]): string {
  const hash = createHash('sha256');
  for (const { path, code } of texts) hash.update(`${path}\0${code.length}\0${code}`);
  return hash.digest('hex');
}

/** A file on the disk would be overwritten in the output folder. */
function checkFree(path: string, program: Program): void {
  if (program.getSourceFile(path) !== undefined) {
    throw new Error(`${path} has the name that parloop needs for a worker module: please rename it`);
  }
}

const refusal = (config: PluginConfig): 'error' | 'warn' =>
  (config.onRefusal ?? process.env.PARLOOP_ON_REFUSAL) === 'serial' ? 'warn' : 'error';

/** Transforms the annotated files of a program. */
export function unitsOf(program: Program, compilerHost: CompilerHost, config: PluginConfig, ts: TypeScript): Units {
  const host = projectHost(program, compilerHost, ts);
  const options = program.getCompilerOptions();
  const unitOf = (source: SourceFile): Unit => {
    const path = source.fileName;
    const ref = referenceIn(source, ts, options);
    const resolution = resolutionOf(source, ts, options);
    const pure = vouched(config.pure);
    const result = transform(source.text, path, { host, ref, onRefusal: refusal(config), resolution, pure });
    const bodies = result.workerModules.map((module) => ({ ...module, path: bodyPath(module) }));
    for (const body of bodies) checkFree(body.path, program);
    const main = { path, code: result.code, map: result.map };
    return { source, main, bodies, diagnostics: result.diagnostics, version: versionOf([main, ...bodies]) };
  };
  const units = program.getSourceFiles().filter(wanted(program)).map(unitOf);
  return new Map(units.map((unit) => [unit.source.fileName, unit]));
}
