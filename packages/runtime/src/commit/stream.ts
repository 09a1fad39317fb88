import type { SiteSpec, StreamHandle } from '../contract.ts';
import type { SiteState } from '../site.ts';
import { Ahead, AheadAsync } from './ahead.ts';
import type { Comparison } from './comparison.ts';
import { Replay } from './handle.ts';
import { type Launch, Windows } from './window.ts';

export interface Streaming {
  readonly launch: Launch;
  /** How many items are taken ahead. */
  readonly size: number;
  /** Workers. */
  readonly width: number;
  readonly isProxy: (value: object) => boolean;
}

/** The replay of a loop whose items are taken from a source a few at a time: one run for each window of them. */
export class StreamReplay extends Replay implements StreamHandle {
  private readonly streaming: Streaming | null;
  private windows: Windows | null = null;

  /** @param streaming null: the loop runs serially */
  constructor(site: SiteState, streaming: Streaming | null, comparison: Comparison | null) {
    super(site, null, comparison);
    this.streaming = streaming;
  }

  stream<S>(source: S): S {
    const method = methodOf(source, Symbol.iterator);
    if (this.streaming === null || method === null) return source;
    const iterator = Reflect.apply(method, source, []);
    if (!isObject(iterator)) throw new TypeError('Result of the Symbol.iterator method is not an object');
    return new Ahead(iterator as never, this.open(this.streaming), this.streaming.size) as S;
  }

  streamAsync<S>(source: S): S {
    const method = methodOf(source, Symbol.asyncIterator);
    if (this.streaming === null || (method === null && methodOf(source, Symbol.iterator) === null)) return source;
    const iterator = method === null ? awaiting(source as never) : Reflect.apply(method, source, []);
    if (!isObject(iterator)) throw new TypeError('Result of the Symbol.asyncIterator method is not an object');
    const { size, width } = this.streaming;
    return new AheadAsync(iterator as never, this.open(this.streaming), size, width) as S;
  }

  override end(): void {
    this.windows?.drop();
    super.end();
  }

  private open({ launch, isProxy }: Streaming): Windows {
    const spec: SiteSpec = this.site.spec;
    this.windows = new Windows(spec, launch, isProxy, ({ run, watch }) => this.follow(run, watch));
    return this.windows;
  }
}

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

const methodOf = (source: unknown, key: symbol): (() => unknown) | null => {
  if (source === null || source === undefined) return null;
  const method: unknown = Reflect.get(Object(source), key);
  return typeof method === 'function' ? (method as () => unknown) : null;
};

/** As `for await` goes through what is no async iterable. */
async function* awaiting(source: Iterable<unknown>): AsyncGenerator<unknown> {
  yield* source;
}
