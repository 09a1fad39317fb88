/** Which clauses may stand where, with which values, and which exclude each other. */
import { closest } from '../diagnostics/closest.ts';
import type { Diagnostic, Edit, Fix, Span } from '../diagnostics/diagnostic.ts';
import { safeFix } from '../diagnostics/fixes.ts';
import { report } from '../diagnostics/report.ts';
import { type AnnotationName, CLAUSES, type ClauseRule, clauseRule, literalNumber } from './directive-clauses.ts';
import { repeatedItems } from './directive-items.ts';
import { type RawClause, splitItems, type TextSpan } from './directive-lex.ts';

type Clauses = readonly RawClause[];

/** Two clauses of which one asks for workers and the other for none. */
const CONTRADICTIONS: readonly (readonly [(clause: RawClause) => boolean, (clause: RawClause) => boolean])[] = [
  [
    (clause) => clause.name === 'on' && clause.value?.text === 'serial',
    (clause) => clause.name === 'workers' && (literalNumber(clause.value?.text ?? '') ?? 0) !== 0,
  ],
  [
    (clause) => clause.name === 'on' && clause.value?.text === 'thread',
    (clause) => clause.name === 'workers' && literalNumber(clause.value?.text ?? '') === 0,
  ],
  // Iterations of a stream have no number that workers know.
  [(clause) => clause.name === 'stream', (clause) => clause.name === 'seed'],
];

/** The clause goes, with the blank before it: something always stands before a clause on its line. */
const removed = ({ span }: RawClause): Edit => ({ span: { start: span.start - 1, end: span.end }, text: '' });

const without = (clause: RawClause): Fix => safeFix(`Remove '${clause.name}'`, removed(clause));

/** The checks of one clause; each returns the first thing that is wrong. */
class ClauseCheck {
  readonly file: string;
  readonly annotation: AnnotationName;

  constructor(file: string, annotation: AnnotationName) {
    this.file = file;
    this.annotation = annotation;
  }

  check(clause: RawClause): Diagnostic | undefined {
    const rule = clauseRule(clause.name);
    if (rule === undefined) return this.unknown(clause);
    if (!rule.on.includes(this.annotation)) {
      const args = { clause: clause.name, what: `@${this.annotation}` };
      return report('PAR1006', this.file, clause.span, args, { fixes: [without(clause)] });
    }
    if (!rule.available) return report('PAR1009', this.file, clause.span, { clause: clause.name });
    return this.notation(clause, rule) ?? this.value(clause, rule);
  }

  private unknown(clause: RawClause): Diagnostic {
    const suggestion = closest(clause.name, Object.keys(CLAUSES));
    const span = { start: clause.span.start, end: clause.span.start + clause.name.length };
    const fixes = suggestion ? [safeFix(`Replace with '${suggestion}'`, { span, text: suggestion })] : undefined;
    return report('PAR1002', this.file, span, { clause: clause.name, suggestion }, { fixes });
  }

  private bad(clause: RawClause, span: Span, expected: string, got: string, fixes?: readonly Fix[]): Diagnostic {
    return report('PAR1004', this.file, span, { clause: clause.name, expected, got }, { fixes });
  }

  /** Parentheses where they belong, something in them, and nothing else. */
  private notation(clause: RawClause, rule: ClauseRule): Diagnostic | undefined {
    const { name, span, value, malformed } = clause;
    if (malformed === 'equals-sign') {
      const text = `${name}(${value?.text})`;
      const fixes = value?.text ? [safeFix(`Write '${text}'`, { span, text })] : undefined;
      return this.bad(clause, span, `its value in parentheses, '${text}'`, `${name}=${value?.text}`, fixes);
    }
    if (malformed === 'unclosed') return this.bad(clause, span, "a closing ')' on the same line", value?.text ?? '');
    if (value === undefined) {
      const needsValue = rule.value !== 'none' && rule.value !== 'optional';
      return needsValue ? this.bad(clause, span, 'a value in parentheses', '') : undefined;
    }
    if (rule.value === 'none') return this.bad(clause, value.span, 'no value', value.text);
    return value.text === '' ? this.bad(clause, span, 'a value in the parentheses', '') : undefined;
  }

