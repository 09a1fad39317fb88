/**
 * ts-patch's program transformer: `{"transform": "@parloop/transform/ts-patch", "transformProgram": true}` in
 * `compilerOptions.plugins`, then `tspc`.
 *
 * The program that TypeScript made stays the one that everybody asks: its diagnostics, declarations and records are
 * those of the original texts. Only its JavaScript comes from somewhere else, and refused constructs are its errors.
 */
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { toTypeScript } from '../../diagnostics/render/typescript.ts';
import { backendOf } from './backend.ts';
import type {
  BuilderView,
  CompilerHost,
  PluginConfig,
  Program,
  SourceFile,
  TsDiagnostic,
  TypeScript,
  Versioned,
} from './compiler-types.ts';
import { emitThrough } from './emit.ts';
import { type Unit, type Units, unitsOf } from './units.ts';

/** The version that TypeScript gave a file, before ours was added to it: watchers use a record again and again. */
const versions = new WeakMap<SourceFile, string>();

/** The builder compiles a file again when its version changes, which other modules' texts may bring about here. */
function addVersion({ source, version }: Unit): void {
  const record = source as SourceFile & Versioned;
  const own = versions.get(source) ?? record.version;
  if (own === undefined) return;
  versions.set(source, own);
  record.version = `${own}-${version.slice(0, 16)}`;
}

const inTypeScript = (diagnostic: Diagnostic, program: Program): TsDiagnostic =>
  toTypeScript<SourceFile>(diagnostic, (file) => program.getSourceFile(file)) as TsDiagnostic;

const withSeverity = (unit: Unit | undefined, severity: string): readonly Diagnostic[] =>
  unit?.diagnostics.filter((diagnostic) => diagnostic.severity === severity) ?? [];

/** Adds the errors of a file, or of all files, to what a method of the program says about it. */
function addErrors(method: Program['getSemanticDiagnostics'], program: Program, units: Units) {
  return (file?: SourceFile, ...rest: never[]): readonly TsDiagnostic[] => {
    const asked = file === undefined ? [...units.values()] : [units.get(file.fileName)];
    const errors = asked.flatMap((unit) => withSeverity(unit, 'error'));
    return [...method(file, ...rest), ...errors.map((error) => inTypeScript(error, program))];
  };
}

/** Warnings go to stderr: whatever the program reports makes the compiler fail. */
function warn(units: Units, program: Program, ts: TypeScript): void {
  const warnings = [...units.values()].flatMap((unit) => withSeverity(unit, 'warning'));
  const format = {
    getCanonicalFileName: (path: string) => path,
    getCurrentDirectory: () => program.getCurrentDirectory(),
    getNewLine: () => '\n',
  };
  const shown = warnings.map((warning) => inTypeScript(warning, program));
  process.stderr.write(ts.formatDiagnostics(shown, format));
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/**
 * @param program as TypeScript made it
 * @param host of that program; TypeScript's own default when there is none
 * @param config the entry of `plugins`
 * @param extras `ts` is the compiler that made the program
 * @returns the same program
 * @public for `program.cts`
 */
export function transformProgram(
  program: Program,
  host: CompilerHost | undefined,
  config: PluginConfig,
  { ts }: { readonly ts: TypeScript },
): Program {
  const files = host ?? ts.createCompilerHost(program.getCompilerOptions());
  const units = unitsOf(program, files, config, ts);
  if (units.size === 0) return program;
  for (const unit of units.values()) addVersion(unit);
  warn(units, program, ts);

  const builderView = program as Program & BuilderView;
  const backend = once(() => backendOf(units, program, files, ts));
  program.getSemanticDiagnostics = addErrors(program.getSemanticDiagnostics, program, units);
  if (builderView.getBindAndCheckDiagnostics !== undefined) {
    builderView.getBindAndCheckDiagnostics = addErrors(builderView.getBindAndCheckDiagnostics, program, units);
  }
  program.emit = emitThrough(program.emit, units, backend, files);
  return program;
}
