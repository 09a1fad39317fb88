/** Which heap writes there are, and which reads they may reach from an earlier iteration. */
import {
  type Access,
  type Affine,
  type ExprId,
  type ExprRecord,
  ITERATION,
  type Segment,
  type StmtRecord,
  type SymbolId,
  THIS,
} from '../records/graph.ts';
import type { Cause } from './cause.ts';
import { type Dependence, depend, isCertain, isMember, type Terms } from './dependence.ts';
import { remembered } from './memory.ts';
import { ANY, type Apart, NEVER } from './subscript-test.ts';
import type { View } from './view.ts';

export interface HeapWrite {
  readonly access: Access;
  readonly expr: ExprRecord;
  /** Why P leaves the write out. */
  readonly cause?: Cause | undefined;
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
  /** Outer variables that the body mentions otherwise than to look into them. */
  private readonly values: ReadonlySet<SymbolId>;
  private readonly view: View;
  private readonly terms: Terms;
  private readonly reachable: ReadonlySet<SymbolId>;
  private readonly reassigned: ReadonlySet<SymbolId>;
  private readonly disjoint: ReadonlySet<SymbolId>;
  /** Promises without which a dependence would have been found. */
  readonly relied = new Set<SymbolId>();
  /** Conditions at entry on which the answers rest. */
  readonly needed: { readonly write: Access; readonly guard: Apart }[] = [];
  // The slice asks the same questions in every round of its fixpoint.
  private readonly conflictsOf = new Map<Access, Conflicts>();
  private readonly looseness = new Map<Access, boolean>();
  private readonly redirected = new Map<Access, readonly HeapWrite[]>();
  private readonly readBefore = new Map<Access, boolean>();

  /**
   * @param reachable written variables that P captures: P can meet no other written container, because a guard at
   * entry keeps them apart from everything that is sent
   * @param disjoint containers of which no iteration touches an element that another one writes: a promise
   */
  constructor(
    view: View,
    terms: Terms,
    reachable: ReadonlySet<SymbolId>,
    reassigned: ReadonlySet<SymbolId>,
    disjoint: ReadonlySet<SymbolId>,
  ) {
    this.disjoint = disjoint;
    this.reassigned = reassigned;
    this.reachable = reachable;
    this.view = view;
    this.terms = terms;
    this.values = mentionedAsValues(view);
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
    const related = writes.map((write) => ({ write, dependence: this.relation(write.access, read) }));
    // What is certain says more than what may be; of several writes the last one is what arrives.
    const flow =
      related.findLast(({ dependence: d }) => isCertain(d)) ?? related.findLast(({ dependence: d }) => d.flow);
    const before = flow ? related.slice(0, related.indexOf(flow)) : related;
    for (const { write, dependence } of before) if (!dependence.flow) this.rely(write.access, dependence);
    const same = related.filter(({ dependence: d }) => d.same && !d.flow).map(({ write }) => write);
    return flow ? { flow, same } : { same };
  }

  /** Through an outer variable that the loop assigns: by then it may hold any object, whatever it held at entry. */
  rooted(a: Access): Access {
    if (a.root.kind !== 'symbol' || a.path.length === 0 || !this.reassigned.has(a.root.symbol)) return a;
    return { ...a, root: { kind: 'unknown', text: this.view.symbol(a.root.symbol).name } };
  }

  /** Some iteration reads what a later one writes. */
  isReadBefore(write: Access): boolean {
    return remembered(this.readBefore, write, () =>
      this.view.expressions.some((e) =>
        e.accesses.some((a) => {
          if (a.write) return false;
          const dependence = this.relation(write, a);
          if (dependence.flow) return false;
          this.rely(write, dependence);
          return dependence.anti;
        }),
      ),
    );
  }

  private rely(write: Access, { guards }: Dependence): void {
    for (const guard of guards) this.needed.push({ write, guard });
  }

  /** Where it is not known which element is touched, a promise counts; a known dependence stays one. */
  private promised({ root, path }: Access, read: Access, found: Dependence): Dependence {
    const id = root.kind === 'symbol' ? root.symbol : undefined;
    const isElement = [path[0], read.path[0]].some((s) => s !== undefined && 'index' in s);
    if (id === undefined || !isElement || !this.disjoint.has(id)) return found;
    if (!found.flow || found.distance !== null) return found;
    this.relied.add(id);
    return { ...NEVER, same: true };
  }

  /**
   * In these inner loops, both are at one place only while the counters of all of them have the same values: some
   * subscript, the same on both sides, is a multiple of each counter and otherwise steady.
   */
  meetOnlyAtOnce(write: Access, read: Access, loops: readonly StmtRecord[]): boolean {
    // A read of all that is below the written place begins with a read of that place.
    const whole = read.path.slice(0, write.path.length);
    if (!sameRoot(write, read) || this.view.isOwn(write) || this.isLoose(write)) return false;
    if (write.path.length !== whole.length || [...write.path, ...whole].some((s) => 'any' in s)) return false;
    return loops.every((l) => {
      const heads = l.kids.slice(0, l.header).flatMap((k) => this.view.stmt(k).declares);
      const counter = this.view.graph.ranges.find((r) => heads.includes(r.symbol))?.symbol;
      return counter !== undefined && write.path.some((w, i) => isMultipleOf(this, counter, w, whole[i]!));
    });
  }

