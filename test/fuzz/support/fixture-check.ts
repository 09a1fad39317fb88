/** The fixtures that have another outcome when the packages are changed. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { collect, type Fixture } from '../../support/fixtures/collect.ts';
import { type Written, write } from '../../support/fixtures/compile.ts';
import { ORIGINAL, PARALLEL, SERIAL } from '../../support/fixtures/configurations.ts';
import type { Configuration, Program } from '../../support/fixtures/protocol.ts';
import { buildChild, type Outcomes, runAll } from '../../support/fixtures/run.ts';
import { buildCompiler, FixtureCompiler } from './fixture-compiler.ts';
import { likelyFirst } from './likely.ts';

/** Of the ways in which fixtures run, those that differ most. */
const RUNS = PARALLEL.filter(({ name }) => ['shuffled, seed 1', 'shuffled, seed 300', '2 workers'].includes(name));

/** Fixtures that are looked at before the search may end. */
const BATCH = 25;

const NO_END = /^(did not end|ended the process)/;

export interface Changed {
  readonly rule: string;
  /** Folder with a changed copy of the packages. */
  readonly packages: string;
  /** Which of them are changed. */
  readonly changes: readonly string[];
}

const textOf = ({ results }: Written): string => JSON.stringify(Array.from(results));
const isEmitted = ({ results }: Written): boolean =>
  Array.from(results.values()).some(({ workerModules }) => workerModules.length > 0);

export class FixtureCheck {
  private readonly folder: string;
  private readonly scripts: Promise<{ readonly compiler: string; readonly runner: string }>;
  private readonly fixtures = collect(fileURLToPath(new URL('../../fixtures', import.meta.url))).filter(
    ({ kind }) => kind !== 'todo',
  );
  /** What the unchanged packages make of the fixtures, and how the originals end; filled as they are asked for. */
  private readonly before = new Map<string, Written>();
  private readonly expected = new Map<string, string>();
  private jobs = 0;
  private readonly idle: FixtureCompiler[] = [];

  /** @param folder for generated modules: below the package `test` */
  constructor(folder: string) {
    this.folder = folder;
    this.scripts = this.build();
  }

  /**
   * Names of fixtures that notice the change; not all of them.
   *
   * @param name only this one
   */
  async noticing(changed: Changed, name?: string): Promise<string[]> {
    const { compiler } = await this.scripts;
    const fixtures = likelyFirst(this.fixtures, changed.rule).filter((f) => name === undefined || f.name === name);
    const by = this.idle.pop() ?? new FixtureCompiler(compiler);
    try {
      for (let at = 0; at < fixtures.length; at += BATCH) {
        const altered = await this.altered(fixtures.slice(at, at + BATCH), changed, by);
        const found = await this.differing(altered, changed.packages);
        if (found.length > 0) return found;
      }
      return [];
    } finally {
      this.idle.push(by);
    }
  }

  end(): void {
    for (const one of this.idle) one.end();
  }

  private async build() {
    const runner = await buildChild(this.folder);
    return { runner, compiler: await buildCompiler(join(this.folder, 'fixture-child.mjs')) };
  }

  /** Fixtures to which the change can matter. */
  private async altered(
    batch: readonly Fixture[],
    { packages, changes }: Changed,
    by: FixtureCompiler,
  ): Promise<Written[]> {
    const fresh = batch.filter(({ name }) => !this.before.has(name));
    for (const one of await by.compiled(fresh)) this.before.set(one.fixture.name, one);
    const known = batch.flatMap(({ name }) => this.before.get(name) ?? []);
    if (!changes.includes('transform')) return known.filter(isEmitted);
    const all = (await by.compiled(batch, packages)).filter(isEmitted);
    if (changes.includes('runtime')) return all;
    return all.filter((one) => textOf(one) !== textOf(this.before.get(one.fixture.name)!));
  }

  private async differing(altered: readonly Written[], packages: string): Promise<string[]> {
    if (altered.length === 0) return [];
    const folder = join(packages, 'fixtures');
    const script = await buildChild(folder);
    const programs = altered.flatMap((one) => parsed(one, folder));
    const expected = await this.originals(altered);
    for (const configuration of RUNS) {
      const outcomes = await outcomesOf(script, configuration, programs, folder);
      const other = altered.filter(({ fixture: { name } }) => {
        const [text, original] = [outcomes.get(name)?.text, expected.get(name)];
        return text !== undefined && original !== undefined && text !== original && !NO_END.test(original);
      });
      // What ends differently each time is no proof.
      const again = other.length > 0 ? await this.originals(other, true) : expected;
      const names = other.map(({ fixture }) => fixture.name).filter((name) => again.get(name) === expected.get(name));
      if (names.length > 0) return names;
    }
    return [];
  }

  /** How the originals end. */
  private async originals(some: readonly Written[], again = false): Promise<ReadonlyMap<string, string>> {
    const { runner } = await this.scripts;
    const known = again ? new Map<string, string>() : this.expected;
    const jobs = join(this.folder, `jobs-${this.jobs++}`);
    const missing = some.map(({ fixture }) => this.before.get(fixture.name)!).filter((o) => !known.has(o.fixture.name));
    for (const configuration of [ORIGINAL, SERIAL]) {
      const chosen = missing.filter(({ fixture }) => fixture.directives.expect.seeded === (configuration === SERIAL));
      if (chosen.length === 0) continue;
      const folder = join(this.folder, 'originals');
      const programs = chosen.map((one) => programOf(one, folder, configuration.version));
      for (const [name, { text }] of await runAll(runner, configuration, programs, jobs)) known.set(name, text);
    }
    return known;
  }
}

/** A version that is no JavaScript gives no wrong answer. */
function parsed(one: Written, folder: string): Program[] {
  try {
    return [programOf(one, folder, 'parallel')];
  } catch {
    return [];
  }
}

function programOf(one: Written, folder: string, version: Configuration['version']): Program {
  const { name } = one.fixture;
  return { name, bodies: write(one, folder), path: join(folder, version, `${name}.js`) };
}

/** A changed runtime may not even load: then there is no outcome. */
const outcomesOf = (
  script: string,
  configuration: Configuration,
  programs: readonly Program[],
  folder: string,
): Promise<Outcomes> => runAll(script, configuration, programs, folder).catch(() => new Map());
