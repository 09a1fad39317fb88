import type { Entry, ReadSpec } from '../contract.ts';
import { bufferPrototype, classesOf } from '../worker/plain.ts';
import type { Projected } from '../worker/projected.ts';
import type { PackedCaptures } from '../worker/protocol.ts';
import { strangers } from '../worker/strangers.ts';
import { emptyWalk, MEMORY, packed, type Refusal, type Trace, type Visit, walk } from '../worker/walk.ts';
import { projected } from './projection.ts';

export interface AuditOptions {
  /** The body writes elements: shared buffers must be copied on entry. */
  readonly writesElements: boolean;
  /** The body copies elements of what may be a Buffer or ArrayBuffer, which would be a view of it. */
  readonly ownMemory?: boolean;
  /** Built-in classes of which no object may be sent. */
  readonly absent?: readonly string[];
  /** What the body reads of each capture; null: all of it. */
  readonly reads?: readonly (ReadSpec | null)[];
  /** Names of the captures, for reasons. */
  readonly names?: readonly string[];
  /** Tells proxies, whose traps the audit must not run. Without it nothing is taken for one. */
  readonly isProxy?: (value: object) => boolean;
}

export type Audit = { readonly packed: PackedCaptures } | { readonly refused: string };

/**
 * The soundness basis of isolation: looks at everything that the captures reach, once, and refuses what a
 * structured clone would not reproduce and what the replay may write meanwhile.
 */
export const audit = (entry: Entry, options: AuditOptions): Audit => {
  const found = emptyWalk(classesOf(entry));
  const isProxy = options.isProxy ?? (() => false);
  const owned = territory(entry, isProxy);
  if ('refused' in owned) return owned;
  if (leadsThrough(entry, owned.objects)) return { refused: 'path: through a container that the loop writes' };
  const look = visitor(entry, owned.objects, isProxy);
  const memory: Visit = options.ownMemory ? (value, trace) => sharing(value, trace) ?? look(value, trace) : look;
  const foreign = strangers(options.absent ?? []);
  const visit: Visit = foreign === null ? memory : (value, trace) => foreign(value) ?? memory(value, trace);
  const parts: Projected[] = [];
  for (let i = 0; i < entry.in.length; i++) {
    const reads = options.reads?.[i] ?? null;
    const part = reads && projected(entry.in[i], reads, i, visit);
    if (part !== null) {
      parts.push(part);
      continue;
    }
    const refusal = walk(found, entry.in[i], { parent: null, key: i }, visit);
    if (refusal !== null) return { refused: `${path(refusal, options.names)}: ${refusal.what}` };
  }
  const whole =
    parts.length === 0 ? entry.in : entry.in.map((value, i) => (parts.some((p) => p.at === i) ? null : value));
  const values = options.writesElements ? unshared(whole, found.seen) : whole;
  if (values === null) return { refused: 'shared buffer inside a capture' };
  return { packed: { ...packed(values, found), projected: parts } };
};

/** An element of a written container could be a field of a captured path. */
const leadsThrough = ({ via, out }: Entry, owned: Map<object, number>): boolean =>
  via?.objects.some((object) => owned.has(object as object) || via.out.some((i) => out[i] === object)) ?? false;

/** A container that is also reached through another one, which P may see in another way. */
const straysInto = (objects: Map<object, number>, container: unknown, own: number): boolean => {
  const parts = ArrayBuffer.isView(container) ? [container, container.buffer] : [container];
  return parts.some(
    (part) => typeof part === 'object' && part !== null && objects.has(part) && objects.get(part) !== own,
  );
};

