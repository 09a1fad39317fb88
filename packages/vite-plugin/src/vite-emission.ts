/** How Vite gets worker modules to where they run, besides chunks. */
import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import type { ResolvedConfig } from 'vite';
import { pathId, servedId } from './body-id.ts';
import type { Emission } from './door.ts';

const posix = (path: string): string => path.replaceAll('\\', '/');

/** The URL path at which the development server serves a file. */
export function servedPath(file: string, { root, base }: Pick<ResolvedConfig, 'root' | 'base'>): string {
  const path = posix(relative(root, file));
  const outside = path.startsWith('..') || /^[a-z]:/i.test(path);
  return outside ? `${base}@fs/${posix(file).replace(/^\//, '')}` : base + path;
}

/** The development server makes the module when a worker asks for it. The URL changes with the text. */
export const serveByUrl = (config: Pick<ResolvedConfig, 'root' | 'base'>): Emission => ({
  ref({ file, index, code }) {
    const hash = createHash('sha256').update(code).digest('hex').slice(0, 12);
    const url = servedId({ file: servedPath(file, config), index }, hash);
    return `new URL(/* @vite-ignore */ ${JSON.stringify(url)}, import.meta.url).href`;
  },
});

/** In the bundle of a worker no chunks can be emitted, so Vite bundles each worker module as a worker of its own. */
export function bundleAsWorkers(): Emission {
  const imports: string[] = [];
  return {
    imports: () => imports,
    ref(module) {
      const name = `$parUrl${imports.length}`;
      imports.push(`import ${name} from ${JSON.stringify(`${pathId(module)}?worker&url`)};`);
      return `new URL(${name}, import.meta.url).href`;
    },
  };
}
