/** What a program with loops does as a process: it ends by itself, writes statistics, obeys the environment. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bodyText, folder, moduleOf } from './support.ts';

const runtime = pathToFileURL(fileURLToPath(import.meta.resolve('@parloop/runtime'))).href;

/** A program with one blocking and one awaited construct whose body is `iteration`. */
const program = (name: string, iteration: string, main: string): string => {
  const url = moduleOf(`${name}.body.mjs`, bodyText(name, iteration));
  return fileURLToPath(
    moduleOf(
      `${name}.mjs`,
      `import * as $par from ${JSON.stringify(runtime)};
const site = $par.site({ contract: 1, key: ${JSON.stringify(name)}, url: ${JSON.stringify(url)}, id: 'app.ts:3',
  file: '/app/app.ts', line: 3, columns: [{ kind: 'once', mode: 'any' }], cost: 1, open: true, stopOnFail: false,
  writesElements: false });
const entry = (n) => () => ({ space: $par.range(0, '<', n, 1), in: [], out: [], own: [] });
const replay = ($h, n, f) => { const out = [], $0 = $h.col(0);
  try { for (let i = 0; i < n; i++) { $h.next(); out.push($h.hit ? $0.v[$h.i] : $0.self(f(i))); } } finally { $h.end(); }
  return out; };
const blocking = (n, f = (i) => i) => replay($par.open(site, entry(n)), n, f);
const awaited = async (n, f = (i) => i) => replay(await $par.openAsync(site, entry(n)), n, f);
${main}`,
    ),
  );
};

