/** The option `pure`: packages, parts of them and functions for which the user vouches. */
import type { Row } from '../knowledge/rows.ts';

/** What a function does of which only that is known: it returns a value. */
export const VOUCHED: Row = { returns: 'unknown', cost: 500, calls: 'any' };

/**
 * The entry of the option that covers an import; undefined when none does.
 *
 * @param member what is called: the name under which it is exported
 */
export function voucherFor(pure: readonly string[], specifier: string, member: string): string | undefined {
  return pure.find((entry) => {
    const [module = '', name] = entry.split('#');
    if (name !== undefined) return module === specifier && name === member;
    return specifier === module || specifier.startsWith(`${module}/`);
  });
}

/** The user vouches for something of a module, so importing it again is vouched for as well. */
export const vouchesFor = (pure: readonly string[], specifier: string): boolean =>
  pure.some((entry) => {
    const [module = '', name] = entry.split('#');
    return specifier === module || (name === undefined && specifier.startsWith(`${module}/`));
  });
