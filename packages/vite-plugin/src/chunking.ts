/**
 * Manual chunks may put a module that a worker needs together with modules that only the main thread may run. So the
 * modules that worker modules reach are assigned to chunks of their own before the user's rules are asked.
 */
import { createHash } from 'node:crypto';
import { isBodyId } from './body-id.ts';

interface ImportedModule {
  readonly isEntry: boolean;
  readonly importers: readonly string[];
  readonly dynamicImporters: readonly string[];
}

interface ModuleSource {
  getModuleInfo(id: string): ImportedModule | null;
}

const CHUNK = 'parallel-shared';

/** The modules at which an evaluation may start and then reach `id`. */
function rootsOf(id: string, graph: ModuleSource): string[] {
  const seen = new Set([id]);
  const roots: string[] = [];
  for (const module of seen) {
    const info = graph.getModuleInfo(module);
    if (info === null) continue;
    if (info.isEntry || info.dynamicImporters.length > 0 || isBodyId(module)) roots.push(module);
    for (const importer of [...info.importers, ...info.dynamicImporters]) seen.add(importer);
  }
  return roots;
}

/** Name of the chunk for a module that some worker needs; the same for modules that the same roots reach. */
export function isolatedChunk(id: string, graph: ModuleSource): string | undefined {
  if (isBodyId(id) || graph.getModuleInfo(id)?.isEntry) return undefined;
  const roots = rootsOf(id, graph);
  if (!roots.some(isBodyId)) return undefined;
  return `${CHUNK}-${createHash('sha256').update(roots.sort().join('\0')).digest('hex').slice(0, 8)}`;
}

type ManualChunks = (id: string, meta: never) => unknown;

function precedeFunction(users: ManualChunks): (id: string, meta: ModuleSource) => unknown {
  return (id, meta) => isolatedChunk(id, meta) ?? (isBodyId(id) ? undefined : users(id, meta as never));
}

type Test = string | RegExp | ((id: string) => unknown) | undefined;

interface Group {
  readonly name?: unknown;
  readonly debugName?: string;
  readonly test?: Test;
}

function matches(test: Test, id: string): boolean {
  if (typeof test === 'function') return Boolean(test(id));
  if (typeof test === 'string') return id.includes(test);
  return test === undefined || new RegExp(test).test(id);
}

const exceptBodies = (group: Group): Group => ({
  ...group,
  test: (id: string) => !isBodyId(id) && matches(group.test, id),
});

const ISOLATED = {
  debugName: CHUNK,
  name: (id: string, graph: ModuleSource): string | null => isolatedChunk(id, graph) ?? null,
  priority: 1e9,
};

const precedeGroups = (splitting: { groups?: readonly Group[] }): object => ({
  ...splitting,
  groups: [ISOLATED, ...(splitting.groups ?? []).map(exceptBodies)],
});

/** The options by which users assign modules to chunks. `advancedChunks` is Rolldown's old name of `codeSplitting`. */
interface ChunkOptions {
  codeSplitting?: unknown;
  advancedChunks?: unknown;
  manualChunks?: unknown;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

interface BundlerContext {
  /** Has a `rolldownVersion` in Rolldown only. */
  readonly meta: object;
}

/** Rolldown treats the function as one group, whose modules take the modules that they import with them. */
function precedeAsGroup<O extends ChunkOptions>({ manualChunks, ...options }: O, users: ManualChunks): object {
  const name = (id: string, graph: ModuleSource): unknown => users(id, graph as never) ?? null;
  return { ...options, codeSplitting: precedeGroups({ groups: [{ name, debugName: 'manualChunks' }] }) };
}

/** The `outputOptions` hook. Lists in Rollup's `manualChunks` cannot be preceded, and are left to the guard. */
export function precedeUsersChunks<O extends ChunkOptions>(this: BundlerContext, options: O): O | null {
  const { codeSplitting, advancedChunks, manualChunks } = options;
  if (isObject(codeSplitting)) return { ...options, codeSplitting: precedeGroups(codeSplitting) };
  if (isObject(advancedChunks)) return { ...options, advancedChunks: precedeGroups(advancedChunks) };
  if (typeof manualChunks !== 'function') return null;
  const users = manualChunks as ManualChunks;
  if ('rolldownVersion' in this.meta) return precedeAsGroup(options, users) as O;
  return { ...options, manualChunks: precedeFunction(users) };
}
