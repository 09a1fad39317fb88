/**
 * `node --import @parloop/transform/register app.ts`: runs TypeScript, and transforms annotated modules on their way.
 *
 * A `.ts`, `.mts` or `.tsx` file is an ES module, whatever its package says; `.cts` files are left to Node.
 *
 * Environment:
 * - `PARLOOP_ON_REFUSAL=serial`: a refused construct stays serial, with a warning. Default: the process exits with 1.
 * - `PARLOOP_CACHE=DIR`: where compiled modules are kept. Default: `node_modules/.cache/parloop` of the project.
 * - `PARLOOP_DEBUG=loader`: one line on stderr per module, saying where its text came from.
 */
import * as nodeModule from 'node:module';
import { isMainThread } from 'node:worker_threads';
import { PRELOAD } from '@parloop/runtime/contract';
import type { SyncHooksApi } from './hook-types.ts';
import type { Role } from './role.ts';
import { syncHooks } from './sync-hooks.ts';

/** Workers import the same hooks: a worker does not always inherit `--import`. */
function publish(url: string): void {
  const shared = globalThis as unknown as Record<symbol, string[] | undefined>;
  const key = Symbol.for(PRELOAD);
  shared[key] = [...new Set([...(shared[key] ?? []), url])];
}

/** The hooks run in the thread itself where Node can do that (22.15, 23.5 and later), else in a thread of Node's own. */
function install(role: Role): void {
  const { registerHooks } = nodeModule as SyncHooksApi;
  if (registerHooks !== undefined) registerHooks(syncHooks(role));
  else nodeModule.register('./async-hooks.js', import.meta.url, { data: role });
}

process.setSourceMapsEnabled(true);
publish(import.meta.url);
install(isMainThread ? 'main' : 'worker');
