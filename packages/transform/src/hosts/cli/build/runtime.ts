/** How built modules find the runtime and are known to be ES modules, wherever they lie. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export const RUNTIME = '@parloop/runtime';

export const isRuntime = (specifier: string): boolean => specifier === RUNTIME || specifier.startsWith(`${RUNTIME}/`);

/** True when a module in the folder can import the runtime by name. The folder need not exist. */
export function findsRuntime(folder: string): boolean {
  try {
    createRequire(join(folder, 'x.js')).resolve(RUNTIME);
    return true;
  } catch {
    return false;
  }
}

/** URL of the runtime that was installed with this command. */
export const installedRuntime = (specifier: string): string => import.meta.resolve(specifier);

/** The manifest that decides what `.js` means in a folder: `module`, or what else it says. */
export interface Scope {
  readonly manifest: string | undefined;
  readonly isModule: boolean;
}

export function scopeOf(folder: string): Scope {
  for (let at = folder; ; at = dirname(at)) {
    const manifest = join(at, 'package.json');
    if (existsSync(manifest)) {
      const { type } = JSON.parse(readFileSync(manifest, 'utf8')) as { type?: string };
      return { manifest, isModule: type === 'module' };
    }
    if (dirname(at) === at) return { manifest: undefined, isModule: false };
  }
}
