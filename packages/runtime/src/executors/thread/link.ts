import { MessageChannel, type MessagePort, type Worker } from 'node:worker_threads';
import type { Reply, Request } from '../../worker/protocol.ts';

/** One worker of the pool and our own line to it. */
export class Link {
  readonly slot: number;
  readonly thread: Worker;
  readonly threadId: number;
  /** The worker's end; handed over once. */
  readonly remote: MessagePort;
  readonly port: MessagePort;
  readonly alive = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  dead = false;
  private readonly listening = new Int32Array(this.alive);

  constructor(slot: number, thread: Worker, receive: (reply: Reply) => void, died: (link: Link) => void) {
    const { port1, port2 } = new MessageChannel();
    this.slot = slot;
    this.thread = thread;
    this.threadId = thread.threadId;
    this.port = port1;
    this.remote = port2;
    port1.on('message', receive);
    port1.unref();
    thread.once('exit', () => died(this));
  }

  /** The worker listens; before that its messages wait for it. */
  get ready(): boolean {
    return Atomics.load(this.listening, 0) === 1;
  }

  /** @throws DataCloneError when the message cannot be cloned */
  send(request: Request): void {
    this.port.postMessage(request);
  }

  /** Whether the thread has ended: asked after its messages were read, while no `exit` event can come. */
  get lost(): boolean {
    return this.dead || isClosed(this.port) || this.thread.performance.eventLoopUtilization().idle < 0;
  }
}

const { port1: scratch } = new MessageChannel();
scratch.unref();

/**
 * A port whose other end is gone closes when its last message has been read, but tells so only through the event
 * loop. A transfer list that names it twice is refused before anything is transferred, and says which rule it broke.
 */
const isClosed = (port: MessagePort): boolean => {
  try {
    scratch.postMessage(null, [port, port]);
    return false;
  } catch (error) {
    return error instanceof Error && error.message.includes('detached');
  }
};
