import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import { JOBS, type Job, type Start, takePart, WORKERS_DONE } from './tuned-protocol.ts';

const { control, port }: Start = workerData;

for (let done = 0; ; done++) {
  Atomics.wait(control, JOBS, done);
  const job: Job = receiveMessageOnPort(port)?.message;
  takePart(job, control);
  Atomics.add(control, WORKERS_DONE, 1);
  Atomics.notify(control, WORKERS_DONE);
}
