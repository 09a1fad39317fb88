/** Transforms fixtures in a process of its own: with a rule switched off that may take for ever. */
import { type ChildProcess, fork } from 'node:child_process';
import type { Fixture } from '../../support/fixtures/collect.ts';
import type { Written } from '../../support/fixtures/compile.ts';
import { bundle } from './bundle.mjs';
import type { Attempt, Batch } from './fixture-child.ts';

/** Time for one fixture, in ms, far above what any needs. */
const HANG = 60_000;

/** A process takes so many batches: copies of the packages stay in memory. */
const USES = 200;

/** Bundles the process. Returns the path of the script. */
export const buildCompiler = (outfile: string): Promise<string> =>
  bundle(new URL('./fixture-child.ts', import.meta.url), outfile);

export class FixtureCompiler {
  private readonly script: string;
  private process: ChildProcess | undefined;
  private uses = 0;

  constructor(script: string) {
    this.script = script;
  }

  /**
   * The fixtures for which `transform()` returns.
   *
   * @param packages folder with a changed copy of the packages; undefined: as they are
   */
  async compiled(fixtures: readonly Fixture[], packages?: string): Promise<Written[]> {
    if (++this.uses % USES === 0) this.end();
    const done: Written[] = [];
    for (let rest = fixtures; rest.length > 0; ) {
      const attempts = await this.attempts(rest, packages);
      for (const { name, results } of attempts) {
        const fixture = rest.find((one) => one.name === name);
        if (fixture !== undefined && results !== undefined) done.push({ fixture, results });
      }
      // The process has ended in the one after those that it has answered.
      rest = rest.slice(attempts.length + 1);
    }
    return done;
  }

  end(): void {
    this.process?.kill();
    this.process = undefined;
  }

  private attempts(fixtures: readonly Fixture[], packages: string | undefined): Promise<Attempt[]> {
    const attempts: Attempt[] = [];
    this.process ??= fork(this.script, { serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const child = this.process;
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const wind = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => child.kill('SIGKILL'), HANG);
      };
      const done = (): void => {
        clearTimeout(timer);
        child.removeAllListeners();
        resolve(attempts);
      };
      wind();
      child.on('exit', () => {
        this.process = undefined;
        done();
      });
      child.on('message', (attempt: Attempt) => {
        attempts.push(attempt);
        if (attempts.length === fixtures.length) done();
        else wind();
      });
      child.send({ packages, fixtures } satisfies Batch);
    });
  }
}