  private value(clause: RawClause, rule: ClauseRule): Diagnostic | undefined {
    if (clause.value === undefined) return undefined;
    if (rule.value === 'expression') {
      const expected = rule.check?.(clause.value.text);
      return expected === undefined ? undefined : this.bad(clause, clause.value.span, expected, clause.value.text);
    }
    return rule.value === 'items' ? this.items(clause, clause.value, rule) : this.choice(clause, rule);
  }

  /** `shared(a, b)`, `effects(io, time)`: any number of items of one notation. */
  private items(clause: RawClause, value: TextSpan, rule: ClauseRule): Diagnostic | undefined {
    for (const [i, item] of splitItems(value).entries()) {
      const later = rule.laterChoices?.find((choice) => item.text === choice || item.text.startsWith(`${choice}(`));
      if (later) return report('PAR1009', this.file, clause.span, { clause: `${clause.name}(${later})` });
      const expected = rule.item?.(item.text, i);
      if (expected !== undefined) return this.bad(clause, item.span, expected, item.text);
    }
    return undefined;
  }

  /** `on(thread)`, `schedule(static, 8)`: a word of the table first, then at most one checked expression. */
  private choice(clause: RawClause, rule: ClauseRule): Diagnostic | undefined {
    const [first, second, third] = clause.value === undefined ? [] : splitItems(clause.value);
    const excess = rule.value === 'list' ? third : second;
    if (excess !== undefined) {
      return this.bad(clause, excess.span, rule.value === 'list' ? 'at most two values' : 'one value', excess.text);
    }
    if (first === undefined || rule.choices === undefined) return undefined;
    if (rule.laterChoices?.includes(first.text)) {
      return report('PAR1009', this.file, clause.span, { clause: `${clause.name}(${first.text})` });
    }
    if (!rule.choices.includes(first.text)) {
      return this.bad(clause, first.span, `one of ${rule.choices.join(', ')}`, first.text);
    }
    const expected = second && (second.text === '' ? 'a chunk size after the comma' : rule.check?.(second.text));
    return second && expected ? this.bad(clause, second.span, expected, second.text) : undefined;
  }
}

function clash(file: string, clause: RawClause, other: RawClause): Diagnostic {
  const shown = ({ name, value }: RawClause) => (value === undefined ? name : `${name}(${value.text})`);
  const same = clause.name === other.name;
  const related = [{ message: `'${shown(other)}' stands here`, file, span: other.span }];
  const args = same ? { clause: clause.name, other: other.name } : { clause: shown(clause), other: shown(other) };
  const isRepeated = shown(clause) === shown(other);
  return report('PAR1010', file, clause.span, args, { related, ...(isRepeated ? { fixes: [without(clause)] } : {}) });
}

/** Each clause against those before it: the first one that it repeats or contradicts. */
function clashes(file: string, clauses: Clauses): Diagnostic[] {
  return clauses.flatMap((clause, index) => {
    const other = clauses
      .slice(0, index)
      .find(
        (earlier) =>
          (earlier.name === clause.name && clauseRule(clause.name)?.repeatable !== true) ||
          CONTRADICTIONS.some(([a, b]) => (a(earlier) && b(clause)) || (b(earlier) && a(clause))),
      );
    return other === undefined ? [] : [clash(file, clause, other)];
  });
}

/** Everything that is wrong with the clauses of one annotation, in the order of the text. */
export function checkClauses(file: string, annotation: AnnotationName, clauses: Clauses): Diagnostic[] {
  const checker = new ClauseCheck(file, annotation);
  const found = [
    ...clauses.flatMap((clause) => checker.check(clause) ?? []),
    ...clashes(file, clauses),
    ...repeatedItems(file, clauses),
  ];
  return found.sort((a, b) => a.span.start - b.span.start);
}
