/** Global functions, constructors and the members of global namespaces, of ECMAScript and of the platform. */
import * as language from './ecmascript.ts';
import * as platform from './platform.ts';
import type { Row, Table } from './rows.ts';

export { CONSTANT_MEMBERS, CONSTANTS } from './ecmascript.ts';

const known = (table: Table): Table => Object.fromEntries(Object.entries(table).filter(([, row]) => !row.opaque));

/** Called as `name(…)`. */
export const FUNCTIONS: Table = known({ ...language.FUNCTIONS, ...platform.FUNCTIONS });

/** Called as `new name(…)`. */
export const CONSTRUCTORS: Table = known({ ...language.CONSTRUCTORS, ...platform.CONSTRUCTORS });

const merged = { ...language.STATICS, ...platform.STATICS };

/** Called as `namespace.name(…)`; `*` covers every other member. */
export const NAMESPACES: Readonly<Record<string, Table>> = Object.fromEntries(
  Object.entries(merged).map(([name, table]) => [name, known(table)]),
);

/** Globals that may be read as values in a worker and mean the same there. */
export const SAME_IN_WORKER: ReadonlySet<string> = new Set([
  ...Object.keys(FUNCTIONS),
  ...Object.keys(CONSTRUCTORS),
  ...['Math', 'JSON', 'Reflect', 'Intl', 'Buffer'],
  ...language.CONSTANTS,
]);

export function namespaceMember(namespace: string, member: string): Row | undefined {
  const table = NAMESPACES[namespace];
  if (!table) return undefined;
  return Object.hasOwn(table, member) ? table[member] : table['*'];
}

/** `new Intl.name(…)` */
export const namespaceConstructor = (namespace: string, member: string): Row | undefined =>
  namespace === 'Intl' && Object.hasOwn(platform.INTL_CLASSES, member) ? platform.INTL_CLASSES[member] : undefined;
