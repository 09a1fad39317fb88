/** The browser entry on an imitation of Web Workers: what only Chromium can show is tested in test/browser. */
import { Worker as Thread } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as $par from '../../packages/runtime/dist/browser.js';
import { construct } from './support.ts';

const SHIM = `const { parentPort, workerData } = require('node:worker_threads');
globalThis.postMessage = (message, transfer) => parentPort.postMessage(message, transfer);
parentPort.on('message', (data) => queue ? queue.push(data) : globalThis.onmessage({ data }));
let queue = [];
import(workerData).then(() => { for (const data of queue) globalThis.onmessage({ data }); queue = null; });`;

const started: ImitatedWorker[] = [];

class ImitatedWorker {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: ((event: { preventDefault(): void }) => void) | null = null;
  private readonly thread: Thread;
  isTerminated = false;

  constructor(url: URL) {
    this.thread = new Thread(SHIM, { eval: true, workerData: url.href });
    this.thread.on('message', (data) => this.onmessage?.({ data }));
    this.thread.on('error', () => this.onerror?.({ preventDefault: () => {} }));
    started.push(this);
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.thread.postMessage(structuredClone(message), transfer as never[]);
  }

  terminate(): void {
    this.isTerminated = true;
    void this.thread.terminate();
  }
}

beforeEach(() => {
  vi.stubGlobal('Worker', ImitatedWorker);
  $par.configure({ workers: 2, minWork: 0 });
});
afterEach(async () => {
  await $par.shutdown();
  vi.unstubAllGlobals();
});

const self = (i: number): number => i;

/** The same constructs as on Node, described to the other entry. */
const site = (text: string, spec: Partial<$par.SiteSpec> = {}): $par.Site => $par.site(construct(text, spec).spec);

const statsOf = ({ spec }: $par.Site): $par.ConstructStats => $par.stats().constructs.find(({ id }) => id === spec.id)!;

const collect = async (construct: $par.Site, n: number, captures: unknown[], form: 'open' | 'openAsync') => {
  const out: unknown[] = [];
  const entry = (): $par.Entry => ({ space: $par.range(0, '<', n, 1), in: captures, out: [out], own: [-1] });
  const $h = form === 'open' ? $par.open(construct, entry) : await $par.openAsync(construct, entry);
  const $0 = $h.col(0);
  try {
    for (let i = 0; i < n; i++) {
      $h.next();
      out.push($h.hit ? $0.v[$h.i] : $0.self(i));
    }
  } finally {
    $h.end();
  }
  return out;
};

it('computes awaited loops in two workers, by messages alone', async () => {
  const squares = site('$0.put(i * $in[0]);');
  expect(await collect(squares, 100, [3], 'openAsync')).toEqual(Array.from({ length: 100 }, (_, i) => 3 * i));
  expect(statsOf(squares)).toMatchObject({ parallelRuns: 1, workersUsed: 2, serialReasons: {} });
});

it('ends workers that do not come to an end when the loop is done', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'setTimeout'] });
  try {
    const before = started.length;
    const endless = site('if (i === 50) for (;;); $0.put(i);');
    let isDone = false;
    const done = collect(endless, 60, [], 'openAsync').finally(() => {
      isDone = true;
    });
    const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    for (await turn(); !isDone; await turn()) vi.advanceTimersByTime(1_000);
    expect(await done).toEqual(Array.from({ length: 60 }, (_, i) => i));
    vi.advanceTimersByTime(5_000);
    expect(started.slice(before).map(({ isTerminated }) => isTerminated)).toContain(true);
  } finally {
    vi.useRealTimers();
  }
});

it('runs blocking loops serially', async () => {
  const squares = site('$0.put(-i);');
  expect(await collect(squares, 3, [], 'open')).toEqual([0, 1, 2]);
  expect(Object.keys(statsOf(squares).serialReasons)).toHaveLength(1);
});

it('never blocks in a loop that waits: it takes what has arrived, and computes the rest', async () => {
  const waiting = site('$0.put([i, "worker"].join());', { watch: [] });
  const out: unknown[] = [];
  const entry = { space: $par.range(0, '<', 60, 1), in: [], out: [], own: [], again: () => [] };
  const $h = $par.openInterleaved(waiting, entry);
  const $0 = $h.col(0);
  for (let i = 0; i < 60; i++) {
    $h.next();
    out.push($h.hit ? $0.v[$h.i] : $0.self(`${i},caller`));
    await new Promise((resolve) => setImmediate(resolve));
  }
  $h.end();
  expect(out.map((text) => Number.parseInt(String(text), 10))).toEqual(Array.from({ length: 60 }, (_, i) => i));
  expect(out[0]).toBe('0,caller');
  expect(Object.keys(statsOf(waiting).serialReasons)).not.toContain('main-thread');
});

it('commits bulk writes', async () => {
  const filled = site('$w0.set(i, i + 0.5);', { columns: [], writes: [{ op: 'set', target: 0 }] });
  const out = new Float64Array(200);
  const $h = await $par.bulkAsync(filled, () => ({ space: $par.range(0, '<', 200, 1), in: [], out: [out], own: [-1] }));
  $h.end();
  expect($h.done).toBe(true);
  expect(out).toEqual(Float64Array.from({ length: 200 }, (_, i) => i + 0.5));
});

it('runs serially, with one warning, what cannot be loaded', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const missing = site('', { url: 'file:///nowhere.mjs' });
  expect(await collect(missing, 5, [], 'openAsync')).toEqual([0, 1, 2, 3, 4]);
  expect(await collect(missing, 5, [], 'openAsync')).toEqual([0, 1, 2, 3, 4]);
  expect(statsOf(missing).serialReasons).toEqual({ load: 2 });
  expect(warn).toHaveBeenCalledTimes(1);
  warn.mockRestore();
});

it('runs serially when a worker dies, and where none may be started', async () => {
  const dying = site('if (i === 0) process.exit(); $0.put(i);');
  const running = collect(dying, 50, [], 'openAsync');
  setTimeout(() => {
    for (const worker of started) worker.onerror?.({ preventDefault: () => {} });
  }, 200);
  expect(await running).toEqual(Array.from({ length: 50 }, (_, i) => self(i)));
  vi.stubGlobal(
    'Worker',
    class {
      constructor() {
        throw new DOMException('not here', 'SecurityError');
      }
    },
  );
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const other = site('$0.put(i);');
  expect(await collect(other, 5, [], 'openAsync')).toEqual([0, 1, 2, 3, 4]);
  expect(statsOf(other).serialReasons).toEqual({ 'no workers': 1 });
  warn.mockRestore();
});
