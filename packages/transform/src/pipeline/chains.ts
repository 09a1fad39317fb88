/** One annotation above a chain of array calls speaks of all of its links. */
import type { Found } from '../1-find/find.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Decision } from './decide.ts';

/** Links of one chain share the directive. */
export const sameChain = (a: Found, b: Found): boolean => a.directive === b.directive;

/**
 * Where one link runs in parallel, the others may run serially: what speaks against them becomes a note. Where none
 * does, one diagnostic is enough.
 */
export function settleChains(decisions: readonly Decision[]): Decision[] {
  return decisions.map((d) => {
    const chain = decisions.filter((other) => sameChain(other.found, d.found));
    if (chain.length === 1 || d.plan.accepted || d.plan.diagnostics.some(isAboutText)) return d;
    if (chain.some((other) => other.plan.accepted)) return asSerial(d);
    return d === worstOf(chain) ? d : silenced(d);
  });
}

/** The annotation itself is wrong. */
const isAboutText = ({ code }: Diagnostic): boolean => code.startsWith('PAR1');

function asSerial(d: Decision): Decision {
  const notes = [...d.plan.notes, ...d.plan.diagnostics.map((x) => `${x.code}: ${x.message}`)];
  return { ...d, plan: { ...d.plan, verdict: 'serial', diagnostics: [], notes } };
}

/** The link whose refusal tells most: a cause that is more than too little work. */
const worstOf = (chain: readonly Decision[]): Decision =>
  chain.find((d) => d.plan.diagnostics.some((x) => x.severity === 'error' && x.code !== 'PAR5001')) ?? chain[0]!;

/** Refused as well, but another link of the chain says why. */
function silenced(d: Decision): Decision {
  const notes = [...d.plan.notes, ...d.plan.diagnostics.map((x) => `${x.code}: ${x.message}`)];
  return { ...d, plan: { ...d.plan, diagnostics: [], notes } };
}
