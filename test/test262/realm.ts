/** A thread that runs one version of one test, and says what it did. */
import { Script } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import * as runtime from '@parloop/runtime';
import { shuffling } from '@parloop/runtime/testing';
import { snapshot } from '../support/fixtures/snapshot.ts';

/** What the parent passes. */
export interface Version {
  readonly harness: string;
  readonly code: string;
  readonly bodies: readonly string[];
  readonly isAsync: boolean;
  readonly isStrict: boolean;
}

export interface Outcome {
  readonly text: string;
  readonly parallel: boolean;
}

/** A test that has not called `$DONE` by then is not going to, in ms. */
const PATIENCE = 2000;

const { harness, code, bodies, isAsync, isStrict }: Version = workerData;
const printed: string[] = [];
let arrived: () => void = () => {};
const done = new Promise<void>((resolve) => {
  arrived = resolve;
});

function print(...values: unknown[]): void {
  printed.push(values.map(String).join(' '));
  if (printed.at(-1)!.startsWith('Test262:Async')) arrived();
}

const evaluate = (text: string, name: string): unknown => new Script(text, { filename: name }).runInThisContext();

const host = {
  global: globalThis,
  evalScript: (text: string) => evaluate(text, 'evalScript'),
  gc: () => {},
  detachArrayBuffer: (buffer: ArrayBuffer) => void structuredClone(buffer, { transfer: [buffer] }),
};

const before = new Set<PropertyKey>(Reflect.ownKeys(globalThis));

function run(): string {
  const strict = isStrict ? '"use strict";\n' : '';
  for (const body of bodies) new Function(`"use strict"; ${body}`)();
  evaluate(harness, 'harness');
  for (const key of Reflect.ownKeys(globalThis)) before.add(key);
  try {
    evaluate(strict + code, 'test');
    return 'returned';
  } catch (error) {
    return `threw ${ending(error)}`;
  }
}

const ending = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : `a value: ${snapshot(error)}`;

/** Global variables of the test, apart from ours. */
function globals(): string {
  const names = Reflect.ownKeys(globalThis).filter(
    (key) => !before.has(key) && !(typeof key === 'string' && key.startsWith('$par')) && typeof key !== 'symbol',
  );
  try {
    return snapshot(names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)?.value]));
  } catch (error) {
    return `no snapshot: ${String(error)}`;
  }
}

const stringify = JSON.stringify.bind(JSON);
Object.assign(globalThis, { print, $262: host, __parloop: runtime });
runtime.configure({ executor: shuffling(1), minWork: 0 });
const how = run();
if (isAsync && how === 'returned') await Promise.race([done, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
let parallel = false;
try {
  parallel = runtime.stats().constructs.some(({ parallelRuns }) => parallelRuns > 0);
} catch {
  // The test has replaced what the statistics need.
}
const outcome: Outcome = { text: [how, ...printed, globals()].join('\n'), parallel };
parentPort?.postMessage(stringify(outcome));
