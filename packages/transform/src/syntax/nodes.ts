/** Small questions about AST nodes; knows nothing of loops or parallelism. */
import { ts } from './ts.ts';

export type FunctionNode =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  | ts.GetAccessorDeclaration
  | ts.SetAccessorDeclaration;

/** Functions, methods, accessors, constructors and static blocks: whatever has its own `var` scope. */
export const isFunctionLike = (node: ts.Node): boolean =>
  ts.isFunctionDeclaration(node) ||
  ts.isFunctionExpression(node) ||
  ts.isArrowFunction(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isConstructorDeclaration(node) ||
  ts.isAccessor(node) ||
  ts.isClassStaticBlockDeclaration(node);

/** Subtrees that have no value at run time. */
export function isTypePosition(node: ts.Node): boolean {
  if (ts.isExpressionWithTypeArguments(node)) {
    const clause = node.parent;
    return ts.isHeritageClause(clause) && clause.token === ts.SyntaxKind.ImplementsKeyword;
  }
  return (
    ts.isTypeNode(node) ||
    ts.isTypeParameterDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    (ts.isImportDeclaration(node) && node.importClause?.isTypeOnly === true) ||
    (ts.isExportDeclaration(node) && node.isTypeOnly)
  );
}

/** How an identifier uses a variable; undefined when it names something else (a property, a label, a declaration). */
export function referenceOf(node: ts.Identifier): { read: boolean; write: boolean } | undefined {
  if (namesSomethingElse(node, node.parent)) return undefined;
  let target: ts.Node = node;
  while (isWrapper(target.parent)) target = target.parent;
  const { parent } = target;
  if (ts.isBinaryExpression(parent) && parent.left === target && isAssignment(parent.operatorToken.kind))
    return { read: parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken, write: true };
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    const { operator } = parent;
    if (operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken)
      return { read: true, write: true };
  }
  return isPatternTarget(target) ? { read: false, write: true } : { read: true, write: false };
}

/** `(x)`, `x!`, `x as T`: the same target in other clothes. */
const isWrapper = (node: ts.Node): boolean =>
  ts.isParenthesizedExpression(node) ||
  ts.isAsExpression(node) ||
  ts.isSatisfiesExpression(node) ||
  ts.isNonNullExpression(node) ||
  ts.isTypeAssertionExpression(node);

function namesSomethingElse(node: ts.Identifier, parent: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent) || ts.isMetaProperty(parent)) return true;
  if (ts.isPropertyAssignment(parent) || ts.isEnumMember(parent)) return parent.name === node;
  if (ts.isBindingElement(parent)) return parent.name === node || parent.propertyName === node;
  if (ts.isExportSpecifier(parent)) return parent.propertyName ? parent.name === node : false;
  if (ts.isClassElement(parent) || ts.isPropertySignature(parent)) return parent.name === node;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return parent.label === node;
  if (ts.isJsxAttribute(parent) || ts.isImportAttribute(parent)) return parent.name === node;
  return (
    ((ts.isVariableDeclaration(parent) ||
      ts.isParameter(parent) ||
      ts.isFunctionDeclaration(parent) ||
      ts.isFunctionExpression(parent) ||
      ts.isClassDeclaration(parent) ||
      ts.isClassExpression(parent) ||
      ts.isEnumDeclaration(parent) ||
      ts.isModuleDeclaration(parent) ||
      ts.isImportClause(parent) ||
      ts.isNamespaceImport(parent) ||
      ts.isNamespaceExport(parent) ||
      ts.isImportSpecifier(parent) ||
      ts.isImportEqualsDeclaration(parent)) &&
      (parent as { name?: ts.Node }).name === node) ||
    ts.isImportSpecifier(parent)
  );
}

/** `=` and every compound assignment operator. */
export const isAssignment = (kind: ts.SyntaxKind): boolean =>
  kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;

/** `[a, b] = …`, `({ a } = …)`, `for (a of …)`: the identifier is a target. */
export function isPatternTarget(node: ts.Node): boolean {
  const parent = node.parent;
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) return parent.initializer === node;
  if (ts.isBinaryExpression(parent)) {
    const plain = parent.left === node && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    return plain && (isPatternNode(node) || isPatternElement(parent));
  }
  return isPatternElement(node);
}

const isPatternNode = (node: ts.Node): boolean =>
  ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node);

function isPatternElement(node: ts.Node): boolean {
  const parent = node.parent;
  if (ts.isArrayLiteralExpression(parent) || ts.isObjectLiteralExpression(parent)) return isPatternTarget(parent);
  if (ts.isPropertyAssignment(parent) && parent.initializer === node) return isPatternTarget(parent.parent);
  if (ts.isShorthandPropertyAssignment(parent) && parent.name === node) return isPatternTarget(parent.parent);
  if (ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent)) return isPatternTarget(parent.parent);
  if (ts.isParenthesizedExpression(parent)) return isPatternElement(parent);
  return false;
}

/** Drops parentheses, `as`, `satisfies`, `!` and type assertions. */
export function bare(node: ts.Expression): ts.Expression {
  let inner = node;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isNonNullExpression(inner) ||
    ts.isTypeAssertionExpression(inner)
  )
    inner = inner.expression;
  return inner;
}

/** The nearest enclosing function-like node, or the source file. */
export function enclosingFunction(node: ts.Node): ts.Node {
  let n = node.parent;
  while (n && !isFunctionLike(n) && !ts.isSourceFile(n) && !ts.isModuleBlock(n)) n = n.parent;
  return n;
}

export const hasModifier = (node: ts.Node, kind: ts.SyntaxKind): boolean =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((m) => m.kind === kind);

export const isAsync = (node: ts.Node): boolean => hasModifier(node, ts.SyntaxKind.AsyncKeyword);

export const spanOf = (node: ts.Node): { start: number; end: number } => ({ start: node.getStart(), end: node.end });

const namesOf = new WeakMap<ts.SourceFile, Set<string>>();

/** Every identifier of a module. */
export function identifierNames(source: ts.SourceFile): ReadonlySet<string> {
  let names = namesOf.get(source);
  if (!names) {
    names = new Set();
    collectNames(source, names);
    namesOf.set(source, names);
  }
  return names;
}

function collectNames(node: ts.Node, names: Set<string>): void {
  if (ts.isIdentifier(node)) names.add(node.text);
  ts.forEachChild(node, (child) => collectNames(child, names));
}

/** Parameters that take arguments: without TypeScript's `this`. */
export const parametersOf = (node: ts.SignatureDeclaration): ts.ParameterDeclaration[] =>
  node.parameters.filter((p) => !(ts.isIdentifier(p.name) && p.name.text === 'this'));
