import type { Family } from './entry.ts';

export const TOOL = {
  PAR9001: {
    slug: 'analysis-over-budget',
    severity: 'warning',
    message: () => 'The body of this loop is too large to be analysed in reasonable time, so it runs serially',
    help: () => 'Split the loop, or move parts of its body into functions.',
  },
  PAR9002: {
    slug: 'validation-failed',
    severity: 'error',
    message: ({ detail }: { readonly detail: string }) =>
      `The transformed loop did not pass the check against its source: ${detail}`,
    help: () =>
      'This is a mistake in parloop, not in your program. Please report it; without the annotation the loop runs serially.',
  },
  PAR9004: {
    slug: 'file-does-not-parse',
    severity: 'error',
    message: ({ detail }: { readonly detail: string }) => `This file has a syntax error: ${detail}`,
    help: () => 'Correct the syntax: annotations are not read in a file that does not parse.',
  },
} as const satisfies Family;
