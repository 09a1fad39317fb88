import { createUnplugin, type UnpluginInstance, type UnpluginOptions } from 'unplugin';
import { type Compiler, createCompiler, loadTransform, type Transform } from './compiler.ts';
import { contextOf, type Door } from './door.ts';
import { type PluginOptions, type ResolvedPluginOptions, resolvePluginOptions } from './options.ts';
import { PLUGIN_NAME } from './plugin-name.ts';
import { reportAll } from './report.ts';

/** Cheap enough for every file of a project; what it lets through is parsed. */
export const ANNOTATION = /@parallel|@threaded/;

export type OpenDoor = (compiler: Compiler, options: ResolvedPluginOptions) => Door;

const withImports = (code: string, imports: readonly string[] = []): string =>
  imports.length === 0 ? code : `${code}\n${imports.join('\n')}\n`;

function transformHook(
  compiler: Compiler,
  options: ResolvedPluginOptions,
  door: Door,
): NonNullable<UnpluginOptions['transform']> {
  return {
    filter: { id: { include: options.include, exclude: options.exclude }, code: ANNOTATION },
    async handler(code, id) {
      const context = contextOf(this);
      const emission = door.emission(context);
      if (emission === undefined) return undefined;
      const onRefusal = options.onRefusal ?? (door.lenient() ? 'warn' : 'error');
      const result = await compiler.main(id, code, door.target(context), { ref: emission.ref, onRefusal });
      for (const file of result.dependencies) context.addWatchFile(file);
      reportAll(result.diagnostics, { file: id, text: code }, context, door.collects);
      if (result.map === null) return undefined;
      return { code: withImports(result.code, emission.imports?.()), map: { ...result.map } };
    },
  };
}

/** The plugin for every bundler, given what is special about the one that asks. */
export const createPlugin = (
  open: OpenDoor,
  load: () => Promise<Transform> = loadTransform,
): UnpluginInstance<PluginOptions | undefined, false> =>
  createUnplugin((raw: PluginOptions | undefined) => {
    const options = resolvePluginOptions(raw);
    const compiler = createCompiler({ runtime: options.runtime, pure: options.pure }, load);
    const door = open(compiler, options);
    return {
      name: PLUGIN_NAME,
      enforce: 'pre',
      transform: transformHook(compiler, options, door),
      watchChange: () => compiler.forget(),
      ...door.hooks,
    };
  });
