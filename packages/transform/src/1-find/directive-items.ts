/** Clauses that speak of variables: no variable may be spoken of twice. */
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { report } from '../diagnostics/report.ts';
import { type RawClause, splitItems, type TextSpan } from './directive-lex.ts';

/** Clauses whose items say what a variable is; of one variable only one of them can be true. */
const CLAIMS: readonly string[] = ['private', 'shared', 'reduce'];
/** Further clauses of which each item may stand only once. */
const ITEMISED: readonly string[] = ['effects', 'assume'];

/** An item that stands in an earlier clause of the same name, or a variable of which two things are said. */
export function repeatedItems(file: string, clauses: readonly RawClause[]): Diagnostic[] {
  const seen = new Map<string, { shown: string; item: TextSpan }>();
  return clauses.flatMap(({ name, value }) =>
    (value && (CLAIMS.includes(name) || ITEMISED.includes(name)) ? splitItems(value) : []).flatMap((item) => {
      const subject = item.text.replace(/^\S+?\s*:\s*/, '');
      const key = `${CLAIMS.includes(name) ? 'claim' : name}:${subject}`;
      const shown = `${name}(${item.text})`;
      const other = seen.get(key);
      if (!other) seen.set(key, { shown, item });
      const related = other && [{ message: `'${other.shown}' stands here`, file, span: other.item.span }];
      return other && related
        ? [report('PAR1010', file, item.span, { clause: shown, other: other.shown }, { related })]
        : [];
    }),
  );
}
