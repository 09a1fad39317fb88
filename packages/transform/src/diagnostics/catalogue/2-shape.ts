import { capital, type Family, type Name, type NoArgs } from './entry.ts';

/** Keywords are quoted, descriptions begin the sentence. */
const suspension = (what: string): string => (/^(await|yield\*?|for await)$/.test(what) ? `'${what}'` : capital(what));

/** `ahead`: of the loop, as the clause `stream` asks. */
export interface Iterable {
  readonly text: string;
  readonly ahead?: number;
}

/** `changing`: a variable · `result`: a variable that gets its value there · `alone`: there is nothing else. */
export interface Suspension {
  readonly what: string;
  readonly changing?: string;
  readonly result?: string;
  readonly alone?: number;
}

export const SHAPE = {
  PAR2001: {
    slug: 'header-not-canonical',
    severity: 'error',
    message: ({ why }: { readonly why: string }) =>
      `The number of iterations cannot be read off this loop header: ${why}`,
    help: () =>
      'Write it as `for (let i = start; i < end; i++)`: counters, bounds and steps that do not depend on what the body does.',
  },
  PAR2002: {
    slug: 'bound-changes',
    severity: 'error',
    message: ({ bound, cause }: { readonly bound: string; readonly cause: string }) =>
      `The bound '${bound}' may change while the loop runs: ${cause}`,
    help: () => 'Compute the bound once, in a `const` before the loop.',
  },
  PAR2003: {
    slug: 'step-not-constant',
    severity: 'error',
    message: ({ name }: Name) => `The step of '${name}' must be the same in every iteration`,
    help: ({ name }: Name) => `Write \`${name}++\`, \`${name}--\`, or \`${name} += step\` with a constant step.`,
  },
  PAR2004: {
    slug: 'while-loop',
    severity: 'error',
    message: (_: NoArgs) => 'A `while` or `do` loop has no set of iterations that is known before it starts',
    help: () => 'Rewrite it as a `for` or `for…of` loop, or annotate a loop inside it.',
  },
  PAR2006: {
    slug: 'iterated-container-changes',
    severity: 'error',
    message: ({ name }: Name) => `'${name}' is changed while the loop iterates over it`,
    help: ({ name }: Name) => `Iterate over a copy of '${name}', or collect the changes and apply them after the loop.`,
  },
  PAR2007: {
    slug: 'induction-variable-assigned',
    severity: 'error',
    message: ({ name }: Name) => `The loop variable '${name}' is assigned in the body`,
    help: ({ name }: Name) => `Use another variable for the changed value and leave '${name}' to the loop header.`,
  },
  PAR2008: {
    slug: 'for-await',
    severity: 'error',
    message: (_: NoArgs) => '`for await` receives its items one after the other',
    help: () =>
      'Add the clause `stream(n)` if the source may be asked for n items before the loop needs them, or collect the items into an array first.',
  },
  PAR2009: {
    slug: 'unknown-iterable',
    severity: 'error',
    message: ({ text, ahead }: Iterable) =>
      ahead === undefined
        ? `What '${text}' gives is not known before the loop: code of its own may run between two iterations`
        : `'${text}' cannot be asked for items before the loop needs them`,
    help: ({ text, ahead }: Iterable) =>
      ahead === undefined
        ? `Turn it into an array before the loop, \`const items = [...${text}]\`, or add the clause \`stream(n)\` if it may be asked for n items ahead.`
        : 'Remove the clause `stream`, and collect the items into an array before the loop.',
  },
  PAR2010: {
    slug: 'body-suspends',
    severity: 'error',
    message: ({ what, changing, result, alone }: Suspension) => {
      if (changing !== undefined)
        return `Other code may run at '${what}' and change '${changing}', which workers would read ahead of it`;
      if (result !== undefined)
        return `'${result}' is what '${what}' gives, so workers cannot compute ahead what depends on it`;
      return alone === undefined
        ? `${suspension(what)} suspends the loop body, so other code may run between two iterations`
        : `${suspension(what)} suspends the loop body, and workers can compute nothing of it ahead`;
    },
    help: ({ what, changing }: Suspension) => {
      if (changing !== undefined)
        return `Read '${changing}' before that, or from a constant or a copy that this function alone has.`;
      return what === 'yield'
        ? 'Collect the results in an array and yield them after the loop.'
        : 'Get all values before the loop, `await Promise.all(…)`, and annotate the loop that computes with them.';
    },
  },
  PAR2012: {
    slug: 'main-thread-cannot-wait',
    severity: 'warning',
    message: ({ name }: Name) =>
      `${name} is not async, and the main thread of a page cannot wait for workers: this loop runs serially there`,
    help: () => 'Make the function `async`, or call it in a Web Worker.',
  },
  PAR2013: {
    slug: 'form-not-supported',
    severity: 'error',
    message: ({ what }: { readonly what: string }) => `${capital(what)} is not supported in this version`,
    help: () => 'Remove the annotation, or rewrite this part with the forms that the language page lists as available.',
  },
} as const satisfies Family;
