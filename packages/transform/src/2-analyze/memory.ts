/**
 * Which objects are other views of memory that exists already. `new Uint8Array(x)` is one if x is an ArrayBuffer, and
 * `x.slice()` if x is a Buffer; else both are copies. What is sent to workers is checked at run time to hold neither;
 * what an iteration makes itself can be one only if the program mentions them.
 */
import { bare, enclosingFunction } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { type Callee, calleeOf } from './callees.ts';
import { type Context, contains, symbolOf } from './context.ts';
import { definitionsOf, depthOf, isPrimitive } from './freshness.ts';
import { pathOf } from './paths.ts';
import { storesInto } from './stores.ts';

type Call = ts.CallExpression | ts.NewExpression;

/** The expression whose memory a call makes another view of; undefined when what it makes is new. */
export function viewedBy(ctx: Context, call: Call, callee: Callee): ts.Expression | undefined {
  if (callee.kind === 'builtin' && callee.info.returns === 'view') {
    const source = call.arguments?.[0];
    return source && mayShare(ctx, source, isCopied) ? source : undefined;
  }
  if (callee.kind !== 'method') return undefined;
  if (callee.info.returns === 'view') return callee.receiver;
  return callee.name === 'slice' && mayShare(ctx, callee.receiver, isNoBuffer) ? callee.receiver : undefined;
}

type Certain = (ctx: Context, node: ts.Expression, seen: Set<Sym>) => boolean;

/** Notes that the run-time check is needed when only that makes it a copy. */
function mayShare(ctx: Context, source: ts.Expression, certain: Certain): boolean {
  if (isCertain(ctx, source, certain, new Set())) return false;
  if (mentionsMemory(ctx) && !isSent(ctx, source)) return true;
  ctx.needs.add('ownMemory');
  return false;
}

function isCertain(ctx: Context, source: ts.Expression, certain: Certain, seen: Set<Sym>): boolean {
  const node = bare(source);
  if (isPrimitive(ctx, node) || ts.isArrayLiteralExpression(node)) return true;
  if (!ts.isIdentifier(node)) return certain(ctx, node, seen);
  const symbol = symbolOf(ctx, node);
  if (!symbol || symbol.kind === 'import') return false;
  if (seen.has(symbol)) return true;
  seen.add(symbol);
  const definitions = definitionsOf(symbol);
  return (
    definitions?.every((d) => {
      if (d === 'primitive') return true;
      const value = bare(d);
      // A name of an object that is made here: of use only for what certainly has no memory to share.
      return isFreshCall(value) && certain === isCopied ? isList(ctx, value) : isCertain(ctx, value, certain, seen);
    }) ?? false
  );
}

/**
 * Reached from a variable around the construct into which the construct stores nothing: the check at run time covers
 * it. Not so if it is said to be a buffer, because then the check would always fail.
 */
function isSent(ctx: Context, source: ts.Expression): boolean {
  const { root } = pathOf(ctx, source);
  const [declaration] = root.kind === 'symbol' ? root.symbol.declarations : [];
  if (root.kind !== 'symbol' || !declaration || contains(ctx.construct, declaration)) return false;
  if (!contains(enclosingFunction(declaration), ctx.construct)) return false;
  return !BUFFERS.test(declaration.getText()) && storesInto(ctx, root.symbol).length === 0;
}

const BUFFERS = /Buffer|Uint8Array|read\w*Sync|digest|zip|flate/;

const isFreshCall = (node: ts.Expression): node is Call => ts.isNewExpression(node) || ts.isCallExpression(node);

/** The argument of a constructor: no ArrayBuffer, or one that nobody else has. */
const isCopied: Certain = (ctx, node) => isFreshCall(node) && (depthOf(ctx, node) > 0 || isList(ctx, node));

/** The receiver of `slice`: not a Buffer. */
const isNoBuffer: Certain = (ctx, node, seen) => {
  if (!isFreshCall(node)) return false;
  const callee = calleeOf(ctx, node);
  if (callee.kind === 'builtin') return LISTS.test(callee.name);
  if (callee.kind !== 'method') return false;
  return MAKES_ARRAYS.has(callee.name) || isCertain(ctx, callee.receiver, isNoBuffer, seen);
};

/** Certainly an array: of an array, a typed array copies the elements. */
function isList(ctx: Context, node: Call): boolean {
  const callee = calleeOf(ctx, node);
  if (callee.kind === 'method') return MAKES_ARRAYS.has(callee.name);
  return callee.kind === 'builtin' && LISTS.test(callee.name) && callee.name !== 'ArrayBuffer';
}

/** Built-ins other than those of Buffer whose result is no Buffer. */
const LISTS = /^(?:(?!Buffer)\w*Array(?:\.\w+)?|Object\.\w+|Map|Set|String|ArrayBuffer)$/;
const MAKES_ARRAYS: ReadonlySet<string> = new Set([
  'split',
  'match',
  'flatMap',
  'flat',
  'concat',
  'toSpliced',
  'splice',
]);

const MEMORY =
  /\bBuffer\b|\b(?:Shared)?ArrayBuffer\b|\.buffer\b|['"](?:node:)?(?:crypto|zlib|fs|os|buffer|util|stream)['"]/;
const mentions = new WeakMap<ts.SourceFile, boolean>();

/** The modules that were read may make buffers. */
const mentionsMemory = (ctx: Context): boolean =>
  ctx.project.modules.some(({ source }) => {
    const known = mentions.get(source) ?? MEMORY.test(source.text);
    mentions.set(source, known);
    return known;
  });
