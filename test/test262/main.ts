/** `node test/test262/run.mjs CORPUS [FOLDER…]`. */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { copyOf } from '../fuzz/support/copies.ts';
import { kitOf } from '../fuzz/support/kit.ts';
import { PROFIT } from '../fuzz/support/rules.ts';
import { differences } from '../support/fixtures/judge.ts';
import { Corpus, DEFAULT, type Test } from './corpus.ts';
import type { Outcome, Version } from './realm.ts';

// Tests compute next to nothing: no loop of theirs would be worth it.
const { transform } = await kitOf(copyOf(fileURLToPath(new URL('./packages', import.meta.url)), PROFIT));
const realm = fileURLToPath(new URL('./realm.mjs', import.meta.url));
/** A version that runs longer, in ms, does not end. */
const LIMIT = 20_000;

const figures = { files: 0, constructs: 0, accepted: 0, refused: 0, runs: 0, parallel: 0, different: 0 };

function outcomeOf(version: Version): Promise<Outcome> {
  return new Promise((resolve) => {
    const worker = new Worker(realm, { workerData: version, stdout: true, stderr: true });
    const end = (text: string, parallel = false): void => {
      clearTimeout(timer);
      void worker.terminate();
      resolve({ text, parallel });
    };
    const timer = setTimeout(() => end('did not end'), LIMIT);
    worker.on('message', (message: string) => {
      const { text, parallel }: Outcome = JSON.parse(message);
      end(text, parallel);
    });
    worker.on('error', (error) => end(`the thread failed: ${String(error)}`));
    worker.on('exit', () => end('ended without an outcome'));
  });
}

const IMPORT = /import \* as (\$par\w*) from "@parloop\/runtime";/;

/** Scripts have no imports. */
const asScript = (code: string): string => code.replace(IMPORT, 'var $1 = globalThis.__parloop;');

interface Accepted {
  readonly code: string;
  readonly bodies: readonly string[];
}

/** Undefined when nothing was accepted. */
function accepted({ file, source }: Test): Accepted | undefined {
  const options = { ref: ({ index }: { index: number }) => `"test262:${index}"`, topLevelAwait: false };
  const { code, workerModules } = transform(source, `/test262/${file}`, options);
  figures.accepted += workerModules.length;
  return workerModules.length > 0 ? { code: asScript(code), bodies: workerModules.map((one) => one.code) } : undefined;
}

function report(file: string, lines: readonly string[]): void {
  figures.different++;
  process.stdout.write(`${[file, ...lines].join('\n  ')}\n`);
}

async function compare(test: Test, isStrict: boolean, { code, bodies }: Accepted): Promise<void> {
  const { harness, isAsync, source, file } = test;
  const original = await outcomeOf({ harness, code: source, bodies: [], isAsync, isStrict });
  const parallel = await outcomeOf({ harness, code, bodies, isAsync, isStrict });
  // Syntax that this version of the engine does not know.
  if (original.text.startsWith('threw SyntaxError')) return;
  figures.runs++;
  if (parallel.parallel) figures.parallel++;
  if (original.text === parallel.text) return;
  report(file, differences(original.text, parallel.text, isStrict ? 'strict mode' : 'sloppy mode'));
}

async function check(test: Test): Promise<void> {
  figures.files++;
  figures.constructs += test.constructs;
  try {
    const done = accepted(test);
    if (done === undefined) figures.refused++;
    else for (const isStrict of test.modes) await compare(test, isStrict, done);
  } catch (error) {
    report(test.file, [`transform() threw ${error instanceof Error ? error.stack : String(error)}`]);
  }
}

const [root, ...folders] = process.argv.slice(2);
if (root === undefined) {
  process.stderr.write('node test/test262/run.mjs CORPUS [FOLDER…]\n');
  process.exitCode = 2;
} else {
  const tests = new Corpus(root).tests(folders.length > 0 ? folders : DEFAULT);
  const lane = async (): Promise<void> => {
    for (const test of tests) await check(test);
  };
  // One iterator for all lanes: each takes the next test.
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  process.exitCode = figures.different > 0 ? 1 : 0;
}
