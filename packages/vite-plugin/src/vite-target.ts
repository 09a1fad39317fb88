/** Where a module will run, as far as Vite's configuration says. */
import type { ResolvedConfig } from 'vite';
import type { Target } from './compiler.ts';
import type { HookContext } from './door.ts';

type BuildOptions = Pick<ResolvedConfig['build'], 'lib' | 'rollupOptions'>;

/** True when modules are bundled while they are served. */
export const isBundledDev = ({ command }: ResolvedConfig, { environment }: HookContext): boolean =>
  command === 'serve' && environment?.config.isBundled === true;

export const isClient = ({ environment }: HookContext): boolean => environment?.config.consumer !== 'server';

function formatsOf({ lib, rollupOptions }: BuildOptions): string[] {
  const formats = [rollupOptions.output].flat().map((output) => output?.format ?? 'es');
  return [...formats, ...(lib ? (lib.formats ?? ['es', 'umd']) : [])];
}

const ES = /^(es|esm|module)$/;

/** The same for a module in a worker and for its worker modules, which Vite bundles as workers of their own. */
export function targetOf(config: ResolvedConfig, context: HookContext): Target {
  if (config.isWorker || isBundledDev(config, context)) {
    return { sync: 'block', topLevelAwait: config.worker.format === 'es' };
  }
  const blocks = config.command === 'build' && !isClient(context);
  const { build } = context.environment?.config ?? config;
  return { sync: blocks ? 'block' : 'serial', topLevelAwait: formatsOf(build).every((format) => ES.test(format)) };
}
