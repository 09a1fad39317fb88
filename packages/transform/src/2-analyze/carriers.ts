/**
 * Ways on which a function may come to a name of its own under which nobody has written it: members that get values of
 * which nothing is known, members that are read as values, and built-in functions that do either.
 */
import { bare, isPatternTarget } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { methodInfo } from './knowledge/methods.ts';

const K = ts.SyntaxKind;

export class Carriers {
  /** Names that get a value which may be a function: nobody knows which. */
  readonly holes = new Set<string>();
  /** Names whose values are read, and not called. */
  readonly read = new Set<string>();
  /** Some member whose name is computed gets such a value. */
  stores = false;
  /** Some member is read whose name is computed. */
  reads = false;
  /** Accessors may be put where no accessor is written. */
  defines = false;

  visit(node: ts.Node): void {
    if (ts.isPropertyAccessExpression(node)) this.member(node, node.name.text);
    else if (ts.isElementAccessExpression(node)) this.element(node);
    else if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent))
      this.key(node.propertyName ?? node.name);
    else if (ts.isObjectLiteralExpression(node) && isPatternTarget(node))
      for (const p of node.properties) this.key(p.name);
    else if (ts.isPropertyAssignment(node)) this.given(node.name, node.initializer);
    else if (ts.isPropertyDeclaration(node) && node.initializer) this.given(node.name, node.initializer);
    else if (ts.isShorthandPropertyAssignment(node)) this.given(node.name, node.name);
    else if (ts.isParameter(node) && ts.isParameterPropertyDeclaration(node, node.parent))
      this.holes.add(node.name.getText());
    else if (ts.isCallExpression(node)) this.call(node);
  }

  private member(node: ts.PropertyAccessExpression, name: string): void {
    const value = assigned(node);
    if (value) this.store(name, value);
    else if (isPatternTarget(node)) this.holes.add(name);
    else if (!isCalled(node)) this.read.add(name);
  }

  private element(node: ts.ElementAccessExpression): void {
    const key = bare(node.argumentExpression);
    if (isNumber(key)) return;
    const name = ts.isStringLiteralLike(key) ? key.text : undefined;
    const value = isPatternTarget(node) ? node : assigned(node);
    if (value) this.store(name, value);
    else if (isCalled(node)) return;
    else if (name === undefined) this.reads = true;
    else this.read.add(name);
  }

  /** `const { area } = shape`, `({ area: f } = shape)` */
  private key(name: ts.Node | undefined): void {
    if (!name) return;
    if (ts.isIdentifier(name) || ts.isStringLiteral(name)) this.read.add(name.text);
    else if (ts.isComputedPropertyName(name)) this.reads = true;
  }

  private given(name: ts.PropertyName, value: ts.Expression): void {
    if (ts.isComputedPropertyName(name)) {
      if (!isNumber(bare(name.expression))) this.store(undefined, value);
    } else if (ts.isIdentifier(name) || ts.isStringLiteral(name)) this.store(name.text, value);
  }

  private store(name: string | undefined, value: ts.Expression): void {
    if (!mayBeFunction(value)) return;
    if (name === undefined) this.stores = true;
    else this.holes.add(name);
  }

  private call({ expression }: ts.CallExpression): void {
    const target = bare(expression);
    if (!ts.isPropertyAccessExpression(target)) return;
    const text = `${target.expression.getText()}.${target.name.text}`;
    if (DEFINING.has(text)) this.defines = true;
    if (STORING.has(text) || DEFINING.has(text)) this.stores = true;
    if (READING.has(text)) this.reads = true;
  }
}

const DEFINING: ReadonlySet<string> = new Set([
  'Object.defineProperty',
  'Object.defineProperties',
  'Object.create',
  'Reflect.defineProperty',
]);
const STORING: ReadonlySet<string> = new Set(['Object.fromEntries', 'Reflect.set', 'JSON.parse']);
const READING: ReadonlySet<string> = new Set(['Reflect.get', 'Object.values', 'Object.entries']);

/** The value of `member = value`, or with another operator that hands a value on. */
function assigned(node: ts.Expression): ts.Expression | undefined {
  const { parent } = node;
  if (!ts.isBinaryExpression(parent) || parent.left !== node) return undefined;
  return HANDING.has(parent.operatorToken.kind) ? parent.right : undefined;
}

