/** Edits that mend a diagnostic: making them, choosing among them, and applying them. */
import type { Diagnostic, Edit, Fix, Span } from './diagnostic.ts';

/** A change of the annotation alone that keeps what it asks for: nothing that the program computes depends on it. */
export const safeFix = (title: string, ...edits: Edit[]): Fix => ({ title, edits, safe: true });

/** A change that only the programmer can answer for. */
export const proposal = (title: string, ...edits: Edit[]): Fix => ({ title, edits, safe: false });

const overlap = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

/**
 * Safe fixes that can be made together: the first one of each diagnostic, in the order of the text. One that touches
 * what an earlier one changes waits for the next round.
 */
export function safeFixes(diagnostics: readonly Diagnostic[]): Fix[] {
  const chosen: Fix[] = [];
  const taken: Span[] = [];
  for (const { fixes = [] } of [...diagnostics].sort((a, b) => a.span.start - b.span.start)) {
    const fix = fixes.find(({ safe }) => safe);
    if (fix === undefined || fix.edits.some(({ span }) => taken.some((other) => overlap(span, other)))) continue;
    chosen.push(fix);
    taken.push(...fix.edits.map(({ span }) => span));
  }
  return chosen;
}

/** @returns the text with all edits made; they must not overlap */
export function applyFixes(text: string, fixes: readonly Fix[]): string {
  const edits = fixes.flatMap((fix) => fix.edits).sort((a, b) => b.span.start - a.span.start);
  return edits.reduce((out, { span, text: put }) => out.slice(0, span.start) + put + out.slice(span.end), text);
}
