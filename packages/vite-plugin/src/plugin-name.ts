/** Under this name the plugin appears in bundlers' messages. */
export const PLUGIN_NAME = 'parloop';
