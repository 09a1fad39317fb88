import type { Reply, Request } from '../../worker/protocol.ts';

/** One Web Worker. */
export class WebLink {
  readonly slot: number;
  private readonly worker: Worker;

  /**
   * @param died called when the worker's script cannot be loaded or fails
   * @throws where workers are not allowed
   */
  constructor(slot: number, receive: (reply: Reply) => void, died: (link: WebLink) => void) {
    this.slot = slot;
    // Bundlers recognise this very form: it must stay one expression.
    this.worker = new Worker(new URL('../../worker/web.js', import.meta.url), { type: 'module' });
    this.worker.onmessage = ({ data }: MessageEvent<Reply>) => receive(data);
    this.worker.onerror = (event) => {
      event.preventDefault();
      died(this);
    };
    this.worker.onmessageerror = () => died(this);
    this.worker.postMessage({ slot });
  }

  /** @throws DataCloneError when the message cannot be cloned */
  send(request: Request): void {
    this.worker.postMessage(request);
  }

  terminate(): void {
    this.worker.terminate();
  }
}
