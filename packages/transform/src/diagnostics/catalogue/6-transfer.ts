import type { Family, Name, NoArgs } from './entry.ts';

export const TRANSFER = {
  PAR6001: {
    slug: 'not-copyable',
    severity: 'error',
    message: ({ name, type }: Name & { readonly type: string }) => `'${name}' (${type}) cannot be copied to a worker`,
    help: ({ name }: Name) => `Read what the loop needs from '${name}' into plain data before the loop.`,
  },
  PAR6004: {
    slug: 'package-runs-code',
    severity: 'error',
    message: ({ package: owner, name }: Name & { readonly package: string }) =>
      name === owner || name.startsWith(`${owner}/`)
        ? `The package '${owner}' runs code when it is imported, and a worker would run that code again`
        : `'${name}' imports '${owner}', which runs code when it is imported, and a worker would run that code again`,
    help: ({ name }: Name) =>
      `Call its functions before or after the loop. If nobody can notice that the code runs again, vouch for the package with the option \`pure: ["${name}"]\`.`,
  },
  PAR6005: {
    slug: 'definition-runs-code',
    severity: 'error',
    message: ({ name, reason }: Name & { readonly reason?: string | undefined }) =>
      reason === undefined
        ? `'${name}' runs code when it is defined, and a worker would run that code again`
        : `A worker cannot have the class '${name}': ${reason}`,
    help: ({ name }: Name) =>
      `Move what the loop needs into a function that does not mention '${name}', or compute the value before the loop.`,
  },
  PAR6006: {
    slug: 'function-kept',
    severity: 'error',
    message: ({ name, why }: Name & { readonly why: string }) => `A worker cannot make '${name}' again: ${why}`,
    help: ({ name }: Name) =>
      `Make '${name}' from constants, let its functions change nothing but what they are given, and pass what changes as an argument.`,
  },
  PAR6007: {
    slug: 'this',
    severity: 'error',
    message: (_: NoArgs) =>
      "'this' is used in the part that would run in workers, and an object with methods cannot be copied there",
    help: () =>
      'Fields that the loop does not change may be read (`this.k`). Pass such fields instead of `this`; methods may be called that do nothing with it but read fields and call each other.',
  },
  PAR6009: {
    slug: 'bound-to-its-function',
    severity: 'error',
    message: ({ what }: { readonly what: string }) =>
      `'${what}' means something only in the function that it stands in, not in a worker`,
    help: ({ what }: { readonly what: string }) =>
      what === 'eval'
        ? 'Replace it by the code that it runs: text that is run by `eval` cannot be analysed.'
        : `Read what the loop needs from '${what}' into a constant before the loop.`,
  },
  PAR6010: {
    slug: 'instance',
    severity: 'error',
    message: ({ name, type, why }: Name & { readonly type: string; readonly why: string }) =>
      `'${name}' is of the class '${type}', which a worker cannot have: ${why}`,
    help: ({ name, type }: Name & { readonly type: string }) =>
      `Change '${type}' there, or read what the loop needs from '${name}' into plain data before the loop.`,
  },
} as const satisfies Family;
