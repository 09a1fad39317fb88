import { Committed, commitAll } from './commit/bulk.ts';
import type { Target } from './commit/commit.ts';
import { Comparison } from './commit/comparison.ts';
import { Replay } from './commit/handle.ts';
import { pinned, snapshot } from './commit/pins.ts';
import { Past } from './commit/steady.ts';
import { StreamReplay } from './commit/stream.ts';
import { WriteCheck } from './commit/write-check.ts';
import { settings } from './config.ts';
import type { Built, Bulk, Emitted, Entry, Handle, Seeded, Site, SiteSpec } from './contract.ts';
import { CONTRACT_VERSION } from './contract.ts';
import type { Platform } from './executors/executor.ts';
import { detectProxies } from './guards/proxy.ts';
import { type Mode, type Plan, plan, ready, type Started } from './plan.ts';
import { RandomStream } from './random.ts';
import { SiteState, siteState } from './site.ts';
import { builtOf, streamingOf, streamRefused } from './stream.ts';

type Constructs = Pick<
  Emitted,
  | 'site'
  | 'ready'
  | 'open'
  | 'openAsync'
  | 'openInterleaved'
  | 'openStream'
  | 'bulk'
  | 'bulkAsync'
  | 'each'
  | 'eachAsync'
>;

const stateOf = (site: Site): SiteState => (site instanceof SiteState ? site : siteState(site.spec));

/** The functions that emitted code calls, on a platform. */
export const emitted = (platform: Platform): Constructs => {
  detectProxies(platform.isProxy);
  const start = (
    site: SiteState,
    entry: Built | (() => Entry) | undefined,
    tier: 'split' | 'direct',
    form: Mode,
    stream: RandomStream | null = null,
  ): Plan => {
    site.runs++;
    const decided = plan(platform, site, entry, tier, form, stream?.seed ?? null);
    if ('serial' in decided) site.serial(decided.serial);
    return decided;
  };

  const open = (site: Site, entry: Built | (() => Entry) | undefined, seeded?: Seeded): Handle => {
    const state = stateOf(site);
    const stream = streamOf(seeded);
    return replay(state, start(state, entry, 'split', 'blocking', stream), stream);
  };

  const opened = async (state: SiteState, decided: Started, stream: RandomStream | null): Promise<Handle> => {
    const pins = pinned(decided.entry.pins);
    const past = await arrival(decided);
    return Object.assign(replay(state, decided, stream), { pins, past });
  };

  const committedLater = async (state: SiteState, decided: Started): Promise<Bulk> => {
    const pins = pinned(decided.entry.pins);
    const past = await arrival(decided);
    return Object.assign(committed(state, decided), { pins, past });
  };

  // Where both ways run, nothing may come between them: not even an awaited loop lets other code run meanwhile.
  const blocks = (): boolean => verifying() && (settings().executor ?? platform.executor()).blockingRefused === null;

  const waiting = (): Mode => (blocks() ? 'blocking' : 'awaited');

  return {
    site: (spec: SiteSpec): Site => {
      if (spec.contract !== CONTRACT_VERSION) throw new Error(versionText(spec));
      platform.started();
      return siteState(spec);
    },
    ready: (site) => ready(stateOf(site)),
    open,
    openAsync: (site, entry, seeded) => {
      const state = stateOf(site);
      const stream = streamOf(seeded);
      const decided = start(state, entry, 'split', waiting(), stream);
      // A loop that runs serially runs at once: other code must not come in between.
      return 'run' in decided && !blocks() ? opened(state, decided, stream) : replay(state, decided, stream);
    },
    openInterleaved: (site, entry, seeded) => {
      const state = stateOf(site);
      const stream = streamOf(seeded);
      return replay(state, start(state, entry, 'split', 'interleaved', stream), stream);
    },
    openStream: (site, entry) => {
      const state = stateOf(site);
      state.runs++;
      const built = builtOf(entry);
      const refused = streamRefused(state, built);
      if (refused !== null) state.serial(refused);
      const streaming = refused === null ? streamingOf(platform, state, built as Entry) : null;
      return new StreamReplay(state, streaming, verifying() ? new Comparison(state.spec) : null);
    },
    bulk: (site, entry) => {
      const state = stateOf(site);
      return committed(state, start(state, entry, 'direct', 'blocking'));
    },
    bulkAsync: (site, entry) => {
      const state = stateOf(site);
      const decided = start(state, entry, 'direct', waiting());
      return 'run' in decided && !blocks() ? committedLater(state, decided) : committed(state, decided);
    },
    each: (site, receiver, entry, replay, seeded) => {
      const handle = open(site, () => entry(receiver), seeded);
      return ending(handle, () => replay(receiver, handle));
    },
    eachAsync: async (site, receiver, entry, body, seeded) => {
      const state = stateOf(site);
      const stream = streamOf(seeded);
      const decided = start(state, () => entry(receiver), 'split', waiting(), stream);
      // In parallel other code may change the receiver meanwhile: it is copied before the first await. Otherwise the
      // original call runs at once on the receiver itself, which may be of any class.
      const waits = 'run' in decided && !blocks();
      const seen = waits ? snapshot(receiver) : receiver;
      const pins = pinsOf(decided);
      const past = waits ? await arrival(decided) : null;
      const handle = Object.assign(replay(state, decided, stream), { pins, past });
      return ending(handle, () => body(seen, handle));
    },
  };
};

const versionText = (spec: SiteSpec): string =>
  `${spec.file} was compiled for contract ${spec.contract} of @parloop/runtime, this is ${CONTRACT_VERSION}: ` +
  'use the same version of @parloop/transform and @parloop/runtime, and compile again';

const ending = <V>(handle: Handle, replay: () => V): V => {
  try {
    return replay();
  } finally {
    handle.end();
  }
};

/** Begins at once: what the inputs are now is remembered before the first wait. It is needed if something is missing. */
const arrival = async ({ run, entry }: Started): Promise<Past | null> => {
  const past = new Past(run, entry.again);
  await run.arrival();
  return run.isWhole ? null : past;
};

const pinsOf = (decided: Plan): readonly unknown[] | null => ('run' in decided ? pinned(decided.entry.pins) : null);

const verifying = (): boolean => settings().mode === 'verify';

/** @throws TypeError when the seed is no number */
const streamOf = (seeded: Seeded | undefined): RandomStream | null =>
  seeded === undefined ? null : new RandomStream(seeded.seed);

const replay = (site: SiteState, decided: Plan, stream: RandomStream | null): Replay => {
  if ('serial' in decided) return new Replay(site, null, null, stream);
  return new Replay(site, decided.run, verifying() ? new Comparison(site.spec) : null, stream, decided.watch);
};

const committed = (site: SiteState, decided: Plan): Committed => {
  if ('serial' in decided) return new Committed(site, 0, decided.n, null);
  const { run, entry } = decided;
  const { n } = entry.space;
  try {
    const targets = logTargets(site.spec, entry);
    if (verifying()) return new Committed(site, 0, n, new WriteCheck(site.spec, run, targets));
    const done = commitAll(run, targets);
    run.finish(done);
    return new Committed(site, done, n, null);
  } finally {
    run.finish(0);
  }
};

/** The containers in the order of the logs: one for each distinct target of the write sites. */
const logTargets = (spec: SiteSpec, entry: Entry): Target[] =>
  [...new Set((spec.writes ?? []).map((write) => write.target))].map((target) => entry.out[target] as Target);
