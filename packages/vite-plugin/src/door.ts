import type { WorkerModule } from '@parloop/transform';
import type { UnpluginOptions } from 'unplugin';
import type { ResolvedConfig } from 'vite';
import type { Target } from './compiler.ts';
import type { Reporter } from './report.ts';

/** The part of Rollup's, Rolldown's, Vite's and esbuild's hook contexts that is used here. */
export interface HookContext extends Reporter {
  addWatchFile(file: string): void;
  /** Not in esbuild. */
  emitFile(file: { type: 'chunk'; id: string; name: string; preserveSignature: false }): string;
  /** In Vite only. */
  readonly environment?: {
    readonly name: string;
    readonly config: Pick<ResolvedConfig, 'build'> & {
      readonly consumer: 'client' | 'server';
      readonly isBundled?: boolean;
    };
  };
}

/** unplugin declares the context of all bundlers by what the poorest of them has. */
export const contextOf = (context: object): HookContext => context as HookContext;

/** How the worker modules of one source file get into the output. */
export interface Emission {
  /** Expression for the URL of a worker module; called once for each of them. */
  ref(module: WorkerModule): string;
  /** Imports which `ref` relies on, appended below the module so that no position in it changes. */
  imports?(): readonly string[];
}

/** What is special about one bundler. */
export interface Door {
  /** Decides how a module's constructs are built; undefined: its loops stay serial in this kind of build. */
  emission(context: HookContext): Emission | undefined;
  /** Where the module will run. */
  target(context: HookContext): Target;
  /** True in development, where a refused construct is a warning by default. */
  lenient(): boolean;
  /** True where reporting an error does not throw. */
  readonly collects: boolean;
  readonly hooks: Partial<UnpluginOptions>;
}
