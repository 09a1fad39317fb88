/** Every comment of a module that holds an annotation, with the token that follows it. */
import { ts } from '../syntax/ts.ts';
import { type CommentText, hasDirective } from './directive.ts';

/** Comments that lead one token together. */
export interface CommentGroup {
  readonly comments: readonly CommentText[];
  /** Start of the token below; undefined for a comment that trails code on its line. */
  readonly token: number | undefined;
}

export function annotatedComments(source: ts.SourceFile): CommentGroup[] {
  const groups: CommentGroup[] = [];
  const seen = new Set<number>();
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(source);
    if (children.length > 0) {
      for (const child of children) visit(child);
      return;
    }
    if (node.kind === ts.SyntaxKind.JsxText) return;
    add(ts.getLeadingCommentRanges(source.text, node.pos), node.getStart(source));
    add(ts.getTrailingCommentRanges(source.text, node.end), undefined);
  };
  const add = (ranges: ts.CommentRange[] | undefined, token: number | undefined): void => {
    const fresh = (ranges ?? []).filter((r) => !seen.has(r.pos));
    for (const r of fresh) seen.add(r.pos);
    const comments = fresh.map((r) => ({ text: source.text.slice(r.pos, r.end), span: { start: r.pos, end: r.end } }));
    if (comments.some(hasDirective)) groups.push({ comments, token });
  };
  visit(source);
  return groups;
}
