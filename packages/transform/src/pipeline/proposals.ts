/**
 * Ways out that can be written down as edits: one row for each code that has some. They are proposals: each changes what
 * the program promises or does, so only the programmer can choose it.
 */
import type { Found } from '../1-find/find.ts';
import type { Diagnostic, Edit, Fix } from '../diagnostics/diagnostic.ts';
import { proposal } from '../diagnostics/fixes.ts';

interface Place {
  /** Text of the module. */
  readonly text: string;
  readonly found: Found;
  readonly diagnostic: Diagnostic;
}

type Row = (place: Place) => Fix | undefined;

const sourceOf = ({ text, diagnostic: { span } }: Place): string => text.slice(span.start, span.end);

/** Start of the line on which the annotation stands, when nothing but its comment does, and the line's indentation. */
function lineOfAnnotation({ text, found }: Place): { start: number; indent: string } | undefined {
  const start = text.lastIndexOf('\n', found.directive.span.start - 1) + 1;
  const match = /^([ \t]*)(\/\/|\/\*)[ \t]*$/.exec(text.slice(start, found.directive.span.start));
  return match ? { start, indent: match[1]! } : undefined;
}

/** The annotation's line goes, or, where more stands on it, the annotation alone. */
function withoutAnnotation(place: Place): Edit {
  const { span } = place.found.directive;
  const line = lineOfAnnotation(place);
  const rest = /^[ \t]*(\*\/)?[ \t]*(\r?\n)/.exec(place.text.slice(span.end));
  const isWhole = line !== undefined && rest !== null;
  return { span: isWhole ? { start: line.start, end: span.end + rest[0].length } : span, text: '' };
}

const removeAnnotation: Row = (place) =>
  proposal('Remove the annotation: the loop stays serial', withoutAnnotation(place));

/** `for (const x of E)` → `for (const x of [...E])` */
const copyIterated: Row = (place) => {
  const { span } = place.diagnostic;
  const source = sourceOf(place);
  return proposal(`Iterate over a copy, [...${source}]`, { span, text: `[...${source}]` });
};

/** `i < E` → `const end = E;` above the annotation, and `i < end` */
const hoistBound: Row = (place) => {
  const line = lineOfAnnotation(place);
  const bound = sourceOf(place);
  if (!line || /\n/.test(bound) || place.diagnostic.span.start < place.found.target.start) return undefined;
  const name = ['end', 'last', 'limit', 'count'].find((word) => !new RegExp(`\\b${word}\\b`).test(place.text));
  if (name === undefined) return undefined;
  return proposal(
    `Compute the bound once, before the loop`,
    { span: { start: line.start, end: line.start }, text: `${line.indent}const ${name} = ${bound};\n` },
    { span: place.diagnostic.span, text: name },
  );
};

/** Another clause behind those that the annotation has. */
const addClause =
  (title: string, clauseOf: (place: Place) => string | undefined): Row =>
  (place) => {
    const clause = clauseOf(place);
    const { end } = place.found.directive.span;
    if (clause === undefined) return undefined;
    return proposal(`${title}, ${clause}`, { span: { start: end, end }, text: ` ${clause}` });
  };

/** What is called, when it is a name or a path of names, as `assume` takes it. */
const calleeOf = (place: Place): string | undefined =>
  /^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)?(?=\()/.exec(sourceOf(place))?.[0];

const isRandom = ({ diagnostic }: Place): boolean => diagnostic.variable === 'Math.random';

const ROWS: Readonly<Record<string, Row>> = {
  PAR2002: hoistBound,
  PAR2004: removeAnnotation,
  PAR2006: copyIterated,
  PAR2008: addClause('Ask for items ahead', () => 'stream(16)'),
  PAR2009: copyIterated,
  PAR4001: addClause('Promise that it is pure', (place) => {
    const callee = calleeOf(place);
    return callee && `assume(pure(${callee}))`;
  }),
  PAR4003: addClause('Draw the same numbers in every run', (place) =>
    // `seed` reaches what stands in the body, not what a package draws.
    isRandom(place) && place.diagnostic.related.length === 0 ? 'seed(1)' : undefined,
  ),
  PAR4004: addClause('Allow it', () => 'effects(time)'),
  PAR5001: removeAnnotation,
  PAR7000: removeAnnotation,
};

/** The diagnostic with the edits that its code allows where it stands. */
export function withProposals(diagnostic: Diagnostic, found: Found, text: string): Diagnostic {
  const fix = Object.hasOwn(ROWS, diagnostic.code) ? ROWS[diagnostic.code]!({ text, found, diagnostic }) : undefined;
  return fix === undefined ? diagnostic : { ...diagnostic, fixes: [...(diagnostic.fixes ?? []), fix] };
}
