/** All modules of a program, from its entries along its imports. */
import { sep } from 'node:path';
import type { Diagnostic } from '../../../diagnostics/diagnostic.ts';
import { createFileHost, readTextFile } from '../../file-host.ts';
import { isSource } from '../inputs.ts';
import { type CompiledModule, type CompileSettings, compileModule, type Piece } from './compile.ts';

export interface Project {
  readonly modules: readonly CompiledModule[];
  /** Absolute paths of other files that modules name: JSON, WebAssembly, data. */
  readonly assets: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** What is wrong besides: one sentence each. */
  readonly problems: readonly string[];
}

const isInstalled = (path: string): boolean => path.includes(`${sep}node_modules${sep}`);

/** Local specifiers name files by position; packages are left to Node. */
const isLocal = (specifier: string): boolean => /^(?:\.{0,2}\/|\.{1,2}$|file:)/.test(specifier);

type Chosen = Omit<CompileSettings, 'host'>;

class Collector {
  readonly modules: CompiledModule[] = [];
  readonly assets: string[] = [];
  readonly problems: string[] = [];
  readonly seen = new Set<string>();
  readonly queue: string[] = [];
  readonly host = createFileHost();
  readonly settings: Chosen;

  constructor(settings: Chosen) {
    this.settings = settings;
  }

  add(path: string): void {
    if (this.seen.has(path)) return;
    this.seen.add(path);
    if (isSource(path)) this.queue.push(path);
    else this.assets.push(path);
  }

  async compile(file: string): Promise<void> {
    const text = readTextFile(file);
    if (text === undefined) {
      this.problems.push(`${file} cannot be read.`);
      return;
    }
    const module = await this.tryCompile(text, file);
    if (module === undefined) return;
    this.modules.push(module);
    for (const piece of module.pieces) this.follow(file, piece);
  }

  private async tryCompile(text: string, file: string): Promise<CompiledModule | undefined> {
    try {
      return await compileModule(text, file, { host: this.host, ...this.settings });
    } catch (error) {
      if (!(error instanceof Error) || !('errors' in error)) throw error;
      this.problems.push(error.message);
      return undefined;
    }
  }

  private follow(file: string, piece: Piece): void {
    for (const { text } of piece.specifiers) {
      if (!isLocal(text)) continue;
      const path = this.host.resolve(text, file);
      if (path === undefined) this.problems.push(`${file} imports '${text}', which does not exist.`);
      else if (!isInstalled(path)) this.add(path);
    }
  }
}

/**
 * Compiles the entries and, transitively, every local module that they name and that is left after types are gone.
 *
 * @param entries absolute paths
 */
export async function collectProject(entries: readonly string[], settings: Chosen): Promise<Project> {
  const collector = new Collector(settings);
  for (const entry of entries) collector.add(entry);
  for (let next = collector.queue.shift(); next !== undefined; next = collector.queue.shift()) {
    await collector.compile(next);
  }
  const { modules, assets, problems } = collector;
  return { modules, assets, problems, diagnostics: modules.flatMap(({ diagnostics }) => diagnostics) };
}
