/**
 * Methods of the built-in classes, by name. Captured data is audited at run time to be plain (no user classes, no
 * accessors), so inside the parallel slice a method name can only mean a built-in method of that name: whatever all
 * classes that have one have in common.
 */
import * as language from './ecmascript.ts';
import * as platform from './platform.ts';
import type { Row } from './rows.ts';

export type MethodInfo = Row;

/**
 * Two methods of one name. A primitive is as good as anything new, and a copy at least as good as a copy whose contents
 * are shared; otherwise nothing is known of the result.
 */
function either(a: Row, b: Row): Row {
  const [first, second] = a.returns === 'primitive' ? [b, a] : [a, b];
  const same = first.returns === second.returns || second.returns === 'primitive';
  const depth = Math.min(a.depth ?? Number.POSITIVE_INFINITY, b.depth ?? Number.POSITIVE_INFINITY);
  return {
    returns: same ? first.returns : 'unknown',
    ...(Number.isFinite(depth) ? { depth } : {}),
    ...flag('mutates', a, b),
    ...flag('retains', a, b),
    ...flag('advances', a, b),
    ...flag('unclonable', a, b),
    ...((a.callback ?? b.callback) === undefined ? {} : { callback: a.callback ?? b.callback! }),
    cost: a.cost ?? 5,
  };
}

const flag = (name: 'mutates' | 'retains' | 'advances' | 'unclonable', a: Row, b: Row): Partial<Row> =>
  a[name] || b[name] ? { [name]: true } : {};

/**
 * Told from the others by what the receiver is, or by a check at run time: views made by `Buffer.prototype.slice`, and
 * iterators, which `find` and the like consume.
 */
const TOLD_APART: Readonly<Record<string, readonly string[]>> = {
  Buffer: ['slice'],
  Iterator: ['map', 'filter', 'flatMap', 'find', 'reduce', 'forEach', 'some', 'every'],
  Generator: ['map', 'filter', 'flatMap', 'find', 'reduce', 'forEach', 'some', 'every'],
};

const table = new Map<string, Row>();

/** Classes that have a method of that name. */
const owners = new Map<string, Set<string>>();

function fill(): void {
  const opaque = new Set<string>();
  for (const [className, methods] of Object.entries({ ...language.PROTOTYPES, ...platform.PROTOTYPES }))
    for (const [name, row] of Object.entries(methods)) {
      owners.set(name, (owners.get(name) ?? new Set()).add(className));
      if (TOLD_APART[className]?.includes(name)) continue;
      if (row.opaque && className !== 'Function') opaque.add(name);
      const before = table.get(name);
      if (!row.opaque) table.set(name, before ? either(before, row) : row);
    }
  for (const name of opaque) table.delete(name);
}
fill();

/** The built-in classes that have a method of that name. */
export const ownersOf = (name: string): ReadonlySet<string> => owners.get(name) ?? new Set();

/** The built-in methods of that name, or undefined when no built-in class has one, or one is not to be relied on. */
export const methodInfo = (name: string): MethodInfo | undefined => table.get(name);

/** Methods that consume an iterator, or that go on where a pattern with the flag g or y has stopped. */
export const advances = (name: string): boolean =>
  language.PROTOTYPES.Iterator?.[name]?.advances === true || table.get(name)?.advances === true;

/** Methods whose effect is confined to the content of a Map or Set. */
export const CONTENT: ReadonlySet<string> = new Set(['get', 'has', 'set', 'add', 'delete', 'clear']);
