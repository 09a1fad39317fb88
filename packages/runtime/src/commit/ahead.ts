/** What a loop with the clause `stream` goes through: the items of its source, some of which are taken ahead. */
import type { Windows } from './window.ts';

type Result = IteratorResult<unknown>;

interface Source {
  next(): unknown;
  return?: unknown;
}

/** An end that the loop has not come to: the source is done, or has failed. */
type End = { readonly value: unknown } | { readonly error: unknown };

const resultOf = (result: unknown): Result => {
  if (typeof result !== 'object' || result === null)
    throw new TypeError(`Iterator result ${String(result)} is not an object`);
  return result as Result;
};

const ending = (end: End): Result => {
  if ('error' in end) throw end.error;
  return { done: true, value: end.value };
};

/** Items are taken half a window at a time. */
const halfOf = (size: number): number => Math.max(1, Math.ceil(size / 2));

/** `for…of` */
export class Ahead implements Iterable<unknown>, Iterator<unknown> {
  private readonly source: Source;
  private readonly nextOf: () => unknown;
  private readonly windows: Windows;
  private readonly size: number;
  private end: End | null = null;

  constructor(source: Source, windows: Windows, size: number) {
    this.source = source;
    this.nextOf = source.next;
    this.windows = windows;
    this.size = size;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): Result {
    const { windows, size } = this;
    const half = halfOf(size);
    while (this.end === null && windows.ahead + half <= Math.max(size, half)) this.pull(half);
    if (windows.next() === null) return ending(this.end!);
    return { done: false, value: windows.give() };
  }

  return(value?: unknown): Result {
    this.windows.drop();
    return closing(this.source, value) as Result;
  }

  private pull(count: number): void {
    try {
      for (let taken = 0; taken < count && this.end === null; taken++) {
        const result = resultOf(this.nextOf.call(this.source));
        if (result.done) this.end = { value: result.value };
        else this.windows.take(result.value);
      }
    } catch (error) {
      this.end = { error };
    }
    this.windows.close();
  }
}

const closing = (source: Source, value: unknown): unknown => {
  const { return: method } = source;
  if (method === undefined || method === null) return { done: true, value };
  return Reflect.apply(method as () => unknown, source, []);
};

/** `for await`: the source is asked for the next item as soon as it has given one, until the window is full. */
export class AheadAsync implements AsyncIterable<unknown>, AsyncIterator<unknown> {
  private readonly source: Source;
  private readonly nextOf: () => unknown;
  private readonly windows: Windows;
  private readonly size: number;
  private readonly width: number;
  private end: End | null = null;
  private closed = false;
  private pumping = false;
  private wake: () => void = () => {};

  /** @param width windows that can be computed at a time */
  constructor(source: Source, windows: Windows, size: number, width: number) {
    this.source = source;
    this.nextOf = source.next;
    this.windows = windows;
    this.size = size;
    this.width = width;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<Result> {
    const { windows } = this;
    for (;;) {
      void this.pump();
      if (windows.ahead > 0) break;
      if (this.end !== null) return ending(this.end);
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    await windows.next()!.run?.arrival();
    const value = windows.give();
    void this.pump();
    return { done: false, value };
  }

  async return(value?: unknown): Promise<Result> {
    this.closed = true;
    this.windows.drop();
    return resultOf(await closing(this.source, value));
  }

  /** Never fails: what the source throws is for the loop, when it comes to it. */
  private async pump(): Promise<void> {
    if (this.pumping) return;
    this.pumping = true;
    while (!this.closed && this.end === null && this.windows.ahead < this.size) {
      await this.pull();
      this.wake();
    }
    this.pumping = false;
  }

  private async pull(): Promise<void> {
    const { windows } = this;
    try {
      const result = resultOf(await this.nextOf.call(this.source));
      if (result.done) this.end = { value: result.value };
      else windows.take(result.value);
    } catch (error) {
      this.end = { error };
    }
    if (this.closed) return;
    if (this.end !== null || windows.loose >= halfOf(this.size / 2) || windows.under < this.width) windows.close();
  }
}
