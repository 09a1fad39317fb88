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
  /** Rendered warnings, for stderr. */
  readonly warnings: string;
  /** Rendered errors; empty when the module may run. */
  readonly errors: string;
}

/** What a refused construct does. */
export const onRefusal = (): 'error' | 'warn' => (process.env.PARLOOP_ON_REFUSAL === 'serial' ? 'warn' : 'error');

/** Name of the record of a module: one per file and way to compile it. */
export const recordName = (file: string): string => `${hashOf(file, onRefusal(), compilerVersion())}.json`;
