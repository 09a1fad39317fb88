/**
 * What it costs to send 100,000 objects to a worker: as a whole, and as columns of the fields that a body reads. Both take
 * turns: `npm run bench:payload`. Medians of 15 rounds with the smallest and largest, in ms.
 */
import { types } from 'node:util';
import { audit } from '../../packages/runtime/dist/transport/audit.js';
import { restored } from '../../packages/runtime/dist/worker/projected.js';

const N = 100_000;
const ROUNDS = 15;
const { isProxy } = types;

const flat = Array.from({ length: N }, (_, id) => ({ id, n: id / 2 }));
const nested = Array.from({ length: N }, (_, i) => ({
  id: i,
  name: `item${i}`,
  weight: i / 2,
  score: i % 7,
  pos: { x: i, y: -i },
}));

/** In the form of the contract: 1, a primitive value, + 2, sent. */
const WORKS = [
  { work: '{ id, n }: both fields', list: flat, element: [2, { id: 3, n: 3 }] },
  { work: 'weight and pos.x of six values', list: nested, element: [2, { weight: 3, pos: [2, { x: 3 }] }] },
];

const median = (times) => [...times].sort((a, b) => a - b)[times.length >> 1];
const shown = (times) =>
  `${median(times).toFixed(1).padStart(8)} (${Math.min(...times).toFixed(1)}–${Math.max(...times).toFixed(1)})`;

function timed(run) {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** What the caller does, and a worker that computes one chunk of two. */
function send(list, reads) {
  const entry = { in: [list], out: [], own: [], space: { n: N, start: 0, step: 1 } };
  const { packed } = audit(entry, { writesElements: false, isProxy, reads: [reads] });
  const { values, projected } = structuredClone(packed);
  const { arrays } = restored(values, projected);
  for (const array of arrays) array.prepare(0, N / 2);
}

for (const { work, list, element } of WORKS) {
  const times = { whole: [], columns: [] };
  const variants = [
    [times.whole, () => send(list, null)],
    [times.columns, () => send(list, { single: true, element })],
  ];
  for (const [, run] of variants) for (let warm = 0; warm < 3; warm++) run();
  for (let round = 0; round < ROUNDS; round++) for (const [list, run] of variants) list.push(timed(run));
  const gain = median(times.whole) / median(times.columns);
  console.log(
    `${work.padEnd(34)} whole ${shown(times.whole)}   columns ${shown(times.columns)}   ${gain.toFixed(1)} ×`,
  );
}
