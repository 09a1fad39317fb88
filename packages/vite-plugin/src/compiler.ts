import type { Options, TransformResult, WorkerModule } from '@parloop/transform';
import { createFileHost, readTextFile } from '@parloop/transform/file-host';
import type { BodyId } from './body-id.ts';

export type Transform = (code: string, id: string, options: Options) => TransformResult;

/** Loads the compiler: half a second and 10 MB that projects without annotations never spend. */
export const loadTransform = async (): Promise<Transform> => (await import('@parloop/transform')).transform;

/** What decides, besides the texts, which worker modules a file has. Must be the same for a file and its modules. */
export type Target = Required<Pick<Options, 'sync' | 'topLevelAwait'>>;

export interface Compiler {
  /** The module that takes the place of `file`. */
  main(
    file: string,
    code: string,
    target: Target,
    options: Pick<Options, 'ref' | 'onRefusal'>,
  ): Promise<TransformResult>;
  /**
   * The worker module of an id, from the file on the disk.
   *
   * @throws Error when the file has no such construct (any more)
   */
  body(id: BodyId, target: Target): Promise<WorkerModule>;
  /** Frees what is kept to save time. */
  forget(): void;
}

interface Cut {
  readonly code: string;
  readonly target: Target;
  readonly modules: readonly WorkerModule[];
}

const sameTarget = (a: Target, b: Target): boolean => a.sync === b.sync && a.topLevelAwait === b.topLevelAwait;

/**
 * The transform as bundlers need it. Worker modules are kept from the transformation of their file to their own
 * loading, but only to save time: they are cut again when the file was never transformed here, or has changed.
 */
export function createCompiler(
  settings: Pick<Options, 'runtime' | 'pure'>,
  load: () => Promise<Transform> = loadTransform,
): Compiler {
  const cuts = new Map<string, Cut>();
  const host = createFileHost();

  const main: Compiler['main'] = async (file, code, target, options) => {
    const transform = await load();
    const result = transform(code, file, { host, resolution: 'bundler', ...settings, ...target, ...options });
    cuts.set(file, { code, target, modules: result.workerModules });
    return result;
  };

  async function modulesOf(file: string, target: Target): Promise<readonly WorkerModule[]> {
    const code = readTextFile(file);
    if (code === undefined) throw new Error(`parloop: cannot read ${file}`);
    const cut = cuts.get(file);
    if (cut?.code === code && sameTarget(cut.target, target)) return cut.modules;
    return (await main(file, code, target, { onRefusal: 'warn' })).workerModules;
  }

  return {
    main,
    async body({ file, index }, target) {
      const found = (await modulesOf(file, target)).find((module) => module.index === index);
      if (found === undefined) throw new Error(`parloop: ${file} has no worker module ${index}`);
      return found;
    },
    forget: () => cuts.clear(),
  };
}
