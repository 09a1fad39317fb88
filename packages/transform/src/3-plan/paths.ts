/**
 * Which paths of fields keep their value throughout the construct. Their values are sent instead of the objects on the
 * way, which may be anything: instances with methods, holders of sockets, `this`.
 *
 * Fields are told apart by name, whatever object a write goes to. Elements with names that are not known here could be
 * such fields too: at entry, no object on the way may be a container that the loop writes.
 */
import type { Span } from '../diagnostics/diagnostic.ts';
import { within } from '../diagnostics/span.ts';
import { type Access, type ExprRecord, type FieldPath, type SymbolId, THIS } from '../records/graph.ts';
import type { OuterWrites } from './classify.ts';
import { isNumber, type Terms } from './dependence.ts';
import type { Heap, HeapWrite } from './heap.ts';
import type { View } from './view.ts';

export class Paths {
  private readonly view: View;
  private readonly outer: OuterWrites;
  private readonly heap: Heap;
  private readonly terms: Terms;
  private readonly known = new Map<string, boolean>();

  constructor(view: View, outer: OuterWrites, heap: Heap, terms: Terms) {
    this.view = view;
    this.outer = outer;
    this.heap = heap;
    this.terms = terms;
  }

  /** The expression is a path whose value can be sent. */
  covers(e: ExprRecord): boolean {
    return e.path !== undefined && this.isInvariant(e.path);
  }

  /** The methods that are called can run on an object that has nothing but the fields which they read. */
  coversOwn(e: ExprRecord): boolean {
    return e.own?.fields?.every((f) => this.isInvariant(f)) ?? false;
  }

  /** The place is inside of such a path of a function literal. */
  coversIn(e: ExprRecord, span: Span): boolean {
    return this.pathAt(e, span) !== undefined;
  }

  /** The access reads nothing but the fields of such a path. */
  coversAccess(e: ExprRecord, a: Access): boolean {
    const path = a.write ? undefined : this.pathAt(e, a.span);
    return path !== undefined && a.path.length <= path.fields.length;
  }

  /** The outermost path of a function literal around the place. */
  private pathAt(e: ExprRecord, span: Span): FieldPath | undefined {
    let found: { path: FieldPath; span: Span } | undefined;
    for (const one of e.inner ?? [])
      if (within(one.span, span) && this.isInvariant(one.path) && (!found || within(one.span, found.span))) found = one;
    return found?.path;
  }

  /** The write that may change what the path leads to. */
  blocker(path: FieldPath): HeapWrite | undefined {
    return this.heap.writes.find((w) => this.mayChange(w.access, path));
  }

  isInvariant(path: FieldPath): boolean {
    const key = keyOf(path);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const result = this.isUsable(path.root) && this.blocker(path) === undefined;
    this.known.set(key, result);
    return result;
  }

  private isUsable(root: SymbolId): boolean {
    if (root === THIS) return true;
    const symbol = this.view.symbol(root);
    const outside = symbol.place === 'local' || symbol.place === 'module';
    if (!outside || !symbol.visible || this.outer.writes.has(root)) return false;
    if (symbol.supply.kind !== 'alias') return symbol.supply.kind === 'value';
    const target = this.view.symbol(symbol.supply.target);
    const isVariable = target.kind === 'const' || target.kind === 'let' || target.kind === 'var';
    return isVariable && target.supply.kind !== 'copy' && !this.outer.writes.has(target.id);
  }

  private mayChange(write: Access, path: FieldPath): boolean {
    const last = write.path.at(-1);
    if (!last || 'any' in last) return true;
    if ('content' in last) return false;
    if ('field' in last && !isCount(last.field)) return path.fields.includes(last.field);
    const touched =
      'field' in last
        ? path.fields.includes(last.field)
        : !isNumber(this.view, this.terms, last.index) || path.fields.some((f) => f === 'length' || /^-?\d/.test(f));
    if (!touched) return false;
    return write.root.kind === 'unknown' || isOnTheWay(write, path);
  }
}

/** The container that is written is one of the objects on the way: the same path, or deep below it. */
function isOnTheWay(write: Access, { root, fields }: FieldPath): boolean {
  if (rootOf(write) !== root) return false;
  return startsWith(fields.slice(0, -1), fixedPart(write));
}

/** Fields that change with the elements of a container, which guards keep apart. */
export const isCount = (field: string): boolean => field === 'length' || field === 'size';

/** Where an access begins, in the terms of paths. */
export const rootOf = (a: Access): SymbolId | undefined =>
  a.root.kind === 'symbol' ? a.root.symbol : a.root.kind === 'this' ? THIS : undefined;

/** The fields from the root to the container of an access, as far as they have names. */
export function fixedPart(a: Access): string[] {
  const fields: string[] = [];
  for (const s of a.path.slice(0, -1)) {
    if (!('field' in s)) break;
    fields.push(s.field);
  }
  return fields;
}

export const startsWith = (list: readonly string[], start: readonly string[]): boolean =>
  start.every((s, i) => list[i] === s);

export const keyOf = (path: Pick<FieldPath, 'root' | 'fields'>): string => JSON.stringify([path.root, path.fields]);
