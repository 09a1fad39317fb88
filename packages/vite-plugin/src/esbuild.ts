import { openEsbuild } from './esbuild-door.ts';
import { createPlugin } from './unplugin.ts';

export type { PluginOptions } from './options.ts';

/** parloop for esbuild: `plugins: [parloop()]` with `bundle: true`. */
export default createPlugin(openEsbuild).esbuild;
