/** Which fixtures may notice a rule: the search ends when one does, so those come first. */
import type { Fixture } from '../../support/fixtures/collect.ts';

/** By how the names of rules begin. */
const TOPICS: readonly (readonly [rule: RegExp, fixtures: RegExp])[] = [
  [/^nest/, /collapse|nest|row/],
  [/^(waiting|streams)/, /waiting|stream|async/],
  [/^awaited/, /async|waiting/],
  [/^functions/, /functions|captures|names/],
  [/^classes/, /instances|class/],
  [/^packages/, /packages/],
  [/^header/, /either\/for|generators|for-in/],
  [/^direct/, /outputs|targets|\/errors|either\/for/],
  [/^(guard: (apart|range|integer|headers)|guards: integers)/, /subscripts|guards|collapse/],
  [/^(guards?|audit|operands)/, /guards|alias|values|iterator|for-of/],
  [/^paths/, /paths/],
  [/^(logs|misses|replay)/, /slices|\/errors|early-exit|values|memory/],
  [/^(slice|sites|forwarding|groups|scalars)/, /slices|alias|forwarding|\/errors/],
  [/^subscripts/, /subscripts|strides|rows/],
  [/^(freshness|callees|lowering|effects|summaries|heap)/, /effects|alias|values|slices/],
];

/** In this order: of the rule's topic, sharing words with its name, all others. */
export function likelyFirst(fixtures: readonly Fixture[], rule: string): Fixture[] {
  const words = Array.from(rule.matchAll(/[a-z]{4,}/g), ([word]) => word.replace(/(e?s|ed)$/, ''));
  const [, topic] = TOPICS.find(([start]) => start.test(rule)) ?? [];
  const likely = new Map(
    fixtures.map((fixture) => {
      const text = fixture.name + fixture.source;
      return [fixture, (topic?.test(fixture.name) ? 2 : 0) + words.filter((word) => text.includes(word)).length];
    }),
  );
  return [...fixtures].sort((a, b) => likely.get(b)! - likely.get(a)!);
}
