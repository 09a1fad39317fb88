import type { SiteSpec } from '../contract.ts';
import type { Run } from '../run.ts';
import { reached, type Shot } from './shot.ts';
import type { Watch } from './watch.ts';

/** Items that were taken from a source together, and the run that computes ahead with them; null: none does. */
export interface Window {
  readonly items: readonly unknown[];
  readonly given: readonly Given[];
  readonly run: Run | null;
  readonly watch: Watch | null;
}

/** An item as it was when the source gave it. */
interface Given {
  readonly shots: readonly Shot[];
  /** The source has given the same objects again, with something else in them. */
  reused: boolean;
}

/** Starts a run for some items. */
export type Launch = (items: readonly unknown[]) => Pick<Window, 'run' | 'watch'>;

/** How items go from a source to a loop: taken in windows, given one by one. */
export class Windows {
  private readonly spec: SiteSpec;
  private readonly launch: Launch;
  private readonly isProxy: (value: object) => boolean;
  /** Called when the loop gets the first item of a window. */
  private readonly entered: (window: Window) => void;
  private readonly queue: Window[] = [];
  private taken: unknown[] = [];
  private given: Given[] = [];
  /** The objects and the memory of the items that the loop does not have yet. */
  private readonly owners = new Map<object, Given>();
  private current: Window | null = null;
  private at = 0;

  constructor(spec: SiteSpec, launch: Launch, isProxy: (value: object) => boolean, entered: (window: Window) => void) {
    this.spec = spec;
    this.launch = launch;
    this.isProxy = isProxy;
    this.entered = entered;
  }

  /** The source has given it. */
  take(item: unknown): void {
    const shots = typeof item === 'object' && item !== null ? reached([item], null, new Map(), this.isProxy) : [];
    const given: Given = { shots, reused: false };
    for (const { object } of shots) {
      const key = ArrayBuffer.isView(object) ? object.buffer : object;
      const before = this.owners.get(key);
      if (before !== undefined && !before.shots.every((shot) => shot.holds())) before.reused = true;
      this.owners.set(key, given);
    }
    this.taken.push(item);
    this.given.push(given);
  }

  /** Items that the loop does not have yet. */
  get ahead(): number {
    const waiting = this.queue.reduce((sum, { items }) => sum + items.length, 0);
    return this.taken.length + waiting + (this.current === null ? 0 : this.current.items.length - this.at);
  }

  /** Items that no run has yet. */
  get loose(): number {
    return this.taken.length;
  }

  /** Windows whose runs the loop has not come to. */
  get under(): number {
    return this.queue.filter(({ run }) => run !== null && !run.complete).length;
  }

  /** Those that are taken become a window. */
  close(): void {
    if (this.taken.length === 0) return;
    const { taken: items, given } = this;
    this.taken = [];
    this.given = [];
    this.queue.push({ items, given, ...this.launch(items) });
  }

  /** The window to which the next item belongs. */
  next(): Window | null {
    if (this.current !== null && this.at < this.current.items.length) return this.current;
    if (this.queue.length === 0) this.close();
    return this.queue[0] ?? null;
  }

  /**
   * The next item, for the loop.
   *
   * @throws where the source uses its objects again: the serial loop would have been done with them
   */
  give(): unknown {
    const window = this.next()!;
    if (window !== this.current) {
      this.queue.shift();
      this.current = window;
      this.at = 0;
      this.entered(window);
    }
    const at = this.at++;
    const { shots, reused } = window.given[at]!;
    if (reused) throw new Error(reusedText(this.spec));
    for (const { object } of shots) if (this.owners.get(object) === window.given[at]) this.owners.delete(object);
    return window.items[at];
  }

  /** Nobody wants the rest. */
  drop(): void {
    for (const { run } of this.queue) run?.finish(0);
    this.queue.length = 0;
  }
}

const reusedText = ({ file, line }: SiteSpec): string =>
  `${file}:${line}: the source of this loop has changed an item after it was taken, and given it again, so the loop is ` +
  "not the serial one: remove the clause 'stream'.";
