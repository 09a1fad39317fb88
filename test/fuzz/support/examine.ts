/** Checks the programs of a slice in this process. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import { program } from '../grammar/program.ts';
import { check, type Difference, PATIENCE, type Setup, shuffled, threads } from './check.ts';
import { prepare, prepareAll, type Ready, type Transformed, transformed, urlOf } from './compile.ts';
import type { Kit } from './kit.ts';
import { PACKAGE_SCRIPT, withoutImports } from './package.ts';
import { type Counts, CRASH, type Failure, NONE, type Report, type Slice } from './protocol.ts';
import { shrink } from './shrink.ts';

export interface Examiner {
  readonly send: (report: Report) => void;
  /** Where worker modules are written for real workers; undefined: imitated workers. */
  readonly folder?: string | undefined;
  readonly kit: Kit;
  /** The packages as they are, when `kit` is a changed copy and only what the change alters is to be run. */
  readonly before?: Kit | undefined;
  /** Programs that failed are made smaller. */
  readonly shrink: boolean;
}

const BODIES = Symbol.for('parloop.bodies');
const forgetBodies = (): void => (Reflect.get(globalThis, BODIES) as Map<string, unknown> | undefined)?.clear();

/** Programs as the unchanged packages transform them: the same ones are asked for again, for other changes. */
const unchanged = new Map<number, Transformed>();

/** Programs of one slice that are made smaller. */
const SHRUNK = 3;

export class Examination {
  private readonly examiner: Examiner;
  private readonly counts: Counts = { ...NONE, codes: {} };
  private readonly sites: number;
  private shrunk = 0;

  constructor(examiner: Examiner) {
    this.examiner = examiner;
    this.sites = examiner.kit.runtime.stats().constructs.length;
  }

  /** Checks programs and sends what was found, the counts last. */
  async run({ first, count }: Slice): Promise<void> {
    const seeds = Array.from({ length: count }, (_, n) => first + n);
    const programs = seeds.map((seed) => this.program(seed));
    for (const one of programs) this.count(one);
    const { ready, broken } = prepareAll(programs.filter((one) => one.bodies.length > 0 && this.isAltered(one)));
    for (const [{ seed, source }, why] of broken) this.failed({ seed, source, small: source, lines: [why] });
    for (const one of ready) await this.check(one);
    this.countFallbacks();
    this.examiner.send({ type: 'counts', counts: this.counts, next: first + count });
  }

  private program(seed: number): Transformed {
    const { before, kit } = this.examiner;
    if (before === undefined) return this.transformed(seed, program(seed));
    const known = unchanged.get(seed) ?? this.transformed(seed, program(seed), before);
    unchanged.set(seed, known);
    return kit.transform === before.transform ? known : this.transformed(seed, known.source);
  }

  /** Whether the change of the packages can matter to the program. */
  private isAltered({ seed, code, bodies }: Transformed): boolean {
    const { before, kit } = this.examiner;
    const known = unchanged.get(seed);
    if (known === undefined || kit.runtime !== before?.runtime) return true;
    return code !== known.code || JSON.stringify(bodies) !== JSON.stringify(known.bodies);
  }

  private transformed(seed: number, source: string, kit = this.examiner.kit): Transformed {
    const { folder } = this.examiner;
    this.examiner.send({ type: 'at', seed, version: 'transform' });
    const ref = (of: number, index: number): string =>
      folder === undefined ? urlOf(of, index) : pathToFileURL(join(folder, `${of}.${index}.mjs`)).href;
    return transformed(kit, seed, source, ref);
  }

  private count({ seed, source, crash, bodies, errors }: Transformed): void {
    this.counts.programs++;
    this.counts.loops += source.match(/@parallel/g)?.length ?? 0;
    this.counts.acceptedLoops += bodies.length;
    if (crash !== undefined) this.failed({ seed, source, small: source, lines: [`${CRASH} ${crash}`] });
    else if (bodies.length > 0) this.counts.accepted++;
    else this.counts.refused++;
    for (const { code } of errors) this.counts.codes[code] = (this.counts.codes[code] ?? 0) + 1;
  }

  private failed(failure: Failure): void {
    this.counts.wrong++;
    this.examiner.send({ type: 'failure', failure });
  }

  private async check(ready: Ready): Promise<void> {
    const { seed, source } = ready.program;
    const found = await this.difference(ready, [shuffled(seed)]);
    if (found === undefined) return;
    this.failed({ seed, source, small: source, lines: found.lines });
    if (!this.examiner.shrink || this.shrunk++ >= SHRUNK) return;
    const small = await this.smaller(ready.program, found);
    const lines = (await this.again(seed, small, [found.variant]))?.lines ?? found.lines;
    this.examiner.send({ type: 'failure', failure: { seed, source, small, lines } });
  }

  private async difference(
    ready: Ready,
    setups: readonly Setup[],
    variants?: number[],
  ): Promise<Difference | undefined> {
    const { program: one } = ready;
    const { folder, send, kit } = this.examiner;
    if (folder === undefined) ready.register();
    else write(folder, one);
    const found = await check(ready, {
      setups: folder === undefined ? setups : [threads],
      watch: (version) => send({ type: 'at', seed: one.seed, version }),
      variants,
      limit: folder === undefined ? PATIENCE.shuffled : PATIENCE.threads,
      kit,
    });
    forgetBodies();
    return found;
  }

  /** Whether, and how, another text of the same program fails. */
  private async again(seed: number, source: string, variants: number[]): Promise<Difference | undefined> {
    const one = this.transformed(seed, source);
    if (one.bodies.length === 0) return undefined;
    try {
      return await this.difference(prepare(one), [1, 20, 300, 4000, 5, 60].map(shuffled), variants);
    } catch {
      return undefined;
    }
  }

  private smaller({ seed, source }: Transformed, { variant, end }: Difference): Promise<string> {
    return shrink(source, async (text) => (await this.again(seed, text, [variant]))?.end === end);
  }

  /** A program counts once, however many of its runs stayed serial. */
  private countFallbacks(): void {
    const fresh = this.examiner.kit.runtime.stats().constructs.slice(this.sites);
    const serial = fresh.filter(({ serialReasons }) => Object.keys(serialReasons).some((reason) => reason !== 'empty'));
    this.counts.guardFallbacks += new Set(serial.map(({ file }) => file)).size;
  }
}

function write(folder: string, { seed, bodies }: Transformed): void {
  mkdirSync(folder, { recursive: true });
  for (const { index, code } of bodies) {
    const text = `${PACKAGE_SCRIPT}\n${withoutImports(code, 2)}`;
    writeFileSync(join(folder, `${seed}.${index}.mjs`), transformSync(text, { loader: 'ts', format: 'esm' }).code);
  }
}
