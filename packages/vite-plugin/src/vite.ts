import type { Plugin } from 'vite';
import type { PluginOptions } from './options.ts';
import { createPlugin } from './unplugin.ts';
import { openVite, PRELOAD_GUARD } from './vite-door.ts';

export type { PluginOptions } from './options.ts';

const { vite } = createPlugin(openVite((options) => vite(options)));

/**
 * parloop for Vite: `plugins: [parloop()]` in vite.config.ts. Client and server builds, user workers and the
 * development server's client are transformed; server-side modules in development and in Vitest run serially.
 */
export default function parloop(options?: PluginOptions): Plugin[] {
  return [vite(options), PRELOAD_GUARD];
}
