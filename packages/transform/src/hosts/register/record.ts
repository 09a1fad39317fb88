import type { Diagnostic, Severity } from '../../diagnostics/diagnostic.ts';
import { vouched } from '../vouched.ts';
import type { Answer } from './answers.ts';
import { hashOf } from './cache.ts';
import { compilerVersion } from './version.ts';

/** What the disk remembers of one compilation. The texts lie beside it, under the names given here. */
export interface Compiled {
  readonly textHash: string;
  readonly answers: readonly Answer[];
  readonly main: string;
  /** By index of the worker module. */
  readonly bodies: Readonly<Record<number, string>>;
  /** Errors mean that the module must not run, and has no texts. */
  readonly diagnostics: readonly Diagnostic[];
}

export const withSeverity = ({ diagnostics }: Compiled, severity: Severity): readonly Diagnostic[] =>
  diagnostics.filter((diagnostic) => diagnostic.severity === severity);

/** What a refused construct does. */
export const onRefusal = (): 'error' | 'warn' => (process.env.PARLOOP_ON_REFUSAL === 'serial' ? 'warn' : 'error');

/** Name of the record of a module: one per file and way to compile it. */
export const recordName = (file: string): string =>
  `${hashOf(file, onRefusal(), compilerVersion(), ...vouched())}.json`;
