import { Script } from 'node:vm';

const HOOK = Symbol.for('parloop.within');
const script = new Script('globalThis[Symbol.for("parloop.within")]()');

/** Calls the function and ends it after `ms`, whatever it does: neither `catch` nor `finally` in it notices. */
export const within = (ms: number, run: () => void): void => {
  Reflect.set(globalThis, HOOK, run);
  try {
    script.runInThisContext({ timeout: ms });
  } catch (error) {
    if (!(error instanceof Error) || Reflect.get(error, 'code') !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
  } finally {
    Reflect.deleteProperty(globalThis, HOOK);
  }
};
