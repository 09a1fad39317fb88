/** Ends synchronous code that does not end by itself. */
import { Script } from 'node:vm';

const HOOK = '__fuzzLimited';
const script = new Script(`globalThis.${HOOK}()`);

export class Endless extends Error {}

/**
 * The value of `run()`.
 *
 * @param limit in ms
 *
 * @throws Endless when it takes too long
 */
export function limited<T>(run: () => T, limit: number): T {
  let value: { readonly it: T } | undefined;
  Reflect.set(globalThis, HOOK, () => {
    value = { it: run() };
  });
  try {
    script.runInThisContext({ timeout: limit });
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    throw code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? new Endless('does not end') : error;
  }
  return value!.it;
}
