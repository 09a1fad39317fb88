/** Keeps the chunks that workers load free of modules which only the main thread may run. */
import { isBodyId } from './body-id.ts';

interface ModuleNode {
  readonly importedIds: readonly string[];
  readonly dynamicallyImportedIds: readonly string[];
}

/** The module graph, as Rollup's and Rolldown's plugin contexts show it. */
export interface Graph {
  getModuleInfo(id: string): ModuleNode | null;
}

interface OutputChunk {
  readonly type: 'chunk';
  readonly fileName: string;
  readonly facadeModuleId: string | null;
  readonly imports: readonly string[];
  readonly dynamicImports: readonly string[];
  readonly modules: Readonly<Record<string, { readonly renderedLength: number }>>;
}

export type OutputChunks = Readonly<Record<string, OutputChunk | { readonly type: 'asset' }>>;

function closure<T>(roots: Iterable<T>, next: (node: T) => Iterable<T>): Set<T> {
  const seen = new Set(roots);
  for (const node of seen) for (const other of next(node)) seen.add(other);
  return seen;
}

function importsOf(graph: Graph, id: string): string[] {
  const info = graph.getModuleInfo(id);
  return info === null ? [] : [...info.importedIds, ...info.dynamicallyImportedIds];
}

/** All modules that the given worker modules can load, themselves included. */
const reachableFrom = (graph: Graph, bodies: Iterable<string>): Set<string> =>
  closure(bodies, (id) => importsOf(graph, id));

export interface Foreign {
  /** File name of the worker module's chunk. */
  readonly chunk: string;
  readonly modules: readonly string[];
}

const chunkAt = (bundle: OutputChunks, name: string): OutputChunk | undefined => {
  const output = bundle[name];
  return output?.type === 'chunk' ? output : undefined;
};

/** Modules with code of their own; bundlers' helpers (`\0…`) are harmless anywhere. */
const contentOf = (chunk: OutputChunk): string[] =>
  Object.entries(chunk.modules)
    .filter(([id, { renderedLength }]) => renderedLength > 0 && !id.startsWith('\0') && !id.startsWith('rolldown:'))
    .map(([id]) => id);

function foreignModules(bundle: OutputChunks, graph: Graph, chunk: OutputChunk, body: string): string[] {
  const own = reachableFrom(graph, [body]);
  const names = closure([chunk.fileName], (name) => {
    const { imports = [], dynamicImports = [] } = chunkAt(bundle, name) ?? {};
    return [...imports, ...dynamicImports];
  });
  return [...names]
    .flatMap((name) => contentOf(chunkAt(bundle, name) ?? { ...chunk, modules: {} }))
    .filter((id) => !own.has(id));
}

/** Modules in the chunks that a worker loads which its worker module does not import. */
export function findForeignModules(bundle: OutputChunks, graph: Graph): Foreign[] {
  const found: Foreign[] = [];
  for (const output of Object.values(bundle)) {
    if (output.type !== 'chunk' || !isBodyId(output.facadeModuleId)) continue;
    const modules = foreignModules(bundle, graph, output, output.facadeModuleId!);
    if (modules.length > 0) found.push({ chunk: output.fileName, modules });
  }
  return found;
}
