/** Hooks for `module.registerHooks()`: Node's chain is synchronous. */
import type { SyncHooks } from './hook-types.ts';
import { loadOwn } from './load.ts';
import { secondTry } from './resolve.ts';
import type { Role } from './role.ts';

const resolve: SyncHooks['resolve'] = (specifier, context, next) => {
  try {
    return next(specifier, context);
  } catch (error) {
    const retry = secondTry(error, specifier, context.parentURL);
    if (retry === undefined) throw error;
    return next(retry.specifier, { ...context, parentURL: retry.parentURL });
  }
};

/** @param role whose modules are loaded: the hooks run in that very thread */
export const syncHooks = (role: Role): SyncHooks => ({
  resolve,
  load: (url, context, next) => loadOwn(url, context.format, role) ?? next(url, context),
});
