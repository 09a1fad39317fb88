/** Hand-written emitted code: body modules in a temporary folder and the site descriptions that go with them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CONTRACT_VERSION, type Site, type SiteSpec, site, stats } from '@parloop/runtime';
import { afterAll } from 'vitest';

export const folder = mkdtempSync(join(tmpdir(), 'parloop-runtime-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;

/** Text of a worker module whose iteration runs `iteration` with `$in`, `$job`, `$0`, `$1`, `$w0`, `$w1` and `i` in scope. */
export const bodyText = (key: string, iteration: string, setup = ''): string => `
(globalThis[Symbol.for("parloop.bodies")] ??= new Map()).set(${JSON.stringify(key)}, ($in, $job) => {
  const [$0, $1] = $job.columns, [$w0, $w1] = $job.writes; ${setup}
  return ($lo, $hi) => { for (let $k = $lo; $k < $hi; $k++) { if ($job.begin($k)) break; try {
    let i = $job.index($k); ${iteration}
  } catch ($e) { $job.fail($e); } } };
});`;

/** A module of the given text in the temporary folder. */
export const moduleOf = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return pathToFileURL(path).href;
};

/** A construct whose body is `iteration`; one `once` column of mode `any` unless said otherwise. */
export const construct = (iteration: string, spec: Partial<SiteSpec> = {}, setup = ''): Site => {
  const key = `body${count++}`;
  return site({
    contract: CONTRACT_VERSION,
    key,
    url: moduleOf(`${key}.mjs`, bodyText(key, iteration, setup)),
    id: `${key}:1`,
    file: '/app/loop.ts',
    line: 12,
    columns: [{ kind: 'once', mode: 'any' }],
    cost: 10,
    open: true,
    stopOnFail: false,
    writesElements: false,
    ...spec,
  });
};

/** What the statistics say about a construct. */
export const statsOf = ({ spec }: Site) => {
  const found = stats().constructs.find(({ id }) => id === spec.id);
  if (found === undefined) throw new Error(`no statistics of ${spec.id}`);
  return found;
};
