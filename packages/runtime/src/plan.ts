import { Watch } from './commit/watch.ts';
import { settings } from './config.ts';
import type { Built, Clauses, Entry } from './contract.ts';
import { WORKER } from './contract.ts';
import type { Executor, Platform } from './executors/executor.ts';
import { changedIntrinsic } from './guards/intrinsics.ts';
import { Run } from './run.ts';
import type { Schedule } from './schedule/chunks.ts';
import { worthwhile } from './schedule/worthwhile.ts';
import type { SiteState } from './site.ts';
import { audit } from './transport/audit.ts';
import { classesOf } from './worker/plain.ts';

/** How long a caller leaves chunks to workers that should start them, in ms. */
const PATIENCE = { none: 0, bulk: 1_000, force: 30_000, verify: 60_000 };

/** One in so many runs of a loop that was slower in parallel tries again. */
const RETRY = 64;

export type Tier = 'split' | 'direct';

/** `interleaved`: the caller takes what is there, and other code runs between the iterations. */
export type Mode = 'blocking' | 'awaited' | 'interleaved';

/** A run that was started, or the reason why the original loop runs. */
export interface Started {
  readonly run: Run;
  readonly entry: Entry;
  readonly watch: Watch | null;
}

export type Plan = Started | { readonly serial: string; readonly n: number };

const serially = (serial: string, n = -1): Plan => ({ serial, n });

/** Decides how a construct runs this time, and starts it if it is to run in parallel. Never throws. */
export const plan = (
  platform: Platform,
  site: SiteState,
  build: Built | (() => Entry) | undefined,
  tier: Tier,
  form: Mode,
  seed: number | null = null,
): Plan => {
  const early = unconditional(site);
  if (early !== null) return serially(early);
  const executor = settings().executor ?? platform.executor();
  if (form === 'blocking' && executor.blockingRefused !== null) return serially(executor.blockingRefused);
  let entry: Entry;
  try {
    entry = entryOf(build);
  } catch (error) {
    return serially(reasonOf(error));
  }
  const refused = clauseRefuses(entry.clauses ?? {}) ?? (tier === 'direct' ? overlapping(entry) : null);
  if (refused !== null) return serially(refused, entry.space.n);
  try {
    return start({ platform, site, entry, tier, form, executor, seed });
  } catch (error) {
    // Nothing has been committed yet, so whatever went wrong here, the original loop is right.
    return serially(`runtime: ${error instanceof Error ? error.message : String(error)}`, entry.space.n);
  }
};

/** Whether it makes sense to build an entry: not where the construct runs serially whatever the entry says. */
export const ready = (site: SiteState): boolean => unconditional(site) === null;

export const unconditional = (site: SiteState): string | null => {
  if (settings().mode === 'serial') return 'mode';
  if (Reflect.get(globalThis, Symbol.for(WORKER)) === true) return 'nested';
  if (settings().mode === 'verify' && site.spec.vouched === true) return 'vouched';
  return site.broken ? 'load' : null;
};

/** @throws whatever has kept the entry from being built */
const entryOf = (build: Built | (() => Entry) | undefined): Entry => {
  if (build === undefined) throw new Error('no entry');
  if (typeof build === 'function') return build();
  if ('failed' in build) throw build.failed;
  return build;
};

/** Why an entry keeps its construct serial, as far as that is known before anything is sent. */
export const refusal = (built: Built): string | null =>
  'failed' in built ? reasonOf(built.failed) : clauseRefuses(built.clauses ?? {});

/** A guard's reason; `entry` when building the entry failed otherwise: the original loop will fail by itself. */
const reasonOf = (error: unknown): string => {
  const reason: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'reason') : undefined;
  return typeof reason === 'string' ? reason : 'entry';
};

const clauseRefuses = (clauses: Clauses): string | null => {
  if (clauses.if === false) return 'if';
  if (clauses.on === 'serial') return 'on(serial)';
  return clauses.workers === 0 ? 'workers(0)' : null;
};

/** Chunks are committed target by target, so no two targets may share elements. */
const overlapping = (entry: Entry): string | null => {
  const memory = entry.out.map((target) => (ArrayBuffer.isView(target) ? target.buffer : target));
  return new Set(memory).size === memory.length ? null : 'guard: two outputs are the same';
};

interface Start {
  readonly platform: Platform;
  readonly site: SiteState;
  readonly entry: Entry;
  readonly tier: Tier;
  readonly form: Mode;
  readonly executor: Executor;
  readonly seed: number | null;
}

const start = ({ platform, site, entry, tier, form, executor, seed }: Start): Plan => {
  const { spec } = site;
  const { n } = entry.space;
  const { least, mode } = settings();
  const force = least === 0;
  const again = site.runs % RETRY === 0;
  const load = {
    n,
    cost: spec.cost,
    open: spec.open,
    ns: site.ns,
    wall: again ? 0 : site.wall,
    pool: executor.state(),
    least,
  };
  if (!worthwhile(mode === 'verify' ? { ...load, least: 0 } : load)) return serially(n < 1 ? 'empty' : 'small', n);
  const intrinsic = changedIntrinsic();
  if (intrinsic !== null) return serially(`guard: ${intrinsic} was changed`, n);
  const checked = audit(entry, {
    writesElements: spec.writesElements,
    ownMemory: spec.ownMemory === true,
    ...(spec.absent === undefined ? {} : { absent: spec.absent }),
    isProxy: platform.isProxy,
    ...(spec.names === undefined ? {} : { names: spec.names }),
    ...(spec.reads === undefined ? {} : { reads: spec.reads }),
  });
  if ('refused' in checked) return serially(`capture ${checked.refused}`, n);
  const watch = form === 'interleaved' ? Watch.over(spec, entry) : null;
  if (typeof watch === 'string') return serially(watch, n);
  const clauses = entry.clauses ?? {};
  const width = Math.max(1, Math.min(executor.width(clauses.workers ?? settings().workers), n));
  const bounds = executor.cut(n, { workers: width, ns: site.ns, ...schedule(clauses) });
  const patience = patienceOf(mode === 'verify', force, tier, executor);
  const workers = Math.min(width, bounds.length - 1);
  const run = new Run({
    site,
    space: entry.space,
    captures: checked.packed,
    classes: classesOf(entry),
    bounds,
    workers,
    form,
    patience,
    force,
    seed,
  });
  const execution = executor.launch(run, form !== 'awaited');
  if (typeof execution === 'string') return serially(execution, n);
  run.execution = execution;
  return { run, entry, watch };
};

/** Where the caller must not block, it takes what is there. */
const patienceOf = (verify: boolean, force: boolean, tier: Tier, executor: Executor): number => {
  if (executor.blockingRefused !== null) return PATIENCE.none;
  if (verify) return PATIENCE.verify;
  return force ? PATIENCE.force : PATIENCE[tier === 'direct' ? 'bulk' : 'none'];
};

const schedule = ({ schedule, chunk }: Clauses): { schedule?: Schedule; chunk?: number } => ({
  ...(schedule === undefined ? {} : { schedule }),
  ...(chunk === undefined ? {} : { chunk }),
});
