/** Which heap writes there are, and which reads they may reach from an earlier iteration. */
import type { Access, ExprRecord, SymbolId } from '../records/graph.ts';
import { type Dependence, depend, type Terms } from './dependence.ts';
import type { View } from './view.ts';

export interface HeapWrite {
  readonly access: Access;
  readonly expr: ExprRecord;
}

export interface Conflict {
  readonly write: HeapWrite;
  readonly dependence: Dependence;
}

export interface Conflicts {
  readonly flow?: Conflict;
  readonly same: readonly HeapWrite[];
}

export class Heap {
  /** Writes to anything that exists outside of one iteration. */
  readonly writes: readonly HeapWrite[];
  private readonly view: View;
  private readonly terms: Terms;
  private readonly reachable: ReadonlySet<SymbolId>;
  private readonly reassigned: ReadonlySet<SymbolId>;
  // The slice asks the same questions in every round of its fixpoint.
  private readonly conflictsOf = new Map<Access, Conflicts>();
  private readonly looseness = new Map<Access, boolean>();
  private readonly readBefore = new Map<Access, boolean>();

  /**
   * @param reachable written variables that P captures: P can meet no other written container, because a guard at
   * entry keeps them apart from everything that is sent
   */
  constructor(view: View, terms: Terms, reachable: ReadonlySet<SymbolId>, reassigned: ReadonlySet<SymbolId>) {
    this.reassigned = reassigned;
    this.reachable = reachable;
    this.view = view;
    this.terms = terms;
    this.writes = view.expressions.flatMap((expr) =>
      expr.accesses.filter((a) => a.write && !view.isOwn(a)).map((a) => ({ access: this.rooted(a), expr })),
    );
  }

  /** A write whose value may flow into this read from an earlier iteration, and all that may from the same one. */
  conflicts(access: Access, extra: readonly HeapWrite[] = []): Conflicts {
    const known = remembered(this.conflictsOf, access, () => this.among(this.writes, access));
    if (known.flow || extra.length === 0) return known;
    const more = this.among(extra, access);
    return { ...more, same: [...known.same, ...more.same] };
  }

  private among(writes: readonly HeapWrite[], access: Access): Conflicts {
    const read = this.rooted(access);
    const same: HeapWrite[] = [];
    for (const write of writes) {
      const dependence = this.relation(write.access, read);
      if (dependence.kind === 'flow') return { flow: { write, dependence }, same };
      if (dependence.kind === 'same') same.push(write);
    }
    return { same };
  }

  /** Through an outer variable that the loop assigns: by then it may hold any object, whatever it held at entry. */
  rooted(a: Access): Access {
    if (a.root.kind !== 'symbol' || a.path.length === 0 || !this.reassigned.has(a.root.symbol)) return a;
    return { ...a, root: { kind: 'unknown', text: this.view.symbol(a.root.symbol).name } };
  }

  /** Some iteration reads what a later one writes. */
  isReadBefore(write: Access): boolean {
    return remembered(this.readBefore, write, () =>
      this.view.expressions.some((e) => e.accesses.some((a) => !a.write && this.relation(write, a).kind === 'anti')),
    );
  }

  private relation(write: Access, read: Access): Dependence {
    if (sameRoot(write, read) && !this.isLoose(write)) return depend(this.view, this.terms, write, read);
    if (!this.mayMeet(write, read)) return { kind: 'none' };
    return lastMeets(write, read) ? { kind: 'flow', distance: null } : { kind: 'none' };
  }

  /**
   * The loop also stores references above the written place, so by then the path may lead to any object: what held
   * at entry (different paths reach different objects) need not hold any more.
   */
  isLoose(write: Access): boolean {
    return remembered(this.looseness, write, () =>
      this.writes.some(
        (w) => sameRoot(w.access, write) && w.access.path.length < write.path.length && !storesPrimitive(this.view, w),
      ),
    );
  }

  /**
   * Different roots. Two outer variables are kept apart by a guard at entry; objects of the iteration itself are new.
   * What has no name may be anything.
   */
  private mayMeet(write: Access, read: Access): boolean {
    if (read.root.kind === 'fresh' || write.root.kind === 'fresh') return false;
    const unknown = write.root.kind === 'unknown' || read.root.kind === 'unknown';
    if (unknown && write.root.kind === 'symbol' && !this.view.isOwn(write))
      return this.reachable.has(write.root.symbol);
    if (unknown && write.root.kind === 'this') return false;
    if (unknown) return true;
    if (this.view.isOwn(read) !== this.view.isOwn(write)) return false;
    return this.view.isOwn(write) || this.isLoose(write);
  }
}

function remembered<T>(memory: Map<Access, T>, access: Access, find: () => T): T {
  const known = memory.get(access);
  if (known !== undefined) return known;
  const found = find();
  memory.set(access, found);
  return found;
}

const sameRoot = (a: Access, b: Access): boolean =>
  a.root.kind === 'symbol' && b.root.kind === 'symbol'
    ? a.root.symbol === b.root.symbol
    : a.root.kind === 'this' && b.root.kind === 'this';

function lastMeets(write: Access, read: Access): boolean {
  const w = write.path.at(-1);
  const r = read.path.at(-1);
  if (!w || !r || 'any' in w || 'any' in r) return true;
  if ('field' in w && 'field' in r) return w.field === r.field;
  return ('index' in w && 'index' in r) || ('content' in w && 'content' in r);
}

/** The value that an assignment stores is certainly no object. */
function storesPrimitive(view: View, { expr, access }: HeapWrite): boolean {
  const last = access.path.at(-1);
  if (last && 'field' in last && last.field === 'length') return true;
  if (expr.op === 'assign') return expr.primitive;
  const values = expr.kids.slice(1).map((k) => view.expr(k));
  return expr.op === 'call' && values.every((v) => v.primitive || v.op === 'object');
}
