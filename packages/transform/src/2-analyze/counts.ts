/** `x.length`, `x.size`: a number if x is certainly text or of a class that has it; of anything else it may be an object. */
import { bare } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { calleeOf } from './callees.ts';
import { type Context, symbolOf } from './context.ts';
import { definitionsOf, depthOf, isPrimitive, PRIMITIVE_KINDS } from './freshness.ts';

/** @param pending variables that are being looked at */
export function isCount(ctx: Context, node: ts.PropertyAccessExpression, pending: ReadonlySet<Sym>): boolean {
  const counted = COUNTED[node.name.text];
  if (!counted) return false;
  const base = bare(node.expression);
  if (!ts.isIdentifier(base)) return isContainer(ctx, base, counted) || (counted.text && isPrimitive(ctx, base));
  const symbol = symbolOf(ctx, base);
  const values = symbol && !pending.has(symbol) ? definitionsOf(symbol) : undefined;
  return (
    values !== undefined &&
    values.length > 0 &&
    values.every((v) => v !== 'primitive' && isContainer(ctx, bare(v), counted))
  );
}

interface Counted {
  /** Text has it, and literals of arrays, and what methods make. */
  readonly text: boolean;
  /** Built-ins whose results have it. */
  readonly classes: RegExp;
}

/** Properties of which the program can put nothing else into the objects of these classes. */
const COUNTED: Readonly<Record<string, Counted>> = Object.assign(Object.create(null), {
  length: {
    text: true,
    classes: /^(?:\w*Array(?:\.(?:from|of))?|Buffer\.\w+|Object\.(?:keys|values|entries|getOwnPropertyNames))$/,
  },
  size: { text: false, classes: /^(?:Map|Set)$/ },
  byteLength: {
    text: false,
    classes: /^(?:\w+Array(?:\.(?:from|of))?|Buffer\.\w+|ArrayBuffer|SharedArrayBuffer|DataView)$/,
  },
});

function isContainer(ctx: Context, node: ts.Expression, { text, classes }: Counted): boolean {
  if (ts.isArrayLiteralExpression(node) || PRIMITIVE_KINDS.has(node.kind)) return text;
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return false;
  const callee = calleeOf(ctx, node);
  if (callee.kind === 'builtin') return classes.test(callee.name);
  return text && callee.kind === 'method' && MAKES_ARRAYS.has(callee.name) && depthOf(ctx, node) > 0;
}

/** Methods whose result has a length that is a number, whichever built-in class the receiver is of. */
const MAKES_ARRAYS: ReadonlySet<string> = new Set(
  'map filter flatMap flat slice concat toSorted toReversed toSpliced with splice split match'.split(' '),
);
