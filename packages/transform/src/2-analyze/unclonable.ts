/** Types whose values can never be copied to a worker, read off declarations: a hint that the audit confirms. */
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import type { Defect } from './classes.ts';
import { type Context, literalFunction, symbolOf } from './context.ts';
import { whyNotSent } from './instances.ts';

const NAMES: ReadonlySet<string> = new Set(
  'WeakMap WeakSet WeakRef Promise PromiseLike Function Generator AsyncGenerator Iterator AsyncIterator Proxy Socket Server ReadStream WriteStream Readable Writable Duplex Transform EventEmitter Request Response Headers AbortSignal AbortController Worker MessagePort Element HTMLElement HTMLCanvasElement CanvasRenderingContext2D Document Window Node Event FileHandle ChildProcess Timeout FinalizationRegistry symbol'.split(
    ' ',
  ),
);

/** A type whose values cannot be copied; of a class of the program, the reason. */
export interface Unclonable {
  readonly type: string;
  readonly defect?: Defect;
}

/** The type when the symbol's declaration shows that its value cannot be cloned. */
export function unclonableType(ctx: Context, symbol: Sym): Unclonable | undefined {
  const declaration = symbol.declarations[0];
  if (!declaration || (!ts.isVariableDeclaration(declaration) && !ts.isParameter(declaration))) return undefined;
  if (!ts.isIdentifier(declaration.name)) return undefined;
  return declaration.type ? ofType(ctx, declaration.type) : ofInitializer(ctx, declaration.initializer);
}

function ofType(ctx: Context, type: ts.TypeNode): Unclonable | undefined {
  if (ts.isParenthesizedTypeNode(type) || ts.isTypeOperatorNode(type)) return ofType(ctx, type.type);
  if (ts.isFunctionTypeNode(type) || ts.isConstructorTypeNode(type)) return { type: 'a function' };
  if (type.kind === ts.SyntaxKind.SymbolKeyword) return { type: 'symbol' };
  if (ts.isArrayTypeNode(type)) return ofType(ctx, type.elementType);
  if (!ts.isTypeReferenceNode(type)) return undefined;
  const name = ts.isIdentifier(type.typeName) ? type.typeName.text : type.typeName.right.text;
  const [element] = type.typeArguments ?? [];
  if (element && (name === 'Array' || name === 'ReadonlyArray')) return ofType(ctx, element);
  if (NAMES.has(name) && !isOwnType(type.getSourceFile(), name)) return { type: name };
  return ofClass(ctx, classNamed(ctx, type, name), name);
}

function ofInitializer(ctx: Context, init: ts.Expression | undefined): Unclonable | undefined {
  if (!init) return undefined;
  if (literalFunction(init)) return undefined;
  if (!ts.isNewExpression(init) || !ts.isIdentifier(init.expression)) return undefined;
  const name = init.expression.text;
  if (NAMES.has(name)) return { type: name };
  return ofClass(ctx, symbolOf(ctx, init.expression)?.declarations.find(ts.isClassLike), name);
}

function ofClass(ctx: Context, node: ts.ClassLikeDeclaration | undefined, type: string): Unclonable | undefined {
  const defect = node && whyNotSent(ctx, node);
  return defect && { type, defect };
}

/** An interface or type of the program that only shares the name. */
function isOwnType(source: ts.SourceFile, name: string): boolean {
  return source.statements.some(
    (s) => (ts.isInterfaceDeclaration(s) || ts.isTypeAliasDeclaration(s)) && s.name.text === name,
  );
}

/** A class that is declared in one of the modules. */
function classNamed(ctx: Context, at: ts.Node, name: string): ts.ClassLikeDeclaration | undefined {
  const scope = ctx.project.moduleOf(at).scopes.scopeAt(at);
  const symbol = scope.lookup(name);
  if (!symbol) return undefined;
  if (symbol.kind !== 'import') return symbol.declarations.find(ts.isClassLike);
  const target = ctx.project.follow(symbol);
  return target.kind === 'symbol' ? target.symbol.declarations.find(ts.isClassLike) : undefined;
}
