/** Runs versions of a program on worlds. */
import { captureConsole } from '../../support/fixtures/console.ts';
import { snapshot } from '../../support/fixtures/snapshot.ts';
import { Endless, limited } from './limit.ts';
import { type World, world } from './world.ts';

/** What a program's module exports. */
export interface Instance {
  run(world: unknown): unknown;
  state(): unknown;
}

/** Evaluates the module: each call gives an instance with a state of its own. */
export type Make = (runtime: unknown) => Instance;

/** One version of a program on one world. */
export interface Task {
  readonly make: Make;
  readonly runtime: unknown;
  readonly seed: number;
  readonly variant: number;
  /** Called before it runs. */
  readonly setup?: () => void;
}

/** Outcome of a version that does not end. */
export const ENDLESS = 'endless';

/** V8 puts texts of expressions into these messages; the transformed text differs. Stacks are outside of the promise. */
const ENGINE: readonly (readonly [RegExp, string])[] = [
  [
    /\{\s*message \(not enumerable\): "[^\n]*? (is not (?:a function|iterable|a constructor|defined))[^\n]*"\s*\}/g,
    '{ message: "… $1" }',
  ],
  [/\{\s*message \(not enumerable\): "(Cannot destructure) [^\n]*"\s*\}/g, '{ message: "$1 …" }'],
  [/stack \(not enumerable\): "[^\n]*"/g, 'stack'],
];

const neutral = (text: string): string => ENGINE.reduce((all, [found, by]) => all.replace(found, by), text);

/** A version that was started: what it has returned or thrown, and how to tell what it has done. */
class Started {
  private readonly input: World;
  private readonly make: () => Instance;
  private instance: Instance | undefined;
  private readonly output = captureConsole();
  private how = 'returned';
  private value: unknown;

  constructor({ make, runtime, seed, variant, setup }: Task) {
    setup?.();
    this.input = world(seed, variant);
    this.make = () => make(runtime);
  }

  /** @returns a promise when the version is not done yet */
  run(): PromiseLike<unknown> | undefined {
    try {
      this.instance = this.make();
      this.value = this.instance.run(this.input);
    } catch (error) {
      this.threw(error);
    }
    return this.value instanceof Promise ? this.value : undefined;
  }

  async arrive(promise: PromiseLike<unknown>): Promise<void> {
    try {
      this.value = await promise;
    } catch (error) {
      this.threw(error);
    }
  }

  stop(): void {
    this.output.stop();
  }

  /** @param names inputs that the program mentions: it cannot reach others */
  text(names: readonly string[]): string {
    const lines = this.output.stop();
    const input = Object.fromEntries(names.map((name) => [name, this.input[name]]));
    const seen = { value: this.value, input, state: this.instance?.state() };
    return [this.how, neutral(snapshot(seen)), ...lines].join('\n');
  }

  private threw(error: unknown): void {
    this.how = 'threw';
    this.value = error;
  }
}

/**
 * Everything that can be observed, as text: the end, the inputs, the module's state and the console. Tasks run one
 * after the other, as many as possible under one time limit: setting one costs more than running a small program.
 *
 * @param names see {@link Started.text}
 * @param limit time in ms after which the outcome of a task is {@link ENDLESS}
 */
export async function outcomes(tasks: readonly Task[], names: readonly string[], limit: number): Promise<string[]> {
  const texts: string[] = [];
  let current: Started | undefined;
  let pending: PromiseLike<unknown> | undefined;
  const untilPending = (): void => {
    for (pending = undefined; texts.length < tasks.length && pending === undefined; ) {
      current = new Started(tasks[texts.length]!);
      pending = current.run();
      if (pending === undefined) texts.push(current.text(names));
    }
  };
  while (texts.length < tasks.length) {
    try {
      limited(untilPending, limit);
    } catch (error) {
      current?.stop();
      if (!(error instanceof Endless)) throw error;
      texts.push(ENDLESS);
      continue;
    }
    if (pending === undefined) continue;
    await current!.arrive(pending);
    texts.push(current!.text(names));
  }
  return texts;
}
