/** Runs one version of a program on one world. */
import { captureConsole } from '../../support/fixtures/console.ts';
import { snapshot } from '../../support/fixtures/snapshot.ts';
import { Endless, limited } from './limit.ts';
import { world } from './world.ts';

/** What a program's module exports. */
export interface Instance {
  run(world: unknown): unknown;
  state(): unknown;
}

/** Evaluates the module: each call gives an instance with a state of its own. */
export type Make = (runtime: unknown) => Instance;

interface End {
  readonly how: 'returned' | 'threw' | 'endless';
  readonly value: unknown;
}

async function ending(instance: Instance, input: unknown, limit: number): Promise<End> {
  try {
    return { how: 'returned', value: await limited(() => instance.run(input), limit) };
  } catch (value) {
    if (value instanceof Endless) return { how: 'endless', value: undefined };
    return { how: 'threw', value };
  }
}

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

/**
 * Everything that can be observed, as text: the end, the inputs, the module's state and the console.
 *
 * @param limit time in ms after which the outcome is `endless`
 */
export async function outcome(
  make: Make,
  runtime: unknown,
  seed: number,
  variant: number,
  limit: number,
): Promise<string> {
  const input = world(seed, variant);
  const instance = make(runtime);
  const output = captureConsole();
  const { how, value } = await ending(instance, input, limit);
  const lines = output.stop();
  if (how === 'endless') return how;
  return [how, neutral(snapshot({ value, input, state: instance.state() })), ...lines].join('\n');
}
