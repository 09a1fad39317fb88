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

/** Rollup's `outputOptions` hook. Only the function form can be preceded; chunks given as lists are left to the guard. */
export function precedeManualChunks<O extends { manualChunks?: unknown }>(options: O): O | null {
  const { manualChunks } = options;
  if (typeof manualChunks !== 'function') return null;
  const users = manualChunks as ManualChunks;
  const precede = (id: string, meta: ModuleSource): unknown =>
    isolatedChunk(id, meta) ?? (isBodyId(id) ? undefined : users(id, meta as never));
  return { ...options, manualChunks: precede };
}

type Test = string | RegExp | ((id: string) => unknown) | undefined;

interface Group {
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

/** Rolldown's `outputOptions` hook. */
export function precedeGroups<O extends { codeSplitting?: unknown }>(options: O): O | null {
  const { codeSplitting } = options;
  if (typeof codeSplitting !== 'object' || codeSplitting === null) return null;
  const { groups = [] }: { groups?: readonly Group[] } = codeSplitting;
  return { ...options, codeSplitting: { ...codeSplitting, groups: [ISOLATED, ...groups.map(exceptBodies)] } };
}