const HANDING: ReadonlySet<ts.SyntaxKind> = new Set([
  K.EqualsToken,
  K.BarBarEqualsToken,
  K.AmpersandAmpersandEqualsToken,
  K.QuestionQuestionEqualsToken,
]);

const isCalled = ({ parent, pos }: ts.Expression): boolean =>
  ts.isCallExpression(parent) && parent.expression.pos === pos;

/** Literals, and what operators make of others. */
export function mayBeFunction(expression: ts.Expression): boolean {
  const node = bare(expression);
  if (ts.isConditionalExpression(node)) return mayBeFunction(node.whenTrue) || mayBeFunction(node.whenFalse);
  if (ts.isBinaryExpression(node)) {
    const kind = node.operatorToken.kind;
    if (kind === K.CommaToken || HANDING.has(kind)) return mayBeFunction(node.right);
    return LOGICAL.has(kind) && (mayBeFunction(node.left) || mayBeFunction(node.right));
  }
  return MAYBE.has(node.kind);
}

const LOGICAL: ReadonlySet<ts.SyntaxKind> = new Set([
  K.BarBarToken,
  K.AmpersandAmpersandToken,
  K.QuestionQuestionToken,
]);
const MAYBE: ReadonlySet<ts.SyntaxKind> = new Set([
  K.Identifier,
  K.PropertyAccessExpression,
  K.ElementAccessExpression,
  K.CallExpression,
  K.ThisKeyword,
  K.AwaitExpression,
  K.YieldExpression,
]);

/** A subscript that certainly names no method. */
function isNumber(node: ts.Expression): boolean {
  if (ts.isNumericLiteral(node) || ts.isPostfixUnaryExpression(node)) return true;
  if (ts.isPrefixUnaryExpression(node)) return node.operator !== K.ExclamationToken;
  if (ts.isBinaryExpression(node)) {
    const kind = node.operatorToken.kind;
    // What begins with a digit is no name, whatever follows.
    if (kind === K.PlusToken) return isNumber(bare(node.left));
    return ARITHMETIC.has(kind);
  }
  if (ts.isPropertyAccessExpression(node)) return node.name.text === 'length';
  return ts.isIdentifier(node) && (isCounter(node) || isCounted(node));
}

const ARITHMETIC: ReadonlySet<ts.SyntaxKind> = new Set([
  K.MinusToken,
  K.AsteriskToken,
  K.SlashToken,
  K.PercentToken,
  K.AmpersandToken,
  K.BarToken,
  K.CaretToken,
  K.LessThanLessThanToken,
  K.GreaterThanGreaterThanToken,
  K.GreaterThanGreaterThanGreaterThanToken,
]);

/** `for (let i = 0; …)` around it declares the name with a number, and the header counts. */
function isCounter({ text, parent }: ts.Identifier): boolean {
  const declared = (n: ts.Node): ts.VariableDeclaration | undefined => {
    const list = ts.isForStatement(n) ? n.initializer : undefined;
    const own = list && ts.isVariableDeclarationList(list) ? list.declarations : [];
    return own.find((d) => d.name.getText() === text);
  };
  const loop = ts.findAncestor(parent, (n): n is ts.ForStatement => declared(n) !== undefined);
  const init = loop && declared(loop)?.initializer;
  return init !== undefined && isNumber(bare(init));
}

/** A parameter that is said to be a number, or the second one of a callback of a built-in method. */
function isCounted({ text, parent }: ts.Identifier): boolean {
  const owner = ts.findAncestor(parent, (n): n is ts.FunctionLikeDeclaration => parameterOf(n, text) !== undefined);
  const parameter = owner && parameterOf(owner, text);
  if (!parameter) return false;
  if (parameter.type) return parameter.type.kind === K.NumberKeyword;
  const call = owner.parent;
  const target = ts.isCallExpression(call) ? bare(call.expression) : undefined;
  const isCallback = target && ts.isPropertyAccessExpression(target) && methodInfo(target.name.text)?.callback === 0;
  return isCallback === true && owner.parameters.indexOf(parameter) === 1;
}

const parameterOf = (node: ts.Node, name: string): ts.ParameterDeclaration | undefined =>
  ts.isFunctionLike(node) ? node.parameters.find((p) => p.name.getText() === name) : undefined;
