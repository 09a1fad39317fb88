/** The bundle of one script for workers, with the options of the build that needs it. */
import { existsSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import type { WorkerModule } from '@parloop/transform';
import type { BuildFailure, BuildOptions, BuildResult, Loader, OnLoadResult, Plugin, PluginBuild } from 'esbuild';
import { PLUGIN_NAME } from './plugin-name.ts';

const LOADERS: Readonly<Record<string, Loader>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
  '.jsx': 'jsx',
};

function withInlineMap({ code, map }: WorkerModule): string {
  const json = Buffer.from(JSON.stringify(map)).toString('base64');
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${json}`;
}

/** Loops in modules that a worker loads stay serial. The other plugins take part, but must not count the builds. */
const pluginsFor = (plugins: readonly Plugin[] = []): Plugin[] =>
  plugins
    .filter(({ name }) => name !== PLUGIN_NAME)
    .map(({ name, setup }) => ({
      name,
      setup: (build) => setup({ ...build, onStart() {}, onEnd() {}, onDispose() {} }),
    }));

/** The folder into which esbuild writes the file, as far as it does not depend on the hash. */
function folderOf({ outdir, outfile, assetNames = '', absWorkingDir = process.cwd() }: BuildOptions): string {
  const root = outdir ?? (outfile === undefined ? '.' : dirname(outfile));
  return resolve(absWorkingDir, root, dirname(assetNames.replace(/\[\w+\]\//g, '')));
}

/** A worker module is text, other scripts are files. */
function entryOf(source: WorkerModule | string): BuildOptions {
  if (typeof source === 'string') return { entryPoints: [source] };
  const loader = LOADERS[extname(source.file)] ?? 'js';
  const contents = withInlineMap(source);
  return { stdin: { contents, loader, resolveDir: dirname(source.file), sourcefile: source.file } };
}

function nestedOptions(source: WorkerModule | string, users: BuildOptions): BuildOptions {
  const { entryPoints, stdin, outdir, outbase, entryNames, globalName, banner, footer, outExtension, ...shared } =
    users;
  const wrapping = users.format === 'esm' ? { ...(banner && { banner }), ...(footer && { footer }) } : {};
  return {
    ...shared,
    ...wrapping,
    ...entryOf(source),
    outfile: join(folderOf(users), 'worker.js'),
    bundle: true,
    format: 'esm',
    splitting: false,
    write: false,
    metafile: true,
    sourcemap: users.sourcemap ? 'inline' : false,
    logLevel: 'silent',
    plugins: pluginsFor(users.plugins),
  };
}

type Bundled = BuildResult<{ write: false; metafile: true }>;

const isFailure = (error: unknown): error is BuildFailure => error instanceof Error && 'errors' in error;

function toAsset(result: Bundled, { absWorkingDir = process.cwd() }: BuildOptions): OnLoadResult {
  const script = result.outputFiles.find(({ path }) => path.endsWith('.js'))!;
  const inputs = Object.keys(result.metafile.inputs).map((path) => resolve(absWorkingDir, path));
  return {
    contents: script.contents,
    loader: 'file',
    warnings: result.warnings,
    watchFiles: inputs.filter((path) => existsSync(path)),
  };
}

/** @param source a worker module, or the absolute path of a script */
export async function bundleAsFile(
  source: WorkerModule | string,
  { esbuild, initialOptions }: PluginBuild,
): Promise<OnLoadResult> {
  try {
    const options = { ...nestedOptions(source, initialOptions), write: false, metafile: true } as const;
    return toAsset(await esbuild.build(options), initialOptions);
  } catch (error) {
    if (!isFailure(error)) throw error;
    return { errors: error.errors, warnings: error.warnings };
  }
}
