import { afterEach, expect, it, vi } from 'vitest';
import { Run } from '../../packages/runtime/src/run.ts';
import { SiteState } from '../../packages/runtime/src/site.ts';

const SPEC = {
  contract: 1,
  key: 'k',
  url: 'body',
  id: 'a.ts:1',
  file: 'a.ts',
  line: 1,
  columns: [],
  names: [],
  cost: 1,
  open: true,
  stopOnFail: true,
  writesElements: false,
} as const;

afterEach(() => {
  vi.restoreAllMocks();
});

it('a caller that has overtaken one worker does not wait for the next chunk as long again', () => {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const run = new Run({
    site: new SiteState(SPEC),
    space: { n: 4, start: 0, step: 1 },
    classes: null,
    captures: { values: [], buffers: [], bare: [], projected: [] },
    bounds: Float64Array.of(0, 1, 2, 3, 4),
    workers: 2,
    form: 'blocking',
    patience: 60_000,
    seed: null,
    force: true,
  });
  const waits: number[] = [];
  let chunk = 0;
  const wait = (): void => {
    now += 100;
    waits[chunk] = (waits[chunk] ?? 0) + 1;
  };
  run.execution = { claim: () => false, wait, cancel: () => {} };
  for (; chunk < 4; chunk++) expect(run.take(chunk)).toBeNull();
  expect(waits[0]).toBeGreaterThan(0);
  expect(waits.slice(1)).toEqual([]);
});
