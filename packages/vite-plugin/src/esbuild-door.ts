/**
 * esbuild cannot emit chunks, so each worker module is a bundle of its own that the main bundle imports as a file:
 * esbuild then names, hashes, writes and lists it like any other asset, and knows its path from every chunk.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join, parse, resolve } from 'node:path';
import type { BuildOptions, PluginBuild } from 'esbuild';
import { outputName, parseBodyId, pathId } from './body-id.ts';
import type { Compiler, Target } from './compiler.ts';
import type { Door, Emission } from './door.ts';
import { bundleAsFile } from './esbuild-nested.ts';
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

const targetOf = (options: BuildOptions): Target => ({
  sync: platformOf(options) === 'node' ? 'block' : 'serial',
  topLevelAwait: formatOf(options) === 'esm',
});

function importUrls(): Emission {
  const imports: string[] = [];
  return {
    imports: () => imports,
    ref(module) {
      const name = `$parUrl${imports.length}`;
      imports.push(`import ${name} from ${JSON.stringify(`${URL_MODULE}:${pathId(module)}`)};`);
      return name;
    },
  };
}

/** Node takes a file for an ES module by its extension, whatever package.json stands above the output. */
const extensionFor = (options: BuildOptions): string => (platformOf(options) === 'node' ? '.mjs' : '.js');

const afterColon = (path: string): string => path.slice(path.indexOf(':') + 1);

/** Provides the modules `parloop-url:FILE`, where FILE is the path form of a worker module or any script. */
function provideUrls(build: PluginBuild, compiler: Compiler, target: Target): void {
  const options = build.initialOptions;
  const filter = /.*/;

  build.onResolve({ filter: /^parloop-url:/ }, ({ path }) => ({ path: afterColon(path), namespace: URL_MODULE }));
  build.onLoad({ filter, namespace: URL_MODULE }, ({ path }) => ({
    contents:
      `import path from ${JSON.stringify(`${FILE}:${path}`)};\n` +
      `export default new URL(path, ${BASE[formatOf(options)]}).href;`,
    loader: 'js',
  }));

  build.onResolve({ filter: /^parloop-file:/ }, ({ path }) => {
    const pluginData = afterColon(path);
    const body = parseBodyId(pluginData);
    const name = body === undefined ? parse(pluginData).name : outputName(body);
    return { path: join(dirname(pluginData), name + extensionFor(options)), namespace: FILE, pluginData };
  });
  build.onLoad({ filter, namespace: FILE }, async ({ pluginData }: { pluginData?: string }) => {
    const path = pluginData!;
    const body = parseBodyId(path);
    return bundleAsFile(body === undefined ? path : await compiler.body(body, target), build);
  });
}

/** In Node the runtime starts its workers from its own files, so it must not become part of the bundle. */
function keepRuntime(build: PluginBuild, runtime: string): void {
  build.onResolve({ filter: /^[^.]/ }, ({ path }) => (path === runtime ? { path, external: true } : undefined));
}

const WORKER_URL = /new URL\((["'])([^"']+)\1, import\.meta\.url\)/;

/** For browsers the runtime names its worker's script in the form that other bundlers know. esbuild does not. */
function addRuntimeWorker(build: PluginBuild): void {
  build.onLoad({ filter: /[\\/]runtime[\\/]dist[\\/].*\.js$/ }, async ({ path }) => {
    const text = await readFile(path, 'utf8');
    const script = WORKER_URL.exec(text)?.[2];
    if (script === undefined || !text.includes('new Worker(')) return undefined;
    const source = JSON.stringify(`${URL_MODULE}:${resolve(dirname(path), script)}`);
    return { contents: `import $parWorker from ${source}; ${text.replace(WORKER_URL, '$parWorker')}`, loader: 'js' };
  });
}

export function openEsbuild(compiler: Compiler, { runtime }: ResolvedPluginOptions): Door {
  let options: BuildOptions = {};
  return {
    emission(context) {
      if (options.bundle === true) return importUrls();
      context.warn('parloop: without `bundle: true` esbuild cannot add files for workers, so loops stay serial.');
      return undefined;
    },
    target: () => targetOf(options),
    lenient: () => false,
    collects: true,
    hooks: {
      esbuild: {
        setup(build) {
          options = build.initialOptions;
          provideUrls(build, compiler, targetOf(options));
          if (platformOf(options) === 'node') keepRuntime(build, runtime);
          else addRuntimeWorker(build);
        },
      },
    },
  };
}
