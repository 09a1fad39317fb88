/** Ends synchronous code that does not end by itself. */
import { Script } from 'node:vm';

const HOOK = '__fuzzLimited';
const script = new Script(`globalThis.${HOOK}()`);

/** Far above what any program needs, in ms. */
const LIMIT = 500;

export class Endless extends Error {}

/**
 * The value of `run()`.
 *
 * @throws Endless when it takes too long
 */
export function limited<T>(run: () => T): T {
  let value: { readonly it: T } | undefined;
  Reflect.set(globalThis, HOOK, () => {
    value = { it: run() };
  });
  try {
    script.runInThisContext({ timeout: LIMIT });
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    throw code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? new Endless('does not end') : error;
  }
  return value!.it;
}
