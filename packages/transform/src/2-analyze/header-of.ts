/** Headers of `for…of`: what is iterated over, and what each iteration is given. */
import type { Fault, Header, SymbolId } from '../records/graph.ts';
import { bare, spanOf } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { type Framed, lowerEntry, namesIn, rooted } from './header.ts';
import { notAnArray } from './iterables.ts';
import { lowerPatternDefaults } from './lower-function.ts';
import { lowerStatement } from './lower-stmt.ts';
import type { Lowering } from './lowering.ts';
import { pathOf } from './paths.ts';

const K = ts.SyntaxKind;

export function frameForOf(l: Lowering, node: ts.ForOfStatement): Framed {
  const faults: Fault[] = [];
  const { initializer } = node;
  const stable = isPath(node.expression);
  const iterated = lowerEntry(l, node.expression, faults, stable);
  const body = lowerStatement(l, node.statement);
  const elements: SymbolId[] = [];
  if (ts.isVariableDeclarationList(initializer)) {
    const { name } = initializer.declarations[0]!;
    lowerPatternDefaults(l, name);
    elements.push(...namesIn(l, name));
    if ((initializer.flags & ts.NodeFlags.BlockScoped) === 0)
      faults.push(
        l.fault(initializer, 'PAR2013', { what: 'A loop variable that is declared with `var`' }, { fatal: true }),
      );
    if (initializer.flags & ts.NodeFlags.Using && !(initializer.flags & ts.NodeFlags.Const))
      faults.push(l.fault(initializer, 'PAR2013', { what: "a 'using' declaration" }, { fatal: true }));
  } else
    faults.push(
      l.fault(initializer, 'PAR2001', { why: 'the loop variable is declared outside of the loop' }, { fatal: true }),
    );
  const kind = notAnArray(l.ctx, node.expression);
  if (kind) {
    const text = shortText(node.expression);
    faults.push(l.fault(node.expression, 'PAR2009', { text }, { fatal: true, variable: text }));
  }
  const path = pathOf(l.ctx, node.expression);
  const pattern = ts.isVariableDeclarationList(initializer) && !ts.isIdentifier(initializer.declarations[0]!.name);
  const header: Header = { kind: 'for-of', iterated, stable, pattern, target: spanOf(initializer), ...rooted(l, path) };
  return { header, induction: null, elements, body, bodySpan: spanOf(node.statement), faults };
}

const shortText = (node: ts.Node): string => node.getText().replace(/\s+/g, ' ').slice(0, 60);

/** Names and member paths, which give the same when they are evaluated again. */
function isPath(node: ts.Expression): boolean {
  const inner = bare(node);
  if (ts.isIdentifier(inner) || inner.kind === K.ThisKeyword) return true;
  if (ts.isPropertyAccessExpression(inner)) return !inner.questionDotToken && isPath(inner.expression);
  if (ts.isElementAccessExpression(inner)) {
    const key = bare(inner.argumentExpression);
    const simple = ts.isIdentifier(key) || ts.isNumericLiteral(key) || ts.isStringLiteral(key);
    return !inner.questionDotToken && simple && isPath(inner.expression);
  }
  return false;
}
