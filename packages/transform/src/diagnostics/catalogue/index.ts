/** Every code that can be reported. A code gets a page in `docs/diagnostics` and a fixture under `test/fixtures/refuse`. */
import { ANNOTATION } from './1-annotation.ts';
import { SHAPE } from './2-shape.ts';
import { DEPENDENCE } from './3-dependence.ts';
import { EFFECTS } from './4-effects.ts';
import { PROFIT } from './5-profit.ts';
import { TRANSFER } from './6-transfer.ts';
import { THREADED } from './7-threaded.ts';
import { TOOL } from './9-tool.ts';

export const CATALOGUE = {
  ...ANNOTATION,
  ...SHAPE,
  ...DEPENDENCE,
  ...EFFECTS,
  ...PROFIT,
  ...TRANSFER,
  ...THREADED,
  ...TOOL,
} as const;

export type Code = keyof typeof CATALOGUE;

/** The arguments that the texts of `C` need: the message takes all of them, the help takes no others. */
export type Args<C extends Code> = Parameters<(typeof CATALOGUE)[C]['message']>[0];

export const isCode = (text: string): text is Code => Object.hasOwn(CATALOGUE, text);
