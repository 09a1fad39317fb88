import type { Annotation, Clause, Family } from './entry.ts';

export const ANNOTATION = {
  PAR1001: {
    slug: 'annotation-misplaced',
    severity: 'error',
    message: ({ annotation }: Annotation) => `${annotation} stands above something that it cannot be applied to`,
    help: ({ annotation }: Annotation) =>
      annotation === '@threaded'
        ? 'Put it directly above a call, a function or a block.'
        : 'Put it directly above a `for` or `for…of` loop, or above a statement whose value is `xs.map(…)`, `xs.forEach(…)` or `xs.filter(…)`.',
  },
  PAR1002: {
    slug: 'unknown-clause',
    severity: 'error',
    message: ({ clause, suggestion }: Clause & { readonly suggestion?: string | undefined }) =>
      `Unknown clause '${clause}'${suggestion === undefined ? '' : `. Did you mean '${suggestion}'?`}`,
    help: () =>
      'Clauses are written `name` or `name(value)` and separated by blanks. Prose belongs on a line of its own.',
  },
  PAR1003: {
    slug: 'annotation-attached-to-nothing',
    severity: 'error',
    message: ({ annotation }: Annotation) => `${annotation} is not followed by a statement, so it has no effect`,
    help: () => 'Move it to the line above the loop or call that it is meant for, or remove it.',
  },
  PAR1004: {
    slug: 'bad-clause-value',
    severity: 'error',
    message: ({ clause, expected, got }: Clause & { readonly expected: string; readonly got: string }) =>
      `Clause '${clause}' expects ${expected}, but got ${got === '' ? 'nothing' : `'${got}'`}`,
    help: ({ clause }: Clause) => `Change the value of '${clause}', or remove the clause to get the default.`,
  },
  PAR1005: {
    slug: 'unknown-variable',
    severity: 'error',
    message: ({
      clause,
      name,
      suggestion,
    }: Clause & { readonly name: string; readonly suggestion?: string | undefined }) =>
      `'${clause}': the loop uses no '${name}' of its surroundings${suggestion === undefined ? '' : `. Did you mean '${suggestion}'?`}`,
    help: () => 'Name something that the loop uses, as it is written there, or remove the clause.',
  },
  PAR1006: {
    slug: 'clause-does-not-apply',
    severity: 'error',
    message: ({ clause, what }: Clause & { readonly what: string }) => `Clause '${clause}' does not apply to ${what}`,
    help: () => 'Remove the clause: a clause that has no effect is never ignored silently.',
  },
  PAR1008: {
    slug: 'clause-without-effect',
    severity: 'error',
    message: ({ clause, why }: Clause & { readonly why: string }) => `'${clause}' has no effect here: ${why}`,
    help: () => 'Remove the clause: a clause that has no effect is never ignored silently.',
  },
  PAR1009: {
    slug: 'clause-not-available',
    severity: 'error',
    message: ({ clause }: Clause) => `Clause '${clause}' is part of the language, but not available in this version`,
    help: () => 'Remove the clause. The language page lists those that this version has.',
  },
  PAR1010: {
    slug: 'contradicting-clauses',
    severity: 'error',
    message: ({ clause, other }: Clause & { readonly other: string }) =>
      clause === other ? `Clause '${clause}' is given twice` : `Clause '${clause}' contradicts '${other}'`,
    help: () => 'Keep one of the two.',
  },
  PAR1011: {
    slug: 'false-claim',
    severity: 'error',
    message: ({ clause, why }: Clause & { readonly why: string }) => `'${clause}' does not hold: ${why}`,
    help: () => 'Change the loop so that it holds, or remove the clause: nothing depends on it.',
  },
  PAR1012: {
    slug: 'loops-not-joined',
    severity: 'error',
    message: ({ loops, why }: { readonly loops: number; readonly why: string }) =>
      `'collapse(${loops})' cannot make one loop of ${loops}: ${why}`,
    help: () =>
      'Write the loops directly inside of each other, with bounds that do not change, or annotate one of them without `collapse`.',
  },
} as const satisfies Family;