/** Runs a program; the limit only keeps a hanging one from hanging the tests. */
const run = (file: string, environment: Record<string, string> = {}) => {
  const env = { ...process.env, PARLOOP_MIN_WORK: '0', PARLOOP_WORKERS: '2', ...environment };
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [file], {
    env,
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { status, signal, stdout, stderr };
};

const SUM = 'console.log(blocking(50).join(), (await awaited(50)).join());';
const numbers = Array.from({ length: 50 }, (_, i) => i).join();
const fine = { status: 0, signal: null, stderr: '' };

describe('a program with loops', () => {
  const file = program('sum', '$0.put(i);', SUM);

  it('ends by itself', () => {
    expect(run(file)).toEqual({ ...fine, stdout: `${numbers} ${numbers}\n` });
  });

  it('ends by itself after a blocking loop from a cold start alone', () => {
    const blocking = program('cold', '$0.put(i);', 'console.log(blocking(3).join());');
    expect(run(blocking)).toEqual({ ...fine, stdout: '0,1,2\n' });
  });

  it('finds its environment and its time zone in the workers as they are now', () => {
    const read = 'process.env.MODE + new Date(1e12).getHours()';
    const changing = program(
      'environment',
      `$0.put(${read});`,
      `for (const [mode, zone] of [['a', 'UTC'], ['b', 'UTC'], ['c', 'Asia/Tokyo']]) {
        Object.assign(process.env, { MODE: mode, TZ: zone });
        console.log(blocking(2, () => 'the caller').join(), (await awaited(2, () => 'the caller')).join());
      }`,
    );
    expect(run(changing)).toEqual({ ...fine, stdout: 'a1,a1 a1,a1\nb1,b1 b1,b1\nc10,c10 c10,c10\n' });
  });

  it('overflows the stack where the original does', () => {
    const depth = 'function depth(n) { return n === 0 ? 0 : 1 + depth(n - 1); }';
    const caught = 'let d; try { d = depth(30000) } catch (e) { d = e.name }';
    const deep = program(
      'deep',
      `${depth} $0.put(depth(30000));`,
      `${depth} console.log(blocking(2, () => { ${caught} return d; }).join());`,
    );
    expect(run(deep)).toEqual({ ...fine, stdout: 'RangeError,RangeError\n' });
  });

  it('is held while an awaited loop runs, though nothing else holds it', () => {
    const slow = program(
      'slow',
      'let s = 0; for (let j = 0; j < 3e6; j++) s += j; $0.put(s);',
      'awaited(40, () => 0).then((out) => console.log(new Set(out).size));',
    );
    expect(run(slow)).toEqual({ ...fine, stdout: '1\n' });
  });

  it('writes its statistics when it ends', () => {
    const stats = join(folder, 'stats.json');
    expect(run(file, { PARLOOP_STATS: stats }).status).toBe(0);
    const construct = { id: 'app.ts:3', file: '/app/app.ts', line: 3, runs: 2, parallelRuns: 2, iterations: 100 };
    expect(JSON.parse(readFileSync(stats, 'utf8'))).toEqual({
      constructs: [{ ...construct, chunks: expect.any(Number), workersUsed: 2, serialReasons: {} }],
    });
  });

  it('runs the original loops with PARLOOP=serial', () => {
    const stats = join(folder, 'serial.json');
    expect(run(file, { PARLOOP: 'serial', PARLOOP_STATS: stats }).stdout).toBe(`${numbers} ${numbers}\n`);
    expect(JSON.parse(readFileSync(stats, 'utf8')).constructs[0]).toMatchObject({
      parallelRuns: 0,
      serialReasons: { mode: 2 },
    });
  });

  it('runs on any number of workers', () => {
    for (const workers of ['1', '3', '7']) {
      const stats = join(folder, `stats${workers}.json`);
      expect(run(file, { PARLOOP_WORKERS: workers, PARLOOP_STATS: stats }).stdout).toBe(`${numbers} ${numbers}\n`);
      expect(JSON.parse(readFileSync(stats, 'utf8')).constructs[0].workersUsed).toBe(Number(workers));
    }
  });

  it('runs shuffled with PARLOOP_SHUFFLE=seed', () => {
    expect(run(file, { PARLOOP_SHUFFLE: '7' })).toEqual({ ...fine, stdout: `${numbers} ${numbers}\n` });
  });

  it('may call process.exit while a loop runs', () => {
    const exits = program('exits', '$0.put(i);', 'blocking(50, () => 0); awaited(50); process.exit(4);');
    expect(run(exits)).toEqual({ ...fine, status: 4, stdout: '' });
    const inside = program(
      'inside',
      'if (i > 5) for (;;); $0.put(i);',
      'awaited(50); setTimeout(() => process.exit(5), 50);',
    );
    expect(run(inside)).toEqual({ ...fine, status: 5, stdout: '' });
  });

  it('ends with an uncaught error of a body, as the original throws it', () => {
    const fails = program('fails', 'throw 1;', 'blocking(5, () => { throw new RangeError("from the original"); });');
    const { status, stderr } = run(fails);
    expect(status).toBe(1);
    expect(stderr).toContain('RangeError: from the original');
  });
});

describe('PARLOOP=verify', () => {
  it('is silent when both agree', () => {
    const file = program('agrees', '$0.put({ list: [i, NaN] });', 'blocking(20, (i) => ({ list: [i, NaN] }));');
    expect(run(file, { PARLOOP: 'verify' })).toEqual({ ...fine, stdout: '' });
  });

  it('names place, iteration and both values of the first difference, even when the program catches it', () => {
    const main = 'try { blocking(20); } catch {} await awaited(20);';
    const file = program('differs', '$0.put(i === 7 ? -0 : i);', main);
    const { status, stderr } = run(file, { PARLOOP: 'verify' });
    expect(status).toBe(1);
    expect(stderr).toContain('/app/app.ts:3: @parallel loop app.ts:3: iteration 7 differs: serial 7, parallel -0');
  });
});

it('loops inside a body run serially in the worker', () => {
  const inner = program(
    'inner',
    '$0.put(i);',
    'export const total = () => blocking(10).length; export const stats = $par.stats;',
  );
  const text = bodyText(
    'outer',
    'const { constructs } = stats(); $0.put(total() + JSON.stringify(stats().constructs[0].serialReasons));',
  );
  const import_ = `import { total, stats } from ${JSON.stringify(pathToFileURL(inner).href)};`;
  const url = moduleOf('outer.body.mjs', import_ + text);
  const main = `const outer = $par.site({ ...site.spec, key: 'outer', url: ${JSON.stringify(url)}, id: 'outer' });
    console.log(replay($par.open(outer, entry(2)), 2, () => 'serial').join(' '));`;
  const file = program('nesting', '', main);
  expect(run(file).stdout).toBe('10{"nested":1} 10{"nested":1}\n');
});
