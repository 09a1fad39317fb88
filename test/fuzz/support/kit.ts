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

/** The packages as they are, and the copy that was asked for last. */
let known: readonly { readonly folder: string | undefined; readonly kit: Kit }[] = [];

/** @param folder where `transform/dist` and `runtime/dist` are; undefined: the packages themselves */
export async function kitOf(folder?: string): Promise<Kit> {
  const loaded = known.find((one) => one.folder === folder);
  if (loaded !== undefined) return loaded.kit;
  const load = (name: string, path: string): Promise<unknown> =>
    import(folder === undefined ? name : pathToFileURL(join(folder, path)).href);
  const { transform } = (await load('@parloop/transform', 'transform/dist/index.js')) as typeof compiler;
  const { shuffling } = (await load('@parloop/runtime/testing', 'runtime/dist/testing.js')) as typeof testing;
  const kit = {
    transform,
    shuffling,
    runtime: (await load('@parloop/runtime', 'runtime/dist/index.js')) as typeof runtime,
  };
  known = [...known.filter((one) => one.folder === undefined), { folder, kit }];
  return kit;
}

/** The changed packages of a folder, and the others as they are. */
export async function changedKit(folder: string, changes: readonly string[]): Promise<Kit> {
  const [before, copy] = [await kitOf(), await kitOf(folder)];
  const { runtime, shuffling } = changes.includes('runtime') ? copy : before;
  return { transform: (changes.includes('transform') ? copy : before).transform, runtime, shuffling };
}
