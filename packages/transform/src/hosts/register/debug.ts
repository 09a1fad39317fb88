import { writeSync } from 'node:fs';
import type { Role } from './role.ts';

const STDERR = 2;

/** Synchronous: `process.stderr` of a thread may lose what was written just before the process exits. */
export const say = (text: string): void => {
  if (text !== '') writeSync(STDERR, text);
};

const wanted = (process.env.PARLOOP_DEBUG ?? '').split(',').includes('loader');

/** Where a module's text came from. */
export type Origin = 'compiled' | 'cached' | 'plain' | 'body';

/** `parloop loader: main cached /src/app.ts`, when `PARLOOP_DEBUG` contains `loader`. */
export function note(role: Role, origin: Origin, path: string): void {
  if (wanted) say(`parloop loader: ${role} ${origin} ${path}\n`);
}
