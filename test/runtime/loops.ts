/** Hand-written emitted loops, each beside the serial loop that it stands for. */
import * as $par from '@parloop/runtime';

/** `for (let i = 0; i < n; i++) out.push(serial(i));`, blocking. `stop` leaves the loop early. */
export const collect = (
  site: $par.Site,
  n: number,
  captures: readonly unknown[],
  serial: (i: number) => unknown,
  out: unknown[] = [],
  stop: (i: number) => boolean = () => false,
): unknown[] => {
  const $h = $par.open(site, () => ({ space: $par.range(0, '<', n, 1), in: captures, out: [out], own: [-1] }));
  const $0 = $h.col(0);
  try {
    for (let i = 0; i < n; i++) {
      $h.next();
      if (stop(i)) break;
      out.push($h.hit ? $0.v[$h.i] : $0.self(serial(i)));
    }
  } finally {
    $h.end();
  }
  return out;
};

/** The same, awaited. */
export const collectAsync = async (
  site: $par.Site,
  n: number,
  captures: readonly unknown[],
  serial: (i: number) => unknown,
  out: unknown[] = [],
  stop: (i: number) => boolean = () => false,
): Promise<unknown[]> => {
  const entry = (): $par.Entry => ({ space: $par.range(0, '<', n, 1), in: captures, out: [out], own: [-1] });
  const $p = $par.openAsync(site, entry);
  const $h = 'then' in $p ? await $p : $p;
  const $0 = $h.col(0);
  try {
    for (let i = 0; i < n; i++) {
      $h.next();
      if (stop(i)) break;
      out.push($h.hit ? $0.v[$h.i] : $0.self(serial(i)));
    }
  } finally {
    $h.end();
  }
  return out;
};

type Loop = (i: number) => void;

/** The direct tier: `for (let i = 0; i < n; i++) body(i);` with the given outputs, blocking. */
export const bulk = (site: $par.Site, n: number, out: readonly unknown[], body: Loop, captures: unknown[] = []): void =>
  rest(
    $par.bulk(site, () => entryOf(n, out, captures)),
    n,
    body,
  );

/** The same, awaited. */
export const bulkAsync = async (
  site: $par.Site,
  n: number,
  out: readonly unknown[],
  body: Loop,
  captures: unknown[] = [],
): Promise<void> => rest(await $par.bulkAsync(site, () => entryOf(n, out, captures)), n, body);

const entryOf = (n: number, out: readonly unknown[], captures: unknown[]): $par.Entry => ({
  space: $par.range(0, '<', n, 1),
  in: captures,
  out: out.map((target) => $par.writable(target)),
  own: out.map((target) => captures.indexOf(target)),
});

const rest = ($h: $par.Bulk, n: number, body: Loop): void => {
  try {
    if ($h.done) return;
    for (let i = 0; i < n; i++) {
      if ($h.skip > 0) {
        $h.skip--;
        continue;
      }
      body(i);
    }
  } finally {
    $h.end();
  }
};

/** The values that `serial` gives for 0 … n - 1. */
export const expected = (n: number, serial: (i: number) => unknown): unknown[] =>
  Array.from({ length: n }, (_, i) => serial(i));
