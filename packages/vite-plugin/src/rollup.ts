import { openRollup } from './rollup-door.ts';
import { createPlugin } from './unplugin.ts';

export type { PluginOptions } from './options.ts';

/** parloop for Rollup: `plugins: [parloop()]`, before plugins that compile TypeScript. */
export default createPlugin(openRollup).rollup;
