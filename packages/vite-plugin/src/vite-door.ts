/** Vite: the same chunks as in Rollup, and what the development server and user workers need beside them. */
import type { Plugin, ResolvedConfig } from 'vite';
import { isBodyId, parseBodyId } from './body-id.ts';
import { precedeUsersChunks } from './chunking.ts';
import type { Compiler, Target } from './compiler.ts';
import type { Door, Emission, HookContext } from './door.ts';
import type { ResolvedPluginOptions } from './options.ts';
import { PLUGIN_NAME } from './plugin-name.ts';
import { emitChunks, guardChunks, serveBodies } from './rollup-door.ts';
import { bundleAsWorkers, serveByUrl } from './vite-emission.ts';
import { isBundledDev, isClient, targetOf } from './vite-target.ts';

/** Vite's own hook would write a path from the server's root, which neither Node nor a blob worker can import. */
const chunkUrls =
  (emitted: ReadonlySet<string>): NonNullable<Plugin['resolveFileUrl']> =>
  ({ referenceId, relativePath, format }) => {
    if (!emitted.has(referenceId)) return undefined;
    const path = JSON.stringify(relativePath);
    return format === 'cjs'
      ? `require('node:url').pathToFileURL(require('node:path').join(__dirname, ${path})).href`
      : `new URL(${path}, import.meta.url).href`;
  };

/** A worker has no document to preload into when it runs a dynamic import of a module that it shares with the page. */
export const PRELOAD_GUARD: Plugin = {
  name: 'parloop:preload',
  apply: 'build',
  transform: {
    filter: { id: /^\0vite\/preload-helper/ },
    handler: (code) =>
      code.replace(/(function preload\(\s*(\w+)[^)]*\)\s*\{)/, '$1 if (typeof document === "undefined") return $2();'),
  },
};

/** Vitest runs a page's modules in Node, which cannot import from the server's URLs, unless it has a browser. */
function inVitestNode({ plugins }: ResolvedConfig): boolean {
  const names = plugins.map(({ name }) => name);
  return names.includes('vitest') && !names.some((name) => name.startsWith('vitest:browser'));
}

function chooseEmission(config: ResolvedConfig, context: HookContext, emitted: Set<string>): Emission | undefined {
  if (config.isWorker || isBundledDev(config, context)) return bundleAsWorkers();
  if (config.command === 'build') return emitChunks(context, (reference) => emitted.add(reference));
  // Workers do not see the modules of the server's own runner, nor the mocks of a test.
  return isClient(context) && !inVitestNode(config) ? serveByUrl(config) : undefined;
}

/** @param workerPlugin the plugin again, for the bundles of the user's own workers */
export const openVite =
  (workerPlugin: (options: ResolvedPluginOptions) => Plugin) =>
  (compiler: Compiler, options: ResolvedPluginOptions): Door => {
    const emitted = new Set<string>();
    /** Known before any module is met. */
    let config: ResolvedConfig | undefined;
    let bundlesBody = false;
    const vite: Plugin = {
      name: PLUGIN_NAME,
      config: () => ({
        optimizeDeps: { exclude: [options.runtime] },
        worker: { plugins: () => [workerPlugin(options)] },
      }),
      configEnvironment: (name, { consumer = name === 'client' ? 'client' : 'server' }) =>
        consumer === 'server' ? { resolve: { external: [options.runtime] } } : null,
      configResolved(resolved) {
        config = resolved;
      },
      buildStart({ input }) {
        // Loops that a worker module reaches run in that worker. Building them again would never end.
        bundlesBody = Object.values(input ?? {}).some((id) => parseBodyId(id) !== undefined);
      },
      resolveFileUrl: chunkUrls(emitted),
      outputOptions: precedeUsersChunks,
      generateBundle: guardChunks,
      // Nobody imports a worker module, which would otherwise mean that the page has to be loaded again.
      hotUpdate: ({ modules }) => modules.filter((module) => !isBodyId(module.id)),
    };
    const target = (context: HookContext): Target => targetOf(config!, context);
    return {
      emission: (context) => (bundlesBody ? undefined : chooseEmission(config!, context, emitted)),
      target,
      lenient: () => config?.command === 'serve',
      collects: false,
      hooks: { ...serveBodies(compiler, target), vite },
    };
  };
