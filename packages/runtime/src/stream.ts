/** Loops with the clause `stream`: one run for each window of items. */
import type { Streaming } from './commit/stream.ts';
import type { Launch } from './commit/window.ts';
import { settings } from './config.ts';
import type { Built, Entry } from './contract.ts';
import type { Platform } from './executors/executor.ts';
import { plan, refusal, unconditional } from './plan.ts';
import type { SiteState } from './site.ts';

export const builtOf = (entry: Built | (() => Entry) | undefined): Built => {
  if (typeof entry !== 'function') return entry ?? { failed: new Error('no entry') };
  try {
    return entry();
  } catch (failed) {
    return { failed };
  }
};

/** Why the source is not asked for anything ahead. */
export const streamRefused = (site: SiteState, built: Built): string | null => unconditional(site) ?? refusal(built);

export const streamingOf = (platform: Platform, site: SiteState, entry: Entry): Streaming => {
  const wanted = entry.clauses?.workers ?? settings().workers;
  return {
    launch: launcher(platform, site, entry),
    size: sizeOf(entry.clauses?.stream),
    width: (settings().executor ?? platform.executor()).width(wanted),
    isProxy: platform.isProxy,
  };
};

const sizeOf = (wanted: unknown): number => {
  const size = Math.floor(Number(wanted));
  return size >= 1 ? size : 1;
};

/** The other captures are sent as they are when the window is full. */
const launcher =
  (platform: Platform, site: SiteState, entry: Entry): Launch =>
  (items) => {
    const at = site.spec.stream ?? 0;
    const again = (): readonly unknown[] => (entry.again?.() ?? entry.in).with(at, items);
    const build = (): Entry => ({
      ...entry,
      space: { n: items.length, start: 0, step: 1 },
      in: again().slice(0, entry.in.length),
      again,
    });
    const decided = plan(platform, site, build, 'split', 'interleaved');
    if ('run' in decided) return { run: decided.run, watch: decided.watch };
    site.serial(decided.serial);
    return { run: null, watch: null };
  };
