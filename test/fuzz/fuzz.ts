/** The differential fuzzer: random programs, original against transformed. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { program } from './grammar/program.ts';
import { bundle } from './support/bundle.mjs';
import { work } from './support/children.ts';
import { copyOf } from './support/copies.ts';
import { add, type Counts, type Failure, NONE, type Slice } from './support/protocol.ts';
import { PROFIT } from './support/rules.ts';

export interface FuzzOptions {
  /** Number of programs. */
  readonly count: number;
  /** Seed of the first program; the others follow it. */
  readonly seed: number;
  /** Real worker threads instead of imitated ones. Default: false. */
  readonly workers?: boolean;
  /** Makes failing programs smaller. Default: true. */
  readonly shrink?: boolean;
  /** Loops that are not worth it run in parallel too. */
  readonly eager?: boolean;
  /** Below the package `test`, so that packages are found; removed at the end. */
  readonly folder: string;
  /** Called after every slice. */
  readonly progress?: (counts: Counts) => void;
  readonly failure?: (failure: Failure) => void;
}

/** Programs that a process checks between two reports. */
const SLICE = 50;

/** Bundles the process that checks programs. */
export const buildChild = (folder: string): Promise<string> =>
  bundle(new URL('./support/child.ts', import.meta.url), join(folder, 'child.mjs'));

function slices(first: number, count: number, packages: string | undefined): Slice[] {
  const starts = Array.from({ length: Math.ceil(count / SLICE) }, (_, n) => n * SLICE);
  return starts.map((start) => ({ first: first + start, count: Math.min(SLICE, count - start), packages }));
}

/** Checks `count` programs. The same options give the same counts. */
export async function fuzz(options: FuzzOptions): Promise<{ counts: Counts; failures: Failure[] }> {
  const { folder } = options;
  mkdirSync(folder, { recursive: true });
  const failures = new Map<number, Failure>();
  const counts: Counts = { ...NONE, codes: {} };
  const listener = {
    counts: (more: Counts) => {
      add(counts, more);
      options.progress?.({ ...counts, wrong: failures.size });
    },
    failure: (found: Failure) => {
      const source = found.source || program(found.seed);
      const failure = { ...found, source, small: found.small || source };
      failures.set(found.seed, failure);
      options.failure?.(failure);
    },
  };
  const child = {
    folder: options.workers ? join(folder, 'bodies') : undefined,
    shrink: options.shrink ?? true,
  };
  const packages = options.eager ? copyOf(join(folder, 'eager'), PROFIT) : undefined;
  const queue = slices(options.seed, options.count, packages);
  const script = await buildChild(folder);
  const processes = Math.max(1, Math.min(availableParallelism(), queue.length));
  await Promise.all(Array.from({ length: processes }, () => work(script, child, queue, listener)));
  rmSync(folder, { recursive: true, force: true });
  return { counts: { ...counts, wrong: failures.size }, failures: Array.from(failures.values()) };
}

/** The text of a file that keeps a failing program. */
export const failureText = ({ seed, lines, source, small }: Failure): string =>
  [
    `// npm run fuzz -- --seed ${seed} --count 1`,
    ...lines.flatMap((line) => line.split('\n')).map((line) => `// ${line}`),
    small.trim(),
    '',
    ...(small === source
      ? []
      : [
          '// The whole program:',
          ...source
            .trim()
            .split('\n')
            .map((line) => `// ${line}`),
          '',
        ]),
  ].join('\n');

/** Writes a failing program into a folder. Returns the path. */
export function keep(failure: Failure, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `seed-${failure.seed}.ts`);
  writeFileSync(path, failureText(failure));
  return path;
}
