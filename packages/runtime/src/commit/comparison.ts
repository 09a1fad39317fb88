import type { SiteSpec } from '../contract.ts';
import { titleOf } from '../site.ts';
import type { ReplayColumn } from './column.ts';
import { same } from './same.ts';

/** Verify mode: compares what the original expressions give with what the workers logged. */
export class Comparison {
  private readonly spec: SiteSpec;
  private iterationNumber = 0;
  private at = -1;
  private difference: Error | null = null;

  constructor(spec: SiteSpec) {
    this.spec = spec;
  }

  enter(_chunk: number): void {
    this.at = -1;
  }

  /** Iteration `k` of the loop begins; it is number `at` of its chunk, or -1 when the log has nothing on it. */
  iteration(k: number, at: number): void {
    this.iterationNumber = k;
    this.at = at;
  }

  /** @throws Error naming place, iteration and both values when they differ */
  site(column: ReplayColumn, value: unknown): void {
    if (this.at < 0) return;
    const logged = column.offsets === null ? column.v[this.at] : column.v[column.i++];
    if (!same(logged, value)) this.fail(`iteration ${this.iterationNumber} differs`, value, logged);
  }

  /** @throws Error naming place, element and both values */
  element(index: number | string, serial: unknown, parallel: unknown): never {
    this.fail(`element ${index} differs`, serial, parallel);
  }

  private fail(what: string, serial: unknown, parallel: unknown): never {
    const text = `${titleOf(this.spec)}: ${what}: serial ${show(serial)}, parallel ${show(parallel)}`;
    const { assumed = [] } = this.spec;
    const cause = assumed.length > 0 ? `; one of these does not hold: ${assumed.join(', ')}` : '';
    this.difference = new Error(text + cause);
    throw this.difference;
  }

  /** Raises a difference again that the program's own `catch` may have swallowed. */
  rethrow(): void {
    if (this.difference !== null) throw this.difference;
  }
}

const show = (value: unknown): string => {
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' ? JSON.stringify(value) : String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
};
