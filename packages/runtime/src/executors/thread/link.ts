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

  /**
   * Whether the thread has ended, asked while the caller's event loop stands still and no `exit` event comes.
   * A dead thread's event loop has no idle time; one that had started has been active.
   */
  get lost(): boolean {
    if (this.dead) return true;
    if (!this.ready) return false;
    const { idle, active } = this.thread.performance.eventLoopUtilization();
    return idle < 0 || (idle === 0 && active === 0);
  }
}
