/** Entry of the thread executor's workers; piscina calls the default export once per worker. */
import { type MessagePort, threadId } from 'node:worker_threads';
import { WORKER } from '../contract.ts';
import { Dispatcher } from './dispatcher.ts';
import type { Attach, Request } from './protocol.ts';

Reflect.set(globalThis, Symbol.for(WORKER), true);
process.setSourceMapsEnabled(true);

const preloaded = async (urls: readonly string[]): Promise<void> => {
  for (const url of urls) await import(url);
};

/** Never throws and resolves at once: a task that stays open would keep the process alive. */
export default function attach({ port, slot, alive, preload }: Attach<MessagePort>): number {
  const ready = preloaded(preload);
  ready.catch(() => {});
  const dispatcher = new Dispatcher(slot, (reply, buffers) => port.postMessage(reply, buffers), ready);
  port.on('message', (request: Request) => void dispatcher.receive(request));
  Atomics.store(new Int32Array(alive), 0, 1);
  return threadId;
}
