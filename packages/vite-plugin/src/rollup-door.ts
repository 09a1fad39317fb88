/** Rollup, Rolldown and, built upon it, Vite: worker modules are chunks of the same module graph. */
import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { UnpluginOptions } from 'unplugin';
import { BODY_ID, BODY_REQUEST, outputName, parseBodyId } from './body-id.ts';
import { precedeUsersChunks } from './chunking.ts';
import type { Compiler, Target } from './compiler.ts';
import { contextOf, type Door, type Emission, type HookContext } from './door.ts';
import { findForeignModules, type Graph, type OutputChunks } from './isolation.ts';

/** Emits a chunk per worker module. Its exports may vanish, because it registers itself. */
export function emitChunks(context: HookContext, emitted?: (reference: string) => void): Emission {
  return {
    ref(module) {
      const name = outputName(module);
      const reference = context.emitFile({ type: 'chunk', id: module.id, name, preserveSignature: false });
      emitted?.(reference);
      return `import.meta.ROLLUP_FILE_URL_${reference}`;
    },
  };
}

/** Resolves and loads worker modules, wherever they are asked for. */
export const serveBodies = (
  compiler: Compiler,
  target: Door['target'],
): Pick<UnpluginOptions, 'resolveId' | 'load'> => ({
  resolveId: {
    filter: { id: BODY_REQUEST },
    handler(id) {
      const body = parseBodyId(id) ?? parseBodyId(id.replace(/\?.*$/, ''));
      return body !== undefined && isAbsolute(body.file) && existsSync(body.file) ? id : undefined;
    },
  },
  load: {
    filter: { id: BODY_ID },
    async handler(id) {
      const body = parseBodyId(id);
      if (body === undefined) return undefined;
      this.addWatchFile(body.file);
      const { code, map } = await compiler.body(body, target(contextOf(this)));
      // Registering is a side effect, whatever the package.json beside the source says.
      return { code, map: { ...map }, moduleSideEffects: true };
    },
  },
});

interface BundleContext extends Graph {
  error(message: string): unknown;
}

/** Ends the build when code of the main thread would run in a worker, which nobody would notice otherwise. */
export function guardChunks(this: BundleContext, _options: unknown, bundle: OutputChunks): void {
  for (const { chunk, modules } of findForeignModules(bundle, this)) {
    this.error(
      `parloop: the worker chunk '${chunk}' would also run ${modules.join(', ')}, because they share a chunk with ` +
        'modules that it needs. Leave the latter out of your manual chunks.',
    );
  }
}

/** The outputs are not known yet: the runtime finds out whether it may block, and CommonJS cannot await at the top. */
const TARGET: Target = { sync: 'block', topLevelAwait: false };

/** Rollup and Rolldown as they are. */
export const openRollup = (compiler: Compiler): Door => ({
  emission: (context) => emitChunks(context),
  target: () => TARGET,
  lenient: () => false,
  collects: false,
  hooks: {
    ...serveBodies(compiler, () => TARGET),
    rollup: { outputOptions: precedeUsersChunks, generateBundle: guardChunks },
    rolldown: { outputOptions: precedeUsersChunks, generateBundle: guardChunks },
  },
});
