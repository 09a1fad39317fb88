/** Hooks for `module.register()`, as Node 20 has it: they run in a thread of Node's own, and its chain is asynchronous. */
import type { LoadContext, Loaded, ResolveContext, Resolved } from './hook-types.ts';
import { loadOwn } from './load.ts';
import { secondTry } from './resolve.ts';
import type { Role } from './role.ts';

type NextResolve = (specifier: string, context: ResolveContext) => Promise<Resolved>;
type NextLoad = (url: string, context: LoadContext) => Promise<Loaded>;

let role: Role = 'worker';

/** Called by Node with what `register()` was given as `data`. */
export function initialize(data: Role): void {
  role = data;
}

export async function resolve(specifier: string, context: ResolveContext, next: NextResolve): Promise<Resolved> {
  try {
    return await next(specifier, context);
  } catch (error) {
    const retry = secondTry(error, specifier, context.parentURL);
    if (retry === undefined) throw error;
    return next(retry.specifier, { ...context, parentURL: retry.parentURL });
  }
}

export async function load(url: string, context: LoadContext, next: NextLoad): Promise<Loaded> {
  return loadOwn(url, context.format, role) ?? next(url, context);
}
