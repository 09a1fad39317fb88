/** Stage 1: the annotated constructs of a module. */
import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import { report } from '../diagnostics/report.ts';
import { spanOf } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { annotatedComments, type CommentGroup } from './comments.ts';
import { type Directive, readDirective } from './directive.ts';
import { clauseRule } from './directive-clauses.ts';
import { type FoundKind, type Shape, shapeOf } from './shapes.ts';

/** One annotated construct. Carries positions, not nodes. */
export interface Found {
  readonly directive: Directive;
  /** `for`, `map`, …: what people call it. */
  readonly name: string;
  /** Undefined when the shape is refused. */
  readonly kind?: FoundKind;
  /** The statement below the annotation. */
  readonly statement: Span;
  /** The loop or call inside it. */
  readonly target: Span;
  readonly diagnostics: readonly Diagnostic[];
  /** A link of a chain with whose value more is done in the same expression. */
  readonly inner?: true;
}

export interface FindRecord {
  readonly found: readonly Found[];
  /** About annotations that belong to no construct. */
  readonly diagnostics: readonly Diagnostic[];
}

export function find(source: ts.SourceFile, file: string): FindRecord {
  const found: Found[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const group of annotatedComments(source)) {
    const directive = readDirective(file, group.comments);
    if (!directive) continue;
    const node = nodeBelow(source, group);
    if (node) found.push(...foundAt(file, directive, node));
    else diagnostics.push(report('PAR1003', file, directive.span, { annotation: `@${directive.annotation}` }));
  }
  found.sort((a, b) => a.statement.start - b.statement.start);
  return { found, diagnostics };
}

/** The outermost statement, member or expression that starts at the token below the comments. */
function nodeBelow(source: ts.SourceFile, group: CommentGroup): ts.Node | undefined {
  if (group.token === undefined) return undefined;
  let result: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (result || node.end <= group.token!) return;
    if (node.getStart(source) === group.token && node.kind !== ts.SyntaxKind.SourceFile && isCarrier(node))
      result = node;
    else ts.forEachChild(node, visit);
  };
  visit(source);
  return result;
}

const isCarrier = (node: ts.Node): boolean =>
  ts.isStatement(node) || ts.isClassElement(node) || ts.isObjectLiteralElementLike(node) || ts.isExpression(node);

/** One construct, or one for each link of a chain: they share the directive. */
function foundAt(file: string, directive: Directive, node: ts.Node): Found[] {
  const { annotation } = directive;
  const base = { directive, statement: spanOf(node), target: spanOf(node) };
  const refuse = (name: string, ...more: Diagnostic[]): Found[] => [
    { ...base, name, diagnostics: [...directive.diagnostics, ...more] },
  ];
  if (annotation === 'threaded') return refuse('threaded', report('PAR7000', file, directive.span, {}));
  const shape = ts.isStatement(node) ? shapeOf(node) : undefined;
  if (!shape) return refuse('none', report('PAR1001', file, directive.span, { annotation: `@${annotation}` }));
  if ('refused' in shape) return refuse(shape.name, shapeDiagnostic(file, shape, base.target));
  const { kind, links = [{ ...shape, whole: true }] } = shape;
  const stream = directive.clauses.find((c) => c.name === 'stream');
  if (shape.name === 'for-await' && !stream)
    return refuse(shape.name, report('PAR2008', file, headOf(base.target), {}));
  if (stream && kind !== 'for-of') {
    const what = kind === 'call' ? 'an array call' : kind === 'sections' ? 'sections' : `a '${shape.name}' loop`;
    return refuse(shape.name, report('PAR1006', file, stream.span, { clause: 'stream', what }));
  }
  const several = links.length > 1 ? 'a chain of array calls' : kind === 'sections' ? 'sections' : undefined;
  const single = several && directive.clauses.find((c) => clauseRule(c.name)?.aboutBody);
  if (several && single)
    return refuse(shape.name, report('PAR1006', file, single.span, { clause: single.name, what: several }));
  const counting = kind === 'for' ? undefined : directive.clauses.find((c) => clauseRule(c.name)?.aboutCounting);
  if (counting) {
    const what = 'anything but a `for` loop with a counter';
    return refuse(shape.name, report('PAR1006', file, counting.span, { clause: counting.name, what }));
  }
  return links.map(({ name, target, whole }, i) => ({
    ...base,
    name,
    kind,
    target: spanOf(target),
    diagnostics: i === 0 ? directive.diagnostics : directive.diagnostics.filter((d) => d.severity === 'error'),
    ...(whole ? {} : { inner: true as const }),
  }));
}

function shapeDiagnostic(file: string, shape: Extract<Shape, { refused: string }>, span: Span): Diagnostic {
  if (shape.refused === 'PAR2013') return report('PAR2013', file, span, { what: shape.what });
  return report(shape.refused, file, headOf(span), {});
}

/** The keyword. */
const headOf = ({ start, end }: Span): Span => ({ start, end: Math.min(end, start + 5) });
