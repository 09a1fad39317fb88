/** Switches off each rule in turn, and counts the wrong programs that the fuzzer then finds. */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildChild } from './fuzz.ts';
import { Child } from './support/children.ts';
import { copyOf } from './support/copies.ts';
import type { Slice } from './support/protocol.ts';
import { RULES, type Rule } from './support/rules.ts';

export interface Finding {
  readonly rule: string;
  /** Programs that were checked. */
  readonly programs: number;
  readonly wrong: number;
  /** The fixtures that have another outcome, where no random program has. */
  readonly fixtures: readonly string[];
}

export interface SensitivityOptions {
  /** Most programs for each rule. */
  readonly count: number;
  readonly seed: number;
  /** So many wrong programs are enough. */
  readonly enough: number;
  /** Below the package `test`; removed at the end. */
  readonly folder: string;
  /** Only rules whose name contains it. */
  readonly only?: string | undefined;
  readonly found?: (finding: Finding) => void;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Programs that a process checks between two reports. */
const SLICE = 25;

interface Fixture {
  readonly name: string;
  readonly source: string;
}

/** Fixtures that are one module. */
function fixtures(): Fixture[] {
  const folder = join(root, 'test/fixtures');
  return ['ok', 'either']
    .flatMap((kind) => readdirSync(join(folder, kind), { recursive: true, encoding: 'utf8' }).map((f) => join(kind, f)))
    .filter((file) => file.endsWith('.ts') && file.split('/').length === 3)
    .sort()
    .map((name) => ({ name, source: readFileSync(join(folder, name), 'utf8') }))
    .filter(({ source }) => /^export (async )?function run\(/m.test(source) && !/^import /m.test(source));
}

/** A process that is replaced when it dies: with a rule switched off programs may do anything. */
class Checker {
  private child: Child | undefined;
  private readonly script: string;

  constructor(script: string) {
    this.script = script;
  }

  /** Programs of the slice that are wrong. */
  async wrong(slice: Slice): Promise<number[]> {
    const wrong: number[] = [];
    this.child ??= new Child(this.script, { shrink: false });
    const death = await this.child.check(slice, {
      counts: () => {},
      failure: ({ seed }) => void wrong.push(seed),
    });
    if (death === undefined) return wrong;
    this.child = undefined;
    return [...wrong, death.at?.seed ?? slice.first];
  }

  end(): void {
    this.child?.process.kill();
  }
}

class Sensitivity {
  private readonly options: SensitivityOptions;
  private readonly fixtures = fixtures();
  /** Fixtures that cannot be judged here, because they differ anyway; asked for by the first rule that needs them. */
  private unfit: Promise<readonly number[]> | undefined;

  constructor(options: SensitivityOptions) {
    this.options = options;
  }

  async run(): Promise<Finding[]> {
    const { folder, only = '' } = this.options;
    mkdirSync(folder, { recursive: true });
    const script = await buildChild(folder);
    const queue = RULES.filter(([rule]) => rule.includes(only));
    const findings = new Map<Rule, Finding>();
    const checkers = Array.from({ length: Math.min(availableParallelism(), queue.length) }, () => new Checker(script));
    const order = [...queue];
    await Promise.all(
      checkers.map(async (checker) => {
        for (let rule = queue.shift(); rule !== undefined; rule = queue.shift())
          findings.set(rule, await this.finding(rule, checker));
        checker.end();
      }),
    );
    rmSync(folder, { recursive: true, force: true });
    return order.map((rule) => findings.get(rule)!);
  }

  private async finding(rule: Rule, checker: Checker): Promise<Finding> {
    const { count, seed, enough, folder, found } = this.options;
    const copy = copyOf(join(folder, `${RULES.indexOf(rule)}`), [rule]);
    const wrong = new Set<number>();
    let programs = 0;
    for (; programs < count && wrong.size < enough; programs += SLICE) {
      const slice = { first: seed + programs, count: SLICE, packages: copy };
      for (const one of await checker.wrong(slice)) wrong.add(one);
    }
    const names = wrong.size > 0 ? [] : await this.noticing(checker, copy);
    rmSync(copy, { recursive: true, force: true });
    const fixturesFound = names.map((at) => this.fixtures[at]!.name);
    const finding = { rule: rule[0], programs, wrong: wrong.size, fixtures: fixturesFound };
    found?.(finding);
    return finding;
  }

  private async noticing(checker: Checker, copy: string): Promise<number[]> {
    this.unfit ??= this.differing(checker, undefined);
    const unfit = await this.unfit;
    return (await this.differing(checker, copy)).filter((at) => !unfit.includes(at));
  }

  private async differing(checker: Checker, copy: string | undefined): Promise<number[]> {
    const sources = this.fixtures.map(({ source }) => source);
    const all: number[] = [];
    for (let first = 0; first < sources.length; first += SLICE) {
      const count = Math.min(SLICE, sources.length - first);
      all.push(...(await checker.wrong({ first, count, packages: copy, sources })));
    }
    return Array.from(new Set(all));
  }
}

/** Rules in the order of the table. */
export const sensitivity = (options: SensitivityOptions): Promise<Finding[]> => new Sensitivity(options).run();

/** One line of the table. */
export const line = ({ rule, programs, wrong, fixtures: names }: Finding): string => {
  const what = wrong > 0 ? `${wrong} wrong of ${programs} programs` : `none of ${programs} programs`;
  const also = names.length > 0 ? `, ${names.length} fixtures: ${names.slice(0, 3).join(', ')}` : '';
  return `${rule.padEnd(46)} ${what}${wrong === 0 ? also || ', no fixture: NOT NOTICED' : ''}`;
};
