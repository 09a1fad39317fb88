/**
 * Sections: a block whose statements, or a literal whose values, do not need each other. They are the iterations of a
 * construct whose body runs one of them: what a section defines for another one is carried between iterations.
 */
import type { Fault, StmtId } from '../records/graph.ts';
import { spanOf } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import type { Framed } from './header.ts';
import { lowerExpr } from './lower-expr.ts';
import { lowerStatement } from './lower-stmt.ts';
import type { Lowering } from './lowering.ts';

export type Sectioned = ts.Block | ts.ArrayLiteralExpression | ts.ObjectLiteralExpression;

export const isSectioned = (node: ts.Node): node is Sectioned =>
  ts.isBlock(node) || ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node);

export function frameSections(l: Lowering, node: Sectioned): Framed {
  const faults: Fault[] = [];
  const parts = ts.isBlock(node) ? statementsOf(l, node, faults) : valuesOf(l, node, faults);
  const kids = parts.map((part) => (ts.isStatement(part) ? lowerStatement(l, part) : lowerValue(l, part)));
  const body = l.addStatement(node, { op: 'sections', exprs: [], kids });
  const header = { kind: 'sections', literal: !ts.isBlock(node), parts: parts.map(spanOf) } as const;
  return { header, induction: null, elements: [], body, bodySpan: spanOf(node), faults };
}

/** Types are no sections. */
function statementsOf(l: Lowering, node: ts.Block, faults: Fault[]): ts.Statement[] {
  for (const statement of node.statements)
    if (ts.isFunctionDeclaration(statement))
      faults.push(
        l.fault(statement, 'PAR2013', { what: 'A function that is declared between sections' }, { fatal: true }),
      );
  return node.statements.filter((s) => !ts.isInterfaceDeclaration(s) && !ts.isTypeAliasDeclaration(s));
}

/** The values in the order in which they are evaluated; shorthand properties only name something. */
function valuesOf(
  l: Lowering,
  node: ts.ArrayLiteralExpression | ts.ObjectLiteralExpression,
  faults: Fault[],
): ts.Expression[] {
  const refuse = (at: ts.Node, what: string): ts.Expression[] => {
    faults.push(l.fault(at, 'PAR2013', { what }, { fatal: true }));
    return [];
  };
  if (ts.isArrayLiteralExpression(node))
    return node.elements.flatMap((e) =>
      ts.isSpreadElement(e) ? refuse(e, 'A spread among sections') : ts.isOmittedExpression(e) ? [] : [e],
    );
  return node.properties.flatMap((p) => {
    if (ts.isShorthandPropertyAssignment(p)) return [];
    if (!ts.isPropertyAssignment(p)) return refuse(p, 'A method, an accessor or a spread among sections');
    return ts.isComputedPropertyName(p.name) ? refuse(p.name, 'A computed name among sections') : [p.initializer];
  });
}

/** The value leaves the iteration, as that of a callback does. */
function lowerValue(l: Lowering, node: ts.Expression): StmtId {
  const exprs = [lowerExpr(l, node)];
  return l.addStatement(node, { op: 'jump', exprs, kids: [], jump: { kind: 'return', leaves: true, exits: false } });
}
