import type { Family, Name } from './entry.ts';

const earlier = (distance: number | undefined): string => {
  if (distance === undefined) return 'an earlier iteration';
  return distance === 1 ? 'the iteration before it' : `the iteration ${distance} before it`;
};

export const DEPENDENCE = {
  PAR3001: {
    slug: 'loop-carried-dependence',
    severity: 'error',
    message: ({ name, distance }: Name & { readonly distance?: number | undefined }) =>
      `Each iteration reads an element of '${name}' that ${earlier(distance)} writes, so the iterations must run one after the other`,
    help: () => 'If an outer loop has no such chain, annotate that one. Otherwise this loop has to stay serial.',
  },
  PAR3002: {
    slug: 'carried-scalar',
    severity: 'error',
    message: ({ name }: Name) =>
      `'${name}' carries a value from one iteration to the next, and the next iteration computes with it`,
    help: ({ name }: Name) =>
      `Declare '${name}' in the body if each iteration needs its own, or compute it from the loop variable. Accumulating is fine: keep \`${name} += …\` apart from the computation.`,
  },
  PAR3003: {
    slug: 'possible-dependence',
    severity: 'error',
    message: ({ access, name }: Name & { readonly access: string }) =>
      `'${access}' may read an element of '${name}' that an earlier iteration has written`,
    help: ({ name }: Name) =>
      `Write the results into another array than '${name}', or read from a copy made before the loop.`,
  },
  PAR3007: {
    slug: 'memo-table',
    severity: 'error',
    message: ({ name }: Name) =>
      `'${name}' keeps results for later iterations, so an iteration finds what earlier ones have put there`,
    help: ({ name }: Name) =>
      `Fill '${name}' before the loop, or leave the table out: computing a value again in parallel is often cheaper.`,
  },
  PAR3009: {
    slug: 'write-through-unknown-object',
    severity: 'error',
    message: ({ text }: { readonly text: string }) =>
      `'${text}' writes to an object of unknown origin, which other iterations may read`,
    help: () =>
      'Write to an array or object that a `const` outside the loop names, or return the value and store it after the loop.',
  },
  PAR3010: {
    slug: 'sections-depend',
    severity: 'error',
    message: ({ name }: Name) => `This section needs '${name}', which another section of the block gives a value`,
    help: ({ name }: Name) =>
      `Put what needs '${name}' behind the annotated block, or both statements into one inner block: \`{ … }\` is one section.`,
  },
} as const satisfies Family;
