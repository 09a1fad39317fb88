/** Processes that check slices; one that dies or hangs is replaced, and its program is reported. */
import { type ChildProcess, fork } from 'node:child_process';
import type { ChildOptions } from './child.ts';
import type { Counts, Failure, Report, Slice } from './protocol.ts';

/** Silence, in ms, after which a process hangs. */
const HANG = 120_000;
/** A process checks so many slices: compiled programs stay in memory. */
const SLICES = 40;

/** So many characters of what a process said last are reported. */
const TAIL = 400;

/** Versions whose death is no fault of the transform. */
const NO_FAULT = new Set(['original', 'shrink']);

export interface Listener {
  readonly counts: (counts: Counts) => void;
  readonly failure: (failure: Failure) => void;
}

interface Death {
  readonly at: { readonly seed: number; readonly version: string } | undefined;
  readonly how: string;
}

export class Child {
  readonly process: ChildProcess;
  slices = 0;
  /** What the process said last. */
  private said = '';

  constructor(script: string, options: ChildOptions) {
    this.process = fork(script, [JSON.stringify(options)], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...process.env, NODE_NO_WARNINGS: '1' },
      // Programs are short-lived: with more room for the young, few of them are copied.
      execArgv: ['--max-old-space-size=1500', '--max-semi-space-size=64'],
    });
    this.process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.said = (this.said + text).slice(-TAIL);
    });
  }

  /** Resolves when the slice is done, or with the way in which the process died. */
  check(slice: Slice, { counts, failure }: Listener): Promise<Death | undefined> {
    this.slices++;
    let at: Death['at'];
    let timer: NodeJS.Timeout;
    let how: string | undefined;
    const wind = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        how = 'did not end';
        this.process.kill('SIGKILL');
      }, HANG);
    };
    wind();
    return new Promise((resolve) => {
      const done = (death: Death | undefined): void => {
        clearTimeout(timer);
        this.process.removeAllListeners();
        resolve(death);
      };
      this.process.on('exit', (code, signal) => done({ at, how: how ?? this.end(signal ?? code) }));
      this.process.on('message', (report: Report) => {
        wind();
        if (report.type === 'at') at = report;
        else if (report.type === 'failure') failure(report.failure);
        else {
          counts(report.counts);
          done(undefined);
        }
      });
      this.process.send(slice);
    });
  }

  private end(how: string | number | null): string {
    return `ended the process (${[how, this.said.trim()].filter(Boolean).join(': ')})`;
  }
}

/** The parts of a slice around a seed. */
function around(slice: Slice, seed: number): Slice[] {
  const { first, count } = slice;
  const parts = [
    { ...slice, count: seed - first },
    { ...slice, first: seed + 1, count: first + count - seed - 1 },
  ];
  return parts.filter((part) => part.count > 0);
}

/** So many processes may end before their first program, as they do on a machine without memory. */
const STARTS = 3;

/** Checks slices from the queue until it is empty. */
export async function work(script: string, options: ChildOptions, queue: Slice[], listener: Listener): Promise<void> {
  let child: Child | undefined;
  let failedStarts = 0;
  for (let slice = queue.shift(); slice !== undefined; slice = queue.shift()) {
    child ??= new Child(script, options);
    const death = await child.check(slice, listener);
    if (death !== undefined) {
      child = undefined;
      // No program has been looked at yet, so none can be at fault.
      if (death.at === undefined && ++failedStarts <= STARTS) {
        console.warn(`A process of the fuzzer ${death.how} before program ${slice.first}; it is started again.`);
        queue.unshift(slice);
        continue;
      }
      const { seed = slice.first, version = 'start' } = death.at ?? {};
      queue.unshift(...around(slice, seed));
      const lines = [`${version}: ${death.how}`];
      if (!NO_FAULT.has(version)) listener.failure({ seed, lines, source: '', small: '' });
    } else if (child.slices >= SLICES) {
      child.process.kill();
      child = undefined;
    }
  }
  child?.process.kill();
}
