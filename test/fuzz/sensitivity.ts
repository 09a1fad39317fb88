/** Switches off each rule in turn, and looks for what is wrong then: random programs, or else fixtures. */
import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { buildChild } from './fuzz.ts';
import { Checker } from './support/checker.ts';
import { copyOf } from './support/copies.ts';
import { type Changed, FixtureCheck } from './support/fixture-check.ts';
import type { Witness } from './support/noticed.ts';
import { RULES, type Rule } from './support/rules.ts';

export interface Finding {
  readonly rule: string;
  /** Programs that were checked. */
  readonly programs: number;
  /** Seeds of those that are wrong. */
  readonly wrong: readonly number[];
  /** Fixtures that have another outcome, where no random program has. */
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
  /** Rules that are tried. */
  readonly wanted: (rule: string) => boolean;
  /** By rule, what is tried first, and is enough when it notices. */
  readonly known?: ReadonlyMap<string, Witness> | undefined;
  readonly found?: (finding: Finding) => void;
}

/** Programs that a process checks between two reports. */
const SLICE = 25;

/** The packages that a rule changes. */
const changesOf = ([, file, , , also]: Rule): string[] =>
  [file, ...(also ? [also[1]] : [])].map((path) => path.slice(0, path.indexOf('/')));

class Sensitivity {
  private readonly options: SensitivityOptions;
  private readonly fixtures: FixtureCheck;

  constructor(options: SensitivityOptions) {
    this.options = options;
    this.fixtures = new FixtureCheck(join(options.folder, 'fixtures'));
  }

  async run(): Promise<Finding[]> {
    const { folder, wanted } = this.options;
    const script = await buildChild(folder);
    const queue = RULES.filter(([rule]) => wanted(rule));
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
    this.fixtures.end();
    return order.map((rule) => findings.get(rule)!);
  }

  private async finding(rule: Rule, checker: Checker): Promise<Finding> {
    const { folder, found } = this.options;
    const packages = copyOf(join(folder, `${RULES.indexOf(rule)}`), [rule]);
    const changed = { rule: rule[0], packages, changes: changesOf(rule) };
    const finding = (await this.expected(rule, checker, changed)) ?? (await this.search(rule, checker, changed));
    rmSync(packages, { recursive: true, force: true });
    found?.(finding);
    return finding;
  }

  /** What is known to notice the rule, if it does. */
  private async expected([rule]: Rule, checker: Checker, changed: Changed): Promise<Finding | undefined> {
    const witness = this.options.known?.get(rule);
    const { packages, changes } = changed;
    if (witness === undefined) return undefined;
    if ('fixture' in witness) {
      const fixtures = await this.fixtures.noticing(changed, witness.fixture);
      return fixtures.length > 0 ? { rule, programs: 0, wrong: [], fixtures } : undefined;
    }
    const wrong = await checker.wrong({ first: witness.seed, count: 1, packages, changes });
    return wrong.length > 0 ? { rule, programs: 1, wrong, fixtures: [] } : undefined;
  }

  private async search([rule]: Rule, checker: Checker, changed: Changed): Promise<Finding> {
    const { count, seed, enough } = this.options;
    const { packages, changes } = changed;
    const wrong: number[] = [];
    let programs = 0;
    for (; programs < count && wrong.length < enough; programs += SLICE) {
      wrong.push(...(await checker.wrong({ first: seed + programs, count: SLICE, packages, changes })));
    }
    const fixtures = wrong.length > 0 ? [] : await this.fixtures.noticing(changed);
    return { rule, programs, wrong, fixtures };
  }
}

/** Rules in the order of the table. */
export async function sensitivity(options: SensitivityOptions): Promise<Finding[]> {
  mkdirSync(options.folder, { recursive: true });
  try {
    return await new Sensitivity(options).run();
  } finally {
    rmSync(options.folder, { recursive: true, force: true });
  }
}

export function witnessOf({ wrong, fixtures }: Finding): Witness | undefined {
  if (wrong[0] !== undefined) return { seed: wrong[0] };
  return fixtures[0] === undefined ? undefined : { fixture: fixtures[0] };
}

/** One line of the table. */
export function line(finding: Finding): string {
  const { rule, programs, wrong, fixtures } = finding;
  const witness = witnessOf(finding);
  const by = (): string => {
    if (witness === undefined) return `none of ${programs} programs, no fixture: NOT NOTICED`;
    if ('seed' in witness) return `${wrong.length} wrong of ${programs} programs: ${wrong.slice(0, 3).join(', ')}`;
    const none = programs > 0 ? `none of ${programs} programs, ` : '';
    return `${none}${fixtures.length} fixtures: ${fixtures.slice(0, 3).join(', ')}`;
  };
  return `${rule.padEnd(50)} ${by()}`;
}
