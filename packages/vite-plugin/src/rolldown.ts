import { openRollup } from './rollup-door.ts';
import { createPlugin } from './unplugin.ts';

export type { PluginOptions } from './options.ts';

/** parloop for Rolldown: `plugins: [parloop()]`. */
export default createPlugin(openRollup).rolldown;
