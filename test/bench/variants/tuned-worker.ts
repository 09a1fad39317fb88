import { parentPort } from 'node:worker_threads';
import { type Job, takePart, WORKERS_DONE } from './tuned-protocol.ts';

parentPort?.on('message', (job: Job) => {
  takePart(job);
  Atomics.add(job.control, WORKERS_DONE, 1);
  Atomics.notify(job.control, WORKERS_DONE);
});
