/** Entry of the Web Worker pool. The first message tells the slot, all others are requests. */
import { WORKER } from '../contract.ts';
import { Dispatcher } from './dispatcher.ts';
import type { Reply, Request } from './protocol.ts';

/** What a dedicated worker's global scope offers; the DOM's types describe a window. */
interface Scope {
  onmessage: ((event: MessageEvent<{ slot: number } | Request>) => void) | null;
  postMessage(message: Reply, transfer: Transferable[]): void;
}

Reflect.set(globalThis, Symbol.for(WORKER), true);

const scope = globalThis as unknown as Scope;
let dispatcher: Dispatcher | undefined;

scope.onmessage = ({ data }) => {
  if ('slot' in data) {
    dispatcher = new Dispatcher(data.slot, (reply, buffers) => scope.postMessage(reply, buffers), Promise.resolve());
  } else void dispatcher?.receive(data);
};
