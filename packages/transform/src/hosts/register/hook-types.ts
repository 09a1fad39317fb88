/** The part of Node's hook interface that is used here; `@types/node` for Node 20 does not know `registerHooks`. */

export interface Resolved {
  readonly url: string;
}

export interface Loaded {
  readonly format: string | null | undefined;
  readonly source?: string | ArrayBuffer | NodeJS.TypedArray;
  readonly shortCircuit?: boolean;
}

export interface ResolveContext {
  readonly parentURL?: string | undefined;
}

export interface LoadContext {
  readonly format?: string | null | undefined;
}

export interface SyncHooks {
  resolve(
    specifier: string,
    context: ResolveContext,
    next: (specifier: string, context: ResolveContext) => Resolved,
  ): Resolved;
  load(url: string, context: LoadContext, next: (url: string, context: LoadContext) => Loaded): Loaded;
}

/** `node:module` of Node 22.15, 23.5 and later. */
export interface SyncHooksApi {
  readonly registerHooks?: (hooks: SyncHooks) => void;
}
