/** From the text of comments to clauses with offsets. Knows the notation, not the clauses. */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { AnnotationName } from './directive-clauses.ts';

/** A piece of the file and where it lies. */
export interface TextSpan {
  readonly text: string;
  readonly span: Span;
}

/** A comment as it stands in the file, delimiters included. */
export type CommentText = TextSpan;

export interface RawClause {
  readonly name: string;
  /** Name and value. */
  readonly span: Span;
  /** The text between the parentheses, without blanks at its ends. */
  readonly value?: TextSpan;
  /** What is wrong with the notation, when something is. */
  readonly malformed?: 'unclosed' | 'equals-sign';
}

/** One line of a comment that starts with an annotation. */
export interface RawAnnotation {
  readonly annotation: AnnotationName;
  /** From the at sign to the end of the last clause on the line. */
  readonly span: Span;
  readonly clauses: readonly RawClause[];
}

const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** The lines of a comment without the marks that make it a comment; offsets are those of the file. */
function contentLines({ text, span: { start } }: CommentText): TextSpan[] {
  const isBlock = text.startsWith('/*');
  const body = isBlock ? text.replace(/\*+\/$/, '') : text;
  const lines: TextSpan[] = [];
  for (const match of body.matchAll(/[^\r\n\u2028\u2029]+/g)) {
    const marks = match.index === 0 ? (isBlock ? /^\/\*+/ : /^\/\//) : /^\s*\*+/;
    const skip = marks.exec(match[0])?.[0].length ?? 0;
    const from = start + match.index + skip;
    lines.push({ text: match[0].slice(skip), span: { start: from, end: start + match.index + match[0].length } });
  }
  return lines;
}

/** Offset behind the string that starts at `at`, or the end of the text when it is not closed. */
function skipString(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === text[at]) return i + 1;
  }
  return text.length;
}

/** Offset of the bracket that closes the one at `open`; -1 when there is none. Brackets in strings do not count. */
function closingBracket(text: string, open: number): number {
  const expected: string[] = [];
  for (let i = open; i < text.length; ) {
    const char = text[i] ?? '';
    if (/['"`]/.test(char)) {
      i = skipString(text, i);
      continue;
    }
    const closer = CLOSERS[char];
    if (closer !== undefined) expected.push(closer);
    else if (/[)\]}]/.test(char) && expected.pop() !== char) return -1;
    if (expected.length === 0) return i;
    i++;
  }
  return -1;
}

/** `text` without the blanks at its ends, where `start` is its offset in the file. */
function trimmed(text: string, start: number): TextSpan {
  const from = start + text.length - text.trimStart().length;
  const inner = text.trim();
  return { text: inner, span: { start: from, end: from + inner.length } };
}

/** Reads the clause at `at`, which is not a blank. Whatever is no name counts as one, up to the next blank. */
function clauseAt({ text, span }: TextSpan, at: number): { clause: RawClause; end: number } {
  const name = /^(?:[A-Za-z_$][\w$-]*|[^\s]+)/.exec(text.slice(at))?.[0] ?? '';
  const behind = at + name.length;
  const here = (end: number): Span => ({ start: span.start + at, end: span.start + end });
  if (text[behind] === '=') {
    const end = behind + (/^\S+/.exec(text.slice(behind))?.[0].length ?? 0);
    const value = trimmed(text.slice(behind + 1, end), span.start + behind + 1);
    return { clause: { name, span: here(end), value, malformed: 'equals-sign' }, end };
  }
  if (text[behind] !== '(') return { clause: { name, span: here(behind) }, end: behind };
  const close = closingBracket(text, behind);
  const end = close < 0 ? text.trimEnd().length : close + 1;
  const value = trimmed(text.slice(behind + 1, close < 0 ? end : close), span.start + behind + 1);
  return { clause: { name, span: here(end), value, ...(close < 0 ? { malformed: 'unclosed' as const } : {}) }, end };
}

function clausesFrom(line: TextSpan, from: number): RawClause[] {
  const clauses: RawClause[] = [];
  for (let at = from; ; ) {
    at += /^\s*/.exec(line.text.slice(at))?.[0].length ?? 0;
    if (at >= line.text.length) return clauses;
    const { clause, end } = clauseAt(line, at);
    clauses.push(clause);
    at = end;
  }
}

/** The line as an annotation; undefined unless its first word is `@parallel` or `@threaded`. */
function annotationOf(line: TextSpan): RawAnnotation | undefined {
  const match = /^(\s*)@(parallel|threaded)(?![\w$/-])/.exec(line.text);
  if (match === null) return undefined;
  const clauses = clausesFrom(line, match[0].length);
  const end = clauses.at(-1)?.span.end ?? line.span.start + match[0].length;
  const start = line.span.start + (match[1]?.length ?? 0);
  return { annotation: match[2] as AnnotationName, span: { start, end }, clauses };
}

/** All annotation lines of a comment, in the order in which they stand. */
export const annotationLines = (comment: CommentText): RawAnnotation[] =>
  contentLines(comment).flatMap((line) => annotationOf(line) ?? []);

/** Splits a value at the commas that stand outside of brackets and strings. */
export function splitItems({ text, span }: TextSpan): TextSpan[] {
  const items: TextSpan[] = [];
  let from = 0;
  for (let i = 0; i <= text.length; ) {
    const char = text[i] ?? ',';
    if (char === ',') {
      items.push(trimmed(text.slice(from, i), span.start + from));
      from = i + 1;
    }
    if (/['"`]/.test(char)) i = skipString(text, i);
    else if (CLOSERS[char] !== undefined) i = Math.max(closingBracket(text, i), i) + 1;
    else i++;
  }
  return items;
}
