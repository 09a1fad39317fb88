import type { Family, NoArgs } from './entry.ts';

export const THREADED = {
  PAR7000: {
    slug: 'threaded-not-available',
    severity: 'error',
    message: (_: NoArgs) => '@threaded is part of the language, but not available in this version',
    help: () => 'Remove the annotation; for loops and array calls use @parallel.',
  },
} as const satisfies Family;
