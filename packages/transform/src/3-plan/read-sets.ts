/** Captures of which P needs only some fields: those are sent as columns, and nothing else of the objects is looked at. */
import type { Span } from '../diagnostics/diagnostic.ts';
import { within } from '../diagnostics/span.ts';
import { ELEMENT, type SymbolId, type Use } from '../records/graph.ts';
import type { Capture, ReadNode, ReadTree } from '../records/plan.ts';
import type { Needs } from './captures.ts';
import { CONTAINER, type Container } from './elements.ts';
import type { Free } from './free.ts';
import type { Pieces } from './pieces.ts';
import type { Slice } from './slice.ts';
import { levelsOf } from './view.ts';

export interface ReadSets {
  readonly captures: readonly Capture[];
  readonly container: Container | undefined;
  readonly free: Free;
  readonly needs: Needs;
  readonly pieces: Pieces;
  /** Guards that the replay needs beside these captures. */
  readonly guardsBeside: (captures: readonly Capture[]) => readonly string[];
}

/** For each capture what is read of its elements, or null where all of it is sent. */
export function readSetsOf(slice: Slice, sets: ReadSets): (ReadTree | null)[] {
  const { captures, guardsBeside } = sets;
  const usual = guardsBeside(captures).length;
  return captures.map((capture) => {
    const tree = treeOf(slice, capture, sets);
    // The replay relies on it that what was sent has been looked at.
    return tree && guardsBeside(captures.filter((c) => c !== capture)).length === usual ? tree : null;
  });
}

function treeOf(slice: Slice, capture: Capture, sets: ReadSets): ReadTree | null {
  const { container, free, needs, pieces } = sets;
  const { bodySpan } = slice.view.graph;
  const inP = ({ span }: Use): boolean => isWritten(span, pieces, bodySpan);
  // What is logged is looked at by whoever takes it from the log.
  const uses = slice.view.graph.uses.map((use) =>
    use.as === 'read' && isLogged(use.span, pieces) ? { ...use, as: 'value' as const } : use,
  );
  const { symbol } = capture;
  if (capture.path || capture.importAs !== undefined || (symbol < 0 && symbol !== CONTAINER)) return null;
  if (isCopied(slice, symbol, needs, free)) return null;
  const isPassed = (use: Use): boolean => use.as === 'moved' && use.steps.length === 0 && !inP(use);
  const own = uses.filter((use) => use.symbol === symbol && !isPassed(use));
  if (own.some(({ steps: [first] }) => typeof first !== 'number' && first !== 'length')) return null;
  const isContainer = container?.name === capture.name;
  if (isContainer && !takesElements(slice)) return null;
  const elements = [
    ...own.filter(({ steps: [first] }) => first !== 'length').map(behind),
    ...(isContainer ? uses.filter((use) => use.symbol === ELEMENT) : []),
  ];
  const isNest = levelsOf(slice.view.graph.header).length > 1;
  const isLoose = own.some(({ steps: [first] }) => first === 1);
  return elements.length === 0
    ? null
    : {
        named: isLoose,
        single: own.every(({ steps: [first] }) => first === 2 || first === 'length') && !isNest,
        element: nodeOf(elements, inP),
      };
}

const behind = (use: Use): Use => ({ ...use, steps: use.steps.slice(1) });

/** A copied declaration mentions the variable. */
const isCopied = (slice: Slice, symbol: SymbolId, { copies }: Needs, { calls }: Free): boolean => {
  const refs = copies.flatMap((c) => {
    const { supply } = slice.view.symbol(c.symbol);
    return supply.kind === 'copy' ? supply.refs : [];
  });
  return [...refs, ...calls.flatMap((c) => c.methods.flatMap((m) => m.refs))].includes(symbol);
};

/** The iterations are given the elements of an array one by one, and nothing else of it. */
function takesElements({ view }: Slice): boolean {
  const { header } = view.graph;
  if (header.kind === 'for-of') return LISTS.has(header.elements.kind) && header.elements.method === null;
  return header.kind === 'call' && header.maker === undefined && !header.takesArray && !header.rest;
}

/** What is listed may be an array as well, and only arrays are taken apart. */
const LISTS: ReadonlySet<string> = new Set(['indexed', 'listed']);

/** The value of this part of the source, or of what contains it, is logged. */
const isLogged = (span: Span, { replacements }: Pieces): boolean =>
  replacements.some(
    (r) => within(r.span, span) && r.pieces.some((piece) => typeof piece === 'string' && piece.includes('.put(')),
  );

/** The text of P has this part of the source: nothing stands in its place, or something that contains it. */
function isWritten(span: Span, { replacements }: Pieces, body: Span): boolean {
  const around = replacements.filter((r) => within(r.span, span));
  const innermost = around.find((r) => around.every((other) => within(other.span, r.span)));
  if (!innermost || !within(body, span)) return true;
  return innermost.pieces.some((piece) => typeof piece !== 'string' && within(piece, span));
}

function nodeOf(uses: readonly Use[], inP: (use: Use) => boolean): ReadNode {
  const here = uses.filter(({ steps }) => steps.length === 0);
  const below = uses.filter(({ steps }) => steps.length > 0);
  const isUsed = here.some((use) => use.as === 'value' || (use.as === 'moved' && inP(use)));
  const sent = uses.some((use) => (use.as !== 'read' || use.steps.length > 0) && inP(use));
  const names = [...new Set(below.map(({ steps }) => String(steps[0])))];
  const fields = names.map((name): [string, ReadNode] => {
    const inner = below.filter(({ steps }) => String(steps[0]) === name);
    return [name, nodeOf(inner.map(behind), inP)];
  });
  return { primitive: isUsed, sent, fields: Object.fromEntries(fields) };
}
