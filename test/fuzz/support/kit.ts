/** The packages under test: the built ones, or a changed copy of them. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as runtime from '@parloop/runtime';
import type * as testing from '@parloop/runtime/testing';
import type * as compiler from '@parloop/transform';

export interface Kit {
  readonly transform: typeof compiler.transform;
  readonly runtime: typeof runtime;
  readonly shuffling: typeof testing.shuffling;
}

let known: { readonly folder: string | undefined; readonly kit: Kit } | undefined;

/** @param folder where `transform/dist` and `runtime/dist` are; undefined: the packages themselves */
export async function kitOf(folder: string | undefined): Promise<Kit> {
  if (known?.folder === folder && known !== undefined) return known.kit;
  const load = (name: string, path: string): Promise<unknown> =>
    import(folder === undefined ? name : pathToFileURL(join(folder, path)).href);
  const { transform } = (await load('@parloop/transform', 'transform/dist/index.js')) as typeof compiler;
  const { shuffling } = (await load('@parloop/runtime/testing', 'runtime/dist/testing.js')) as typeof testing;
  const kit = {
    transform,
    shuffling,
    runtime: (await load('@parloop/runtime', 'runtime/dist/index.js')) as typeof runtime,
  };
  known = { folder, kit };
  return kit;
}
