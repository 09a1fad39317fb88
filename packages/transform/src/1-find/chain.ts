/** Chains of array calls: `xs.filter(p).map(f)`, `Array.from(xs, f)`, `await Promise.all(xs.map(f))`. */
import { bare } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';

/** One array call with its callback. */
export interface Link {
  readonly name: string;
  readonly target: ts.CallExpression;
  /** Nothing but `await` is done with its value in the same expression. */
  readonly whole: boolean;
}

/** Array methods whose callback becomes the body. */
const METHODS: ReadonlySet<string> = new Set(
  'map forEach filter flatMap some every find findIndex findLast findLastIndex reduce reduceRight'.split(' '),
);

/** Classes that make an array of what they are given, with a callback for each element. */
const MAKER = /^(?:Array|(?:Int|Uint|Float|BigInt|BigUint)\d+Array|Uint8ClampedArray)\.from$/;

/** The array calls of an expression, outermost first: each is the receiver of what stands behind it. */
export function linksOf(subject: ts.Expression): Link[] {
  const awaited = ts.isAwaitExpression(subject);
  const start = awaited ? bare(subject.expression) : subject;
  const gathered = awaited && isPromise(start) ? start.arguments[0] : undefined;
  const whole = bare(gathered ?? start);
  const links: Link[] = [];
  for (let node: ts.Expression | undefined = start; node; node = sourceOf(node))
    if (isLink(node)) links.push({ name: nameOf(node), target: node, whole: node === whole });
  return links;
}

/** What an expression takes its elements from. */
function sourceOf(node: ts.Expression): ts.Expression | undefined {
  const [first] = ts.isCallExpression(node) ? node.arguments : [];
  if (isPromise(node)) return first && bare(first);
  const access = ts.isCallExpression(node) ? bare(node.expression) : node;
  return ts.isPropertyAccessExpression(access) ? bare(access.expression) : undefined;
}

function isLink(node: ts.Expression): node is ts.CallExpression {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression) || ts.isOptionalChain(node))
    return false;
  const name = nameOf(node);
  const given = node.arguments.slice(0, MAKER.test(name) ? 2 : 1);
  const complete = given.length === (MAKER.test(name) ? 2 : 1) && !given.some(ts.isSpreadElement);
  return isArrayCall(name) && complete && node.expression.expression.kind !== ts.SyntaxKind.SuperKeyword;
}

/** `map`, or `Array.from`. */
export function nameOf(call: ts.CallExpression): string {
  const access = call.expression as ts.PropertyAccessExpression;
  const text = access.getText();
  return MAKER.test(text) || isPromise(call) ? text : access.name.text;
}

export const isArrayCall = (name: string): boolean => METHODS.has(name) || MAKER.test(name);

/** `Promise.all(…)` */
export const isPromise = (node: ts.Node): node is ts.CallExpression =>
  ts.isCallExpression(node) && /^Promise\.\w+$/.test(node.expression.getText());
