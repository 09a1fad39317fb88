/** The names by which this folder calls TypeScript's things. The compiler itself is the one that ts-patch passes in. */
import type { ts } from 'ts-morph';

export type TypeScript = typeof ts;
export type Program = ts.Program;
export type SourceFile = ts.SourceFile;
export type CompilerHost = ts.CompilerHost;
export type CompilerOptions = ts.CompilerOptions;
export type WriteFile = ts.WriteFileCallback;
export type TsDiagnostic = ts.Diagnostic;

/** A record that the incremental builder and the watcher compare by `version`; not part of TypeScript's public types. */
export interface Versioned {
  version?: string;
}

/** Parts of a program that only the incremental builder calls; not part of TypeScript's public types. */
export interface BuilderView {
  getBindAndCheckDiagnostics?: Program['getSemanticDiagnostics'];
}

/** ts-patch keeps the function that it replaced under this name. */
export interface Patched {
  readonly originalCreateProgram?: TypeScript['createProgram'];
}

/** An entry of `compilerOptions.plugins`. */
export interface PluginConfig {
  /** What a refused construct does: `error` (default), or `serial` with a warning. */
  readonly onRefusal?: 'error' | 'serial';
  /** Packages and functions for which the user vouches: `name`, `name/sub`, `name#function`. */
  readonly pure?: readonly string[];
}
