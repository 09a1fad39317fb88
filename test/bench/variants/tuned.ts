/** What one would write for this machine by hand: worker_threads, shared memory, Atomics, and a caller that works too. */
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { allocate, type Output, shapeOf, type Task } from '../tasks.ts';
import { CELLS, JOBS, type Job, NEXT_ROW, type Start, takePart, WORKERS_DONE } from './tuned-protocol.ts';
import type { Variant } from './variant.ts';

const CLAIMS_PER_THREAD = 16;

export function tunedVariant(threads: number): Variant {
  const control = new Int32Array(new SharedArrayBuffer(CELLS * Int32Array.BYTES_PER_ELEMENT));
  // One per core although the caller works too: a woken thread may land on the core of the caller and wait there.
  const helpers = Array.from({ length: threads }, () => hire(control));
  const ports = helpers.map(({ port }) => port);
  return {
    name: 'hand-tuned',
    run: ({ shared }) => together(ports, control, shared),
    close: async () => {
      await Promise.all(helpers.map(({ worker }) => worker.terminate()));
    },
  };
}

function hire(control: Int32Array): { worker: Worker; port: MessagePort } {
  const { port1, port2 } = new MessageChannel();
  const start: Start = { control, port: port2 };
  const worker = new Worker(new URL('./tuned-worker.js', import.meta.url), {
    workerData: start,
    transferList: [port2],
  });
  return { worker, port: port1 };
}

function together(ports: readonly MessagePort[], control: Int32Array, task: Task): Output {
  const { rows } = shapeOf(task);
  const threads = ports.length + 1;
  const job: Job = {
    task,
    out: allocate(task, rows, true),
    rowsPerClaim: Math.max(1, Math.floor(rows / (threads * CLAIMS_PER_THREAD))),
  };
  Atomics.store(control, NEXT_ROW, 0);
  Atomics.store(control, WORKERS_DONE, 0);
  for (const port of ports) port.postMessage(job);
  Atomics.add(control, JOBS, 1);
  Atomics.notify(control, JOBS);
  takePart(job, control);
  waitFor(control, ports.length);
  return job.out;
}

/** Blocks until `count` workers have finished. */
function waitFor(control: Int32Array, count: number): void {
  for (;;) {
    const done = Atomics.load(control, WORKERS_DONE);
    if (done === count) return;
    Atomics.wait(control, WORKERS_DONE, done);
  }
}
