import type { WorkerModule } from './stages.ts';

/** What the pipeline may ask of the outside. Everything is synchronous and must be a pure function of the project. */
export interface Host {
  /** Text of a local module, or undefined when there is none. */
  readFile(path: string): string | undefined;
  /** Absolute path of the local source module that `specifier` means in `importer`; undefined for packages. */
  resolve(specifier: string, importer: string): string | undefined;
  /** The path behind symbolic links, where the program's loader follows them. Default: the path itself. */
  realPath?(path: string): string;
}

/**
 * Who finds the packages of the program: Node for `import`, Node for `require`, or a bundler. Where package.json has
 * several answers and it is not known which one counts, the package's source is not read.
 */
export type Resolution = 'node' | 'commonjs' | 'bundler';

/** Options of `transform()`. */
export interface Options {
  /** Default: a host that sees no other module (imports of local modules are then unknown). */
  host?: Host;
  /** JavaScript expression for the URL of a worker module. Default: `new URL("./NAME.parallelN.js", import.meta.url).href`. */
  ref?: (module: WorkerModule) => string;
  /** Module specifier of the runtime in emitted code. Default `@parloop/runtime`. */
  runtime?: string;
  /** Severity of a refused construct. Default `error`. */
  onRefusal?: 'error' | 'warn';
  /** What a construct in a sync function does: block, or (browser main thread) stay serial. Default `block`. */
  sync?: 'block' | 'serial';
  /** `await` may stand at the top level of the emitted module (not in CommonJS). Default true. */
  topLevelAwait?: boolean;
  /** Default `node`. */
  resolution?: Resolution;
  /**
   * Packages, parts of packages and functions of them for which the user vouches: `name`, `name/sub`, `name#function`.
   * Calling them does nothing but return a value, and importing them once more does nothing that anybody could notice.
   */
  pure?: readonly string[];
  /** Sees every stage's record. */
  trace?: (stage: string, record: unknown) => void;
}

export interface ResolvedOptions {
  readonly host: Host;
  readonly ref: (module: WorkerModule) => string;
  readonly runtime: string;
  readonly onRefusal: 'error' | 'warn';
  readonly sync: 'block' | 'serial';
  readonly topLevelAwait: boolean;
  readonly resolution: Resolution;
  readonly pure: readonly string[];
  readonly trace: (stage: string, record: unknown) => void;
}

const BLIND: Host = { readFile: () => undefined, resolve: () => undefined };

/** `/src/app.ts`, 2 → `app.parallel2.js`. */
export const workerFileName = (id: string, index: number): string =>
  `${id.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '')}.parallel${index}.js`;

const siblingUrl = (module: WorkerModule): string =>
  `new URL(${JSON.stringify(`./${workerFileName(module.file, module.index)}`)}, import.meta.url).href`;

/** The only place where defaults are written. */
export const resolveOptions = (options: Options = {}): ResolvedOptions => ({
  host: options.host ?? BLIND,
  ref: options.ref ?? siblingUrl,
  runtime: options.runtime ?? '@parloop/runtime',
  onRefusal: options.onRefusal ?? 'error',
  sync: options.sync ?? 'block',
  topLevelAwait: options.topLevelAwait ?? true,
  resolution: options.resolution ?? 'node',
  pure: options.pure ?? [],
  trace: options.trace ?? (() => {}),
});
