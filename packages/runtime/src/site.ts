import { environment } from './config.ts';
import type { Site, SiteSpec } from './contract.ts';

/** What happened at one construct; the rows of {@link Stats}. */
export interface ConstructStats {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  /** The clause of that name, when there is one. */
  readonly name?: string;
  /** How often the construct ran, in whatever way. */
  readonly runs: number;
  /** Runs for which at least one chunk came from a worker. */
  readonly parallelRuns: number;
  /** Iterations that were executed. */
  readonly iterations: number;
  /** Chunks that came from workers and were used. */
  readonly chunks: number;
  /** Distinct workers that computed those chunks. */
  readonly workersUsed: number;
  /** Why runs, or parts of runs (`worker-died`), were executed by the caller. */
  readonly serialReasons: Readonly<Record<string, number>>;
}

export interface Stats {
  readonly constructs: readonly ConstructStats[];
}

/** Weight of the newest measurement. */
const FRESH = 0.5;
/** Of serial runs that are known to be small, one in so many is timed. */
const SAMPLE = 64;
const EAGER = 4;

const blend = (known: number, fresh: number): number => (known === 0 ? fresh : known * (1 - FRESH) + fresh * FRESH);

/** The runtime's memory of one construct. */
export class SiteState implements Site {
  readonly spec: SiteSpec;
  /** Measured ns per iteration; 0: not yet. */
  ns = 0;
  /** Wall time of parallel runs in ns per iteration; 0: not yet. */
  wall = 0;
  /** The body could not be loaded. */
  broken = false;
  runs = 0;
  parallelRuns = 0;
  iterations = 0;
  chunks = 0;
  readonly workers = new Set<number>();
  readonly reasons = new Map<string, number>();

  constructor(spec: SiteSpec) {
    this.spec = spec;
  }

  /** Whether this serial run should be timed: reading the clock costs more than a small loop. */
  get sampled(): boolean {
    return this.runs <= EAGER || this.runs % SAMPLE === 0;
  }

  measure(ns: number, iterations: number): void {
    if (iterations <= 0 || !(ns > 0)) return;
    this.ns = blend(this.ns, ns / iterations);
  }

  /** The first parallel runs pay for cold workers and cold bodies: they are no measure. */
  measureParallel(ns: number, iterations: number): void {
    if (iterations > 0 && this.parallelRuns > EAGER) this.wall = blend(this.wall, ns / iterations);
  }

  serial(reason: string): void {
    this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
  }

  stats(): ConstructStats {
    const { id, file, line, name } = this.spec;
    const { runs, parallelRuns, iterations, chunks } = this;
    const serialReasons = Object.fromEntries(this.reasons);
    const known = { id, file, line, ...(name === undefined ? {} : { name }) };
    return { ...known, runs, parallelRuns, iterations, chunks, workersUsed: this.workers.size, serialReasons };
  }
}

/** `app.ts:3: @parallel loop app.ts:3 "prices"`: how messages name a construct. */
export const titleOf = ({ file, line, id, name }: SiteSpec): string =>
  `${file}:${line}: @parallel loop ${id}${name === undefined ? '' : ` ${JSON.stringify(name)}`}`;

const sites = new Map<string, SiteState>();

/** The construct's memory: one for all copies of a module that describe the same construct. */
export const siteState = (spec: SiteSpec): SiteState => {
  const name = `${spec.key}\n${spec.file}\n${spec.id}`;
  const known = sites.get(name) ?? new SiteState(spec);
  sites.set(name, known);
  return known;
};

/** What happened so far, construct by construct, in the order of their first run. */
export const stats = (): Stats => ({ constructs: [...sites.values()].map((site) => site.stats()) });

/** Where the statistics are to be written when the program ends. */
export const statsFile = (): string | undefined => environment('PARLOOP_STATS');