/** Everything below the containers that are written deeply, each object with the capture that may reach it. */
const territory = (
  entry: Entry,
  isProxy: (value: object) => boolean,
): { objects: Map<object, number> } | { refused: string } => {
  const objects = new Map<object, number>();
  for (let j = 0; j < entry.out.length; j++) {
    if (entry.deep?.[j] !== true) continue;
    const claim: Visit = (value) => {
      if (isProxy(value)) return 'proxy';
      if (objects.has(value)) return 'object that is reached in two ways, below what the loop writes';
      objects.set(value, entry.own[j] ?? -1);
      return null;
    };
    const refusal = walk(emptyWalk(classesOf(entry)), entry.out[j], { parent: null, key: `out[${j}]` }, claim);
    if (refusal !== null) return { refused: `${path(refusal)}: ${refusal.what}` };
  }
  const strayed = entry.out.findIndex((container, j) => straysInto(objects, container, entry.own[j] ?? -1));
  return strayed < 0 ? { objects } : { refused: `out[${strayed}]: part of what the loop writes elsewhere` };
};

/** The same container under two names, of which P may use one: no place is the right one. */
const NOBODY = -2;

const visitor = (entry: Entry, owned: Map<object, number>, isProxy: (value: object) => boolean): Visit => {
  const written = new Map<unknown, number>();
  entry.out.forEach((container, j) => {
    const own = entry.own[j] ?? -1;
    const place = (key: unknown): void =>
      void written.set(key, written.has(key) && written.get(key) !== own ? NOBODY : own);
    place(container);
    if (ArrayBuffer.isView(container)) place(container.buffer);
  });
  return (value, trace) => {
    if (isProxy(value)) return 'proxy';
    const owner = owned.get(value);
    if (owner !== undefined && topOf(trace) !== owner) return 'alias of what the loop writes';
    if (owner !== undefined && !written.has(value)) return null;
    const own = written.get(value);
    return own === undefined || rootOf(trace, own) ? null : 'alias of a container that the loop writes';
  };
};

/** What would give out its memory where the body was taken to copy elements. */
const sharing = (value: object, trace: Trace): string | null => {
  if (Object.getPrototypeOf(value) === bufferPrototype) return 'Buffer, of which slice() is no copy';
  const memory =
    value instanceof ArrayBuffer || (typeof SharedArrayBuffer !== 'undefined' && value instanceof SharedArrayBuffer);
  return memory && trace.key !== MEMORY ? 'ArrayBuffer, of which a typed array is no copy' : null;
};

const topOf = (trace: Trace): PropertyKey => {
  let at = trace;
  while (at.parent !== null) at = at.parent;
  return at.key;
};

/** The place is the capture `own` itself, or its buffer. */
const rootOf = (trace: Trace, own: number): boolean => {
  const at = trace.parent === null ? trace : trace.key === MEMORY ? trace.parent : null;
  return at !== null && at.parent === null && at.key === own;
};

/** Copies of typed arrays on shared memory; null when such memory is reached in any other way. */
const unshared = (captures: readonly unknown[], seen: Set<object>): readonly unknown[] | null => {
  if (typeof SharedArrayBuffer === 'undefined') return captures;
  const memory = [...seen].filter((value) => value instanceof SharedArrayBuffer);
  if (memory.length === 0) return captures;
  const all = [...seen].filter((value) => ArrayBuffer.isView(value) && value.buffer instanceof SharedArrayBuffer);
  const simple = captures.filter(isCopyable);
  if (simple.length !== all.length || simple.length !== memory.length) return null;
  return captures.map((value) => (isCopyable(value) ? value.slice() : value));
};

/** A typed array (no Buffer, whose `slice` is a view) on shared memory. */
const isCopyable = (value: unknown): value is Float64Array =>
  ArrayBuffer.isView(value) &&
  value.buffer instanceof SharedArrayBuffer &&
  !(value instanceof DataView) &&
  Object.getPrototypeOf(value) !== bufferPrototype;

const path = (refusal: Refusal, names: readonly string[] = []): string => {
  let text = '';
  for (let at: Trace = refusal.trace; ; at = at.parent) {
    if (at.parent === null) {
      const root = typeof at.key === 'string' ? at.key : (names[Number(at.key)] ?? `in[${String(at.key)}]`);
      return `${root}${text}`;
    }
    text = `${step(at.key)}${text}`;
  }
};

const step = (key: PropertyKey): string =>
  typeof key === 'number' ? `[${key}]` : `.${key === MEMORY ? 'buffer' : String(key)}`;
