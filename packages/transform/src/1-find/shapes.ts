/** What an annotation may stand above: one row per shape. */
import { bare } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';

export type FoundKind = 'for' | 'for-of' | 'call';

/** A statement that a row recognises: either something to transform, or a diagnostic that says why not. */
export type Shape =
  | { readonly kind: FoundKind; readonly name: string; readonly target: ts.Node }
  | { readonly refused: 'PAR2004' | 'PAR2008' | 'PAR2013'; readonly what: string; readonly name: string };

/** Array methods whose callback becomes the body. */
export const METHODS: ReadonlySet<string> = new Set([
  'map',
  'forEach',
  'filter',
  'flatMap',
  'some',
  'every',
  'find',
  'findIndex',
  'findLast',
  'findLastIndex',
  'reduce',
  'reduceRight',
]);

/** Classes that make an array of what they are given, with a callback for each element. */
const MAKER = /^(?:Array|(?:Int|Uint|Float|BigInt|BigUint)\d+Array|Uint8ClampedArray)\.from$/;

const refused = (name: string, what: string): Shape => ({ refused: 'PAR2013', what, name });

type Row = (node: ts.Statement) => Shape | undefined;

const ROWS: readonly Row[] = [
  (n) => (ts.isForStatement(n) ? { kind: 'for', name: 'for', target: n } : undefined),
  (n) =>
    ts.isForOfStatement(n)
      ? n.awaitModifier
        ? { refused: 'PAR2008', what: '', name: 'for-await' }
        : { kind: 'for-of', name: 'for-of', target: n }
      : undefined,
  (n) => (ts.isForInStatement(n) ? refused('for-in', 'A `for…in` loop') : undefined),
  (n) => (ts.isWhileStatement(n) || ts.isDoStatement(n) ? { refused: 'PAR2004', what: '', name: 'while' } : undefined),
  (n) => (ts.isLabeledStatement(n) ? shapeOf(n.statement) : undefined),
  (n) => (ts.isBlock(n) ? refused('block', 'A block of independent statements') : undefined),
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

function callShape(value: ts.Expression | undefined): Shape | undefined {
  let call = value && bare(value);
  if (call && ts.isAwaitExpression(call)) call = bare(call.expression);
  if (!call) return undefined;
  if (ts.isArrayLiteralExpression(call) || ts.isObjectLiteralExpression(call))
    return refused('literal', 'A literal of independent calls');
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  const { name, expression } = call.expression;
  const method = MAKER.test(call.expression.getText()) ? call.expression.getText() : name.text;
  if (/^Promise\.\w+$/.test(call.expression.getText()))
    return refused(call.expression.getText(), `\`${call.expression.getText()}\``);
  if (!METHODS.has(method) && !MAKER.test(method)) return undefined;
  if (ts.isOptionalChain(call)) return refused(method, 'An optional call');
  if (expression.kind === ts.SyntaxKind.SuperKeyword) return refused(method, '`super`');
  const given = call.arguments.slice(0, MAKER.test(method) ? 2 : 1);
  if (given.length < (MAKER.test(method) ? 2 : 1) || given.some(ts.isSpreadElement))
    return refused(method, `\`${method}\` without a callback`);
  return { kind: 'call', name: method, target: call };
}
