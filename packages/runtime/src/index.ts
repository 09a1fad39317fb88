/** @parloop/runtime on Node: what emitted code calls, and what programs may configure. */
import { settings } from './config.ts';
import { emitted } from './emitted.ts';
import { nodePlatform } from './executors/thread/platform.ts';

export { callback } from './commit/callback.ts';
export { nothing } from './commit/nothing.ts';
export { type Configuration, configure, type Mode } from './config.ts';
export * from './contract.ts';
export { apart } from './guards/apart.ts';
export { classes } from './guards/classes.ts';
export { appendable, collection, items, native, writable } from './guards/containers.ts';
export { counted } from './guards/counted.ts';
export { dense, source } from './guards/elements.ts';
export { methods } from './guards/instances.ts';
export { drained, listed, matches, names } from './guards/iterables.ts';
export { product } from './guards/product.ts';
export { range } from './guards/range.ts';
export { asWritten } from './guards/tables.ts';
export { distinct, get, integer, plain, primitive, settable } from './guards/values.ts';
export { type ConstructStats, type Stats, stats } from './site.ts';

export const { site, ready, open, openAsync, openInterleaved, openStream, bulk, bulkAsync, each, eachAsync } =
  emitted(nodePlatform);

/** Ends the workers; resolves when they are gone. A later construct starts new ones. */
export const shutdown = (): Promise<void> => (settings().executor ?? nodePlatform.executor()).shutdown();
