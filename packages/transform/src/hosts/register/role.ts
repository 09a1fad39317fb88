/**
 * Whose modules the hooks load. It cannot be asked where they run: on Node 20 that is a thread of its own in both cases.
 * `worker` hooks never load the compiler.
 */
export type Role = 'main' | 'worker';
