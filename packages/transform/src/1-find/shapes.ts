/** What an annotation may stand above: one row per shape. */
import { bare } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { isArrayCall, isPromise, type Link, linksOf, nameOf } from './chain.ts';

export type FoundKind = 'for' | 'for-of' | 'for-in' | 'call' | 'sections';

/** A statement that a row recognises: either something to transform, or a diagnostic that says why not. */
export type Shape =
  | {
      readonly kind: FoundKind;
      readonly name: string;
      readonly target: ts.Node;
      /** The array calls of a chain, outermost first. */
      readonly links?: readonly Link[];
    }
  | { readonly refused: 'PAR2004' | 'PAR2013'; readonly what: string; readonly name: string };

const refused = (name: string, what: string): Shape => ({ refused: 'PAR2013', what, name });

type Row = (node: ts.Statement) => Shape | undefined;

const ROWS: readonly Row[] = [
  (n) => (ts.isForStatement(n) ? { kind: 'for', name: 'for', target: n } : undefined),
  (n) =>
    ts.isForOfStatement(n) ? { kind: 'for-of', name: n.awaitModifier ? 'for-await' : 'for-of', target: n } : undefined,
  (n) => (ts.isForInStatement(n) ? { kind: 'for-in', name: 'for-in', target: n } : undefined),
  (n) => (ts.isWhileStatement(n) || ts.isDoStatement(n) ? { refused: 'PAR2004', what: '', name: 'while' } : undefined),
  (n) => (ts.isLabeledStatement(n) ? shapeOf(n.statement) : undefined),
  (n) => (ts.isBlock(n) ? { kind: 'sections', name: 'block', target: n } : undefined),
  (n) => callShape(subjectOf(n)),
];

/** The shape of a statement, or undefined when `@parallel` has no business above it. */
export function shapeOf(node: ts.Statement): Shape | undefined {
  for (const row of ROWS) {
    const shape = row(node);
    if (shape) return shape;
  }
  return undefined;
}

/** The expression whose value a statement is about: initialiser, returned value, right-hand side, the statement itself. */
function subjectOf(node: ts.Statement): ts.Expression | undefined {
  if (ts.isReturnStatement(node)) return node.expression;
  if (ts.isExportAssignment(node)) return node.expression;
  if (ts.isVariableStatement(node)) {
    const [only, more] = node.declarationList.declarations;
    return more ? undefined : only?.initializer;
  }
  if (!ts.isExpressionStatement(node)) return undefined;
  const value = bare(node.expression);
  const assigned = ts.isBinaryExpression(value) && value.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return assigned ? value.right : value;
}

/** An array call, or a chain of them, maybe awaited. */
function callShape(value: ts.Expression | undefined): Shape | undefined {
  const subject = value && bare(value);
  if (!subject) return undefined;
  if (ts.isArrayLiteralExpression(subject)) return { kind: 'sections', name: 'array', target: subject };
  if (ts.isObjectLiteralExpression(subject)) return { kind: 'sections', name: 'object', target: subject };
  const links = linksOf(subject);
  const [outermost] = links;
  if (!outermost) return notACall(subject);
  return { kind: 'call', name: outermost.name, target: outermost.target, links };
}

function notACall(subject: ts.Expression): Shape | undefined {
  const call = ts.isAwaitExpression(subject) ? bare(subject.expression) : subject;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  const name = nameOf(call);
  const promise: boolean = isPromise(call);
  if (promise) return refused(name, `\`${name}\` of something else than an array call`);
  if (!isArrayCall(name)) return undefined;
  if (ts.isOptionalChain(call)) return refused(name, 'An optional call');
  if (call.expression.expression.kind === ts.SyntaxKind.SuperKeyword) return refused(name, '`super`');
  return refused(name, `\`${name}\` without a callback`);
}
