/** Types whose values can never be copied to a worker, read off declarations: a hint that the audit confirms. */
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { type Context, literalFunction, symbolOf } from './context.ts';

const NAMES: ReadonlySet<string> = new Set(
  'WeakMap WeakSet WeakRef Promise PromiseLike Function Generator AsyncGenerator Iterator AsyncIterator Proxy Socket Server ReadStream WriteStream Readable Writable Duplex Transform EventEmitter Request Response Headers AbortSignal AbortController Worker MessagePort Element HTMLElement HTMLCanvasElement CanvasRenderingContext2D Document Window Node Event FileHandle ChildProcess Timeout FinalizationRegistry symbol'.split(
    ' ',
  ),
);

/** The name of the type when the symbol's declaration shows that its value cannot be cloned. */
export function unclonableType(ctx: Context, symbol: Sym): string | undefined {
  const declaration = symbol.declarations[0];
  if (!declaration || (!ts.isVariableDeclaration(declaration) && !ts.isParameter(declaration))) return undefined;
  if (!ts.isIdentifier(declaration.name)) return undefined;
  return declaration.type ? ofType(ctx, declaration.type) : ofInitializer(ctx, declaration.initializer);
}

function ofType(ctx: Context, type: ts.TypeNode): string | undefined {
  if (ts.isParenthesizedTypeNode(type)) return ofType(ctx, type.type);
  if (ts.isFunctionTypeNode(type) || ts.isConstructorTypeNode(type)) return 'a function';
  if (type.kind === ts.SyntaxKind.SymbolKeyword) return 'symbol';
  if (ts.isArrayTypeNode(type)) return ofType(ctx, type.elementType);
  if (!ts.isTypeReferenceNode(type)) return undefined;
  const name = ts.isIdentifier(type.typeName) ? type.typeName.text : type.typeName.right.text;
  if (NAMES.has(name) && !isOwnType(type.getSourceFile(), name)) return name;
  return isClass(ctx, type, name) ? name : undefined;
}

function ofInitializer(ctx: Context, init: ts.Expression | undefined): string | undefined {
  if (!init) return undefined;
  if (literalFunction(init)) return undefined;
  if (!ts.isNewExpression(init) || !ts.isIdentifier(init.expression)) return undefined;
  const name = init.expression.text;
  if (NAMES.has(name)) return name;
  const symbol = symbolOf(ctx, init.expression);
  return symbol?.declarations.some(ts.isClassLike) ? name : undefined;
}

/** An interface or type of the program that only shares the name. */
function isOwnType(source: ts.SourceFile, name: string): boolean {
  return source.statements.some(
    (s) => (ts.isInterfaceDeclaration(s) || ts.isTypeAliasDeclaration(s)) && s.name.text === name,
  );
}

/** A class that is declared in one of the modules: its instances lose their methods when cloned. */
function isClass(ctx: Context, at: ts.Node, name: string): boolean {
  const scope = ctx.project.moduleOf(at).scopes.scopeAt(at);
  const symbol = scope.lookup(name);
  if (!symbol) return false;
  if (symbol.kind !== 'import') return symbol.declarations.some(ts.isClassLike);
  const target = ctx.project.follow(symbol);
  return target.kind === 'symbol' && target.symbol.declarations.some(ts.isClassLike);
}
