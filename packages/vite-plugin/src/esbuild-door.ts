/**
 * esbuild cannot emit chunks, so each worker module is a bundle of its own that the main bundle imports as a file:
 * esbuild then names, hashes, writes and lists it like any other asset, and knows its path from every chunk.
 */
import { dirname, join } from 'node:path';
import type { BuildOptions, PluginBuild } from 'esbuild';
import { type BodyId, outputName, parseBodyId, pathId } from './body-id.ts';
import type { Compiler } from './compiler.ts';
import type { Door, Emission } from './door.ts';
import { bundleBody } from './esbuild-nested.ts';
import type { ResolvedPluginOptions } from './options.ts';

/** `parloop-url:PATH_ID` is a module whose default export is the URL of the worker module's file. */
const URL_MODULE = 'parloop-url';
const FILE = 'parloop-file';

const platformOf = ({ platform = 'browser' }: BuildOptions): string => platform;

const DEFAULT_FORMAT: Readonly<Record<string, string>> = { node: 'cjs', browser: 'iife', neutral: 'esm' };
const formatOf = (options: BuildOptions): string => options.format ?? DEFAULT_FORMAT[platformOf(options)]!;

/** Where the running script is, by output format. */
const BASE: Readonly<Record<string, string>> = {
  esm: 'import.meta.url',
  cjs: 'require("node:url").pathToFileURL(__filename).href',
  iife: '(typeof document === "undefined" ? location.href : document.currentScript.src)',
};

function importUrls(options: BuildOptions): Emission {
  const imports: string[] = [];
  return {
    sync: platformOf(options) === 'node' ? 'block' : 'serial',
    imports: () => imports,
    ref(module) {
      const name = `$parUrl${imports.length}`;
      imports.push(`import ${name} from ${JSON.stringify(`${URL_MODULE}:${pathId(module)}`)};`);
      return name;
    },
  };
}

/** Node takes a file for an ES module by its extension, whatever package.json stands above the output. */
const outputPath = (body: BodyId, options: BuildOptions): string =>
  join(dirname(body.file), `${outputName(body)}.${platformOf(options) === 'node' ? 'mjs' : 'js'}`);

function provideUrls(build: PluginBuild, compiler: Compiler): void {
  const options = build.initialOptions;
  const all = /.*/;
  const rest = (path: string): string => path.slice(path.indexOf(':') + 1);

  build.onResolve({ filter: /^parloop-url:/ }, ({ path }) => ({ path: rest(path), namespace: URL_MODULE }));
  build.onLoad({ filter: all, namespace: URL_MODULE }, ({ path }) => ({
    contents:
      `import path from ${JSON.stringify(`${FILE}:${path}`)};\n` +
      `export default new URL(path, ${BASE[formatOf(options)]}).href;`,
    loader: 'js',
  }));

  build.onResolve({ filter: /^parloop-file:/ }, ({ path }) => {
    const body = parseBodyId(rest(path));
    return body && { path: outputPath(body, options), namespace: FILE, pluginData: body };
  });
  build.onLoad({ filter: all, namespace: FILE }, async ({ pluginData }) =>
    bundleBody(await compiler.body(pluginData as BodyId), build),
  );
}

/** In Node the runtime starts its workers from its own files, so it must not become part of the bundle. */
function keepRuntime(build: PluginBuild, runtime: string): void {
  if (platformOf(build.initialOptions) !== 'node') return;
  build.onResolve({ filter: /^[^.]/ }, ({ path }) => (path === runtime ? { path, external: true } : undefined));
}

export function openEsbuild(compiler: Compiler, { runtime }: ResolvedPluginOptions): Door {
  let options: BuildOptions = {};
  return {
    emission(context) {
      if (options.bundle === true) return importUrls(options);
      context.warn('parloop: without `bundle: true` esbuild cannot add files for workers, so loops stay serial.');
      return undefined;
    },
    lenient: () => false,
    hooks: {
      esbuild: {
        setup(build) {
          options = build.initialOptions;
          provideUrls(build, compiler);
          keepRuntime(build, runtime);
        },
      },
    },
  };
}