  /** A term of a subscript that keeps its value while an iteration runs. */
  isSteady(symbol: SymbolId): boolean {
    return symbol === ITERATION || this.terms.invariant(symbol);
  }

  private relation(write: Access, read: Access): Dependence {
    this.view.budget.spend();
    if (sameRoot(write, read) && !this.isLoose(write))
      return this.promised(write, read, depend(this.view, this.terms, write, read));
    return this.mayMeet(write, read) && lastMeets(write, read) ? ANY : NEVER;
  }

  /**
   * The loop also stores references above the place, so by then the path may lead to any object: what held at entry
   * (different paths reach different objects) need not hold any more.
   */
  isLoose(a: Access): boolean {
    return remembered(this.looseness, a, () =>
      this.writes.some(
        (w) =>
          !w.access.inert && sameRoot(w.access, a) && mayLeadTo(w.access.path, a.path) && !isMade(w.access, a.path),
      ),
    );
  }

  /** The loop changes something in what is converted, so that is an object. */
  isWrittenInto(conversion: Access): boolean {
    const path = conversion.path.slice(0, -1);
    const below = (w: Access): boolean => w.path.length > path.length && path.every((s, i) => isAlike(s, w.path[i]!));
    return this.writes.some((w) => sameRoot(w.access, conversion) && below(w.access));
  }

  /** Writes of references above what is read, of the same iteration: the path then leads to another object. */
  redirections(read: Access): readonly HeapWrite[] {
    return remembered(this.redirected, read, () =>
      this.writes.filter(({ access: write }) => {
        if (write.inert || !sameRoot(write, read) || !mayLeadTo(write.path, read.path)) return false;
        const above = { ...read, path: read.path.slice(0, write.path.length) };
        const { same, flow, guards } = depend(this.view, this.terms, write, above);
        return same || flow || guards.length > 0;
      }),
    );
  }

  /**
   * As {@link conflicts}, of a read that goes through a reference which the iteration itself has stored. What it leads to
   * is no container that the loop writes, unless the body handles that one as a value: the audit of captures sees to it.
   */
  conflictsBehind(access: Access, extra: readonly HeapWrite[]): Conflicts {
    const storable = this.writes.filter(
      ({ access: { root, path } }) => root.kind !== 'symbol' || path.length > 1 || this.values.has(root.symbol),
    );
    return this.among([...storable, ...extra], { ...access, root: { kind: 'unknown', text: '' } });
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
    if (unknown && write.root.kind === 'this') return this.reachable.has(THIS);
    if (unknown) return true;
    if (this.view.isOwn(read) !== this.view.isOwn(write)) return false;
    return this.view.isOwn(write) || this.isLoose(write);
  }
}

/** Equal subscripts c · counter + what is steady, c ≠ 0. */
function isMultipleOf(heap: Heap, counter: SymbolId, w: Segment, r: Segment): boolean {
  if (!('index' in w) || !('index' in r) || !w.index || !r.index) return false;
  const of = ({ terms }: Affine): Affine['terms'] => terms.filter((t) => t.symbols.includes(counter));
  const [mine, ...more] = of(w.index);
  const others = w.index.terms.filter((t) => t !== mine);
  return (
    mine !== undefined &&
    more.length === 0 &&
    mine.symbols.length === 1 &&
    mine.coefficient !== 0 &&
    others.every((t) => t.symbols.every((s) => heap.isSteady(s))) &&
    textOf(w.index) === textOf(r.index)
  );
}

const textOf = ({ constant, terms }: Affine): string =>
  [constant, ...terms.map((t) => `${t.coefficient}*${[...t.symbols].sort().join('*')}`).sort()].join('+');

function mentionedAsValues(view: View): Set<SymbolId> {
  const bases = new Set<ExprId>();
  for (const e of view.expressions) {
    const isWrite = e.op === 'assign' && e.accesses.some((a) => a.write);
    const isStatement = e.method !== undefined && view.owner(e)?.exprs[0] === e.id;
    if (e.op === 'member' || isWrite || isStatement) bases.add(e.kids[0]!);
  }
  return new Set(view.expressions.filter((e) => !(e.op === 'leaf' && bases.has(e.id))).flatMap((e) => e.reads));
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
  return isMember(w) && isMember(r);
}

/** The written place may lie above the other, so that a reference which is stored there changes where that one is. */
function mayLeadTo(above: readonly Segment[], path: readonly Segment[]): boolean {
  const last = above.at(-1);
  if (last && 'field' in last && (last.field === 'length' || last.field === 'size')) return false;
  if (above.length >= path.length && !above.some((s) => 'any' in s)) return false;
  return above.every((s, i) => {
    const other = path[i];
    if (!other || ('field' in s && 'field' in other)) return !other || isAlike(s, other);
    return !('content' in s && 'field' in other) && !('field' in s && 'content' in other);
  });
}

/** What the path goes through below the written place are objects that were made for it. */
const isMade = ({ path: above, made = 0 }: Access, path: readonly Segment[]): boolean =>
  path.length - above.length <= made && ![...above, ...path].some((s) => 'any' in s);

/** The same field, or an element each. */
const isAlike = (a: Segment, b: Segment): boolean =>
  'field' in a && 'field' in b ? a.field === b.field : !('field' in a) && !('field' in b);
