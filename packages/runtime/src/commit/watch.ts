/**
 * A loop that waits lets other code run between its iterations, which may change what workers have copies of. So each
 * iteration is compared, at its start, with what was sent: the very same objects must hold the very same values.
 */
import type { Entry, SiteSpec, Space, Watched } from '../contract.ts';
import { isTyped } from '../guards/containers.ts';
import { valueAt } from '../worker/line.ts';
import { classesOf } from '../worker/plain.ts';
import { reached, type Shot, slotOf } from './shot.ts';

/** Most values that are compared for each iteration, whatever it reads itself. */
const MOST = 4096;
/** Most objects that belong to an element, on average. */
const MOST_OBJECTS = 64;

interface Row {
  readonly list: object;
  readonly length: number;
  readonly sized: boolean;
  /** By iteration: the element, and what it reaches. */
  readonly slots: readonly unknown[];
  readonly shots: readonly (readonly Shot[])[];
}

export class Watch {
  private readonly entry: Entry;
  private readonly whole: readonly Shot[];
  private readonly rows: readonly Row[];
  private readonly space: Space;
  private readonly guards: number;
  /** What every iteration may read has changed. */
  private broken = false;

  private constructor(entry: Entry, whole: readonly Shot[], rows: readonly Row[]) {
    this.entry = entry;
    this.whole = whole;
    this.rows = rows;
    this.space = entry.space;
    this.guards = entry.in.length;
  }

  /** @returns why nobody can tell soon enough whether something has changed, or the watch */
  static over({ watch, names }: SiteSpec, entry: Entry): Watch | string {
    const modes = watch ?? [];
    const everywhere: unknown[] = [...(entry.objects ?? [])];
    const rows: Row[] = [];
    const known = new Map<object, Shot>();
    const classes = classesOf(entry);
    let room = MOST + MOST_OBJECTS * entry.space.n;
    for (const [i, mode] of modes.entries()) {
      const value = entry.in[i];
      if (mode === 'none' || typeof value !== 'object' || value === null) continue;
      const isList = Array.isArray(value) || isTyped(value);
      const tooMuch = `capture ${names?.[i] ?? i}: too large to be compared after each await`;
      if (mode === 'whole') everywhere.push(value);
      else if (isList) {
        const row = rowOf(value, mode, entry, known, room);
        if (row === null) return tooMuch;
        room -= row.shots.reduce((sum, shots) => sum + shots.length, 0);
        rows.push(row);
      } else if (mode === 'ordered')
        return `capture ${names?.[i] ?? i}: other code may change the order of its elements`;
      else everywhere.push(value);
    }
    const whole = reached(everywhere, classes, known);
    if (whole.reduce((sum, shot) => sum + shot.size, 0) > MOST) return 'too much to be compared after each await';
    return new Watch(entry, whole, rows);
  }

  /** Iteration k finds what was sent for it. */
  holds(k: number): boolean {
    if (!this.broken && !this.isSame()) this.broken = true;
    return !this.broken && this.rows.every((row) => this.hasElement(row, k));
  }

  private isSame(): boolean {
    return this.whole.every((shot) => shot.holds()) && this.captures();
  }

  /** The variables, and what else was tested at entry. */
  private captures(): boolean {
    try {
      const now = this.entry.again?.() ?? [];
      for (let i = 0; i < this.guards; i++) if (!Object.is(now[i], this.entry.in[i])) return false;
      return true;
    } catch {
      return false;
    }
  }

  private hasElement({ list, length, sized, slots, shots }: Row, k: number): boolean {
    if (sized && Reflect.get(list, 'length') !== length) return false;
    return Object.is(slotOf(list, valueAt(this.space, k)), slots[k]) && (shots[k] ?? []).every((shot) => shot.holds());
  }
}

const rowOf = (list: object, mode: Watched, entry: Entry, known: Map<object, Shot>, room: number): Row | null => {
  const { space } = entry;
  const slots = Array.from({ length: space.n }, (_, k) => slotOf(list, valueAt(space, k)));
  const shots: (readonly Shot[])[] = [];
  let left = room;
  for (const slot of slots) {
    const own = typeof slot === 'object' && slot !== null ? reached([slot], classesOf(entry), known) : [];
    left -= own.length;
    if (left < 0) return null;
    shots.push(own);
  }
  return { list, length: Reflect.get(list, 'length') as number, sized: mode === 'sized', slots, shots };
};
