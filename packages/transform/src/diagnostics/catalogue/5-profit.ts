import type { Family } from './entry.ts';

export const PROFIT = {
  PAR5001: {
    slug: 'nothing-to-run-in-parallel',
    severity: 'error',
    message: ({ why }: { readonly why: string }) => `Nothing in this loop can run in parallel: ${why}`,
    help: () => 'Remove the annotation, or move it to a loop whose iterations compute something.',
  },
} as const satisfies Family;
