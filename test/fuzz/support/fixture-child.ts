/** A process that transforms fixtures: `node fixture-child.mjs`, with batches of them as messages. */
import type { Fixture } from '../../support/fixtures/collect.ts';
import { compile, type Written } from '../../support/fixtures/compile.ts';
import { kitOf } from './kit.ts';

export interface Batch {
  /** Folder with a changed copy of the packages; undefined: as they are. */
  readonly packages: string | undefined;
  readonly fixtures: readonly Fixture[];
}

/** What becomes of one fixture; without results when `transform()` throws. */
export interface Attempt {
  readonly name: string;
  readonly results?: Written['results'];
}

process.on('message', async ({ packages, fixtures }: Batch) => {
  const { transform } = await kitOf(packages);
  const attempt = (fixture: Fixture): Attempt => {
    const { name } = fixture;
    try {
      const results = Array.from(compile(fixture, transform).results, ([path, { code, workerModules }]) => {
        return [path, { code, workerModules }] as const;
      });
      return { name, results: new Map(results) };
    } catch {
      return { name };
    }
  };
  for (const fixture of fixtures) process.send?.(attempt(fixture));
});
