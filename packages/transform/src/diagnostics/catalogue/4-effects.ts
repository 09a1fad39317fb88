import type { Callee, Family } from './entry.ts';

export interface State extends Callee {
  readonly name: string;
  readonly package: string;
}

export const EFFECTS = {
  PAR4001: {
    slug: 'unknown-effects',
    severity: 'error',
    message: ({ callee }: Callee) => `What '${callee}' does besides returning a value is not known`,
    help: ({ callee }: Callee) =>
      `Call a function whose source parloop can read (a function of this module, or one imported by a relative path), move the call of '${callee}' out of the loop, or, if it does nothing else, promise so with \`assume(pure(${callee}))\`.`,
  },
  PAR4003: {
    slug: 'random-numbers',
    severity: 'error',
    message: ({ callee }: Callee) =>
      `'${callee}' returns a different number at every call, so the parallel loop would not give what the serial loop gives`,
    help: () =>
      'Fill an array with the random numbers before the loop, derive them from the loop variable, or add `seed(n)`, which gives the `Math.random()` of the body the same digits in every run.',
  },
  PAR4004: {
    slug: 'clock',
    severity: 'error',
    message: ({ callee }: Callee) =>
      `'${callee}' reads a clock, and iterations that run in parallel would read it in another order`,
    help: () =>
      'Read the clock once before the loop, measure the time around the whole loop, or allow it with `effects(time)`.',
  },
  PAR4005: {
    slug: 'function-modifies-state',
    severity: 'error',
    message: ({ name, callee }: Callee & { readonly name: string }) =>
      `'${callee}' modifies '${name}', which lives longer than one iteration`,
    help: ({ name, callee }: Callee & { readonly name: string }) =>
      `Let '${callee}' return the new value instead of changing '${name}', or pass what it needs as an argument.`,
  },
  PAR4007: {
    slug: 'generator-of-the-program',
    severity: 'error',
    message: ({ name, callee }: Callee & { readonly name: string }) =>
      `'${callee}' makes each number from the one before it, which it keeps in '${name}'`,
    help: ({ callee }: Callee) =>
      `Make the number from the loop variable (hash the index and a seed), or fill an array by '${callee}' before the loop.`,
  },
  PAR4008: {
    slug: 'callback-parameter',
    severity: 'error',
    message: ({ name }: { readonly name: string }) =>
      `'${name}' is a function that the caller passes in, so what it does besides returning a value is not known`,
    help: ({ name }: { readonly name: string }) =>
      `Name the function where the loop stands instead of calling the parameter '${name}'.`,
  },
  PAR4010: {
    slug: 'package-state',
    severity: 'error',
    message: ({ callee, name, package: owner }: State) =>
      `'${callee}' depends on '${name}', state of the package '${owner}', of which a worker has its own`,
    help: ({ package: owner }: State) =>
      `Call it before or after the loop, or call a function that gets all it needs as arguments. If it gives the same values in every thread all the same, vouch for it with the option \`pure: ["${owner}#…"]\`; verify mode tests that.`,
  },
  PAR4011: {
    slug: 'external-effect',
    severity: 'error',
    message: ({ callee, what }: Callee & { readonly what: string }) =>
      `'${callee}' cannot be used in the part that runs in workers: ${what}`,
    help: ({ callee }: Callee) =>
      `Keep the results in an array and call '${callee}' in a second loop without annotation.`,
  },
  PAR4012: {
    slug: 'evaluated-twice',
    severity: 'error',
    message: ({ callee }: Callee) =>
      `'${callee}' would be evaluated in workers and once more in order, and gives another value each time`,
    help: ({ callee }: Callee) =>
      `Store it first, \`const value = ${callee}\` at the start of the body, and use 'value'.`,
  },
} as const satisfies Family;
