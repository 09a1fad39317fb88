/** What a CommonJS module exports, where its text shows it: all mentions of `module` and `exports` are plain assignments. */
import { bare, isAssignment } from '../../syntax/nodes.ts';
import { ts } from '../../syntax/ts.ts';

export interface Exports {
  /** `module.exports = …`, unless that is an object literal. */
  readonly whole?: ts.Expression;
  readonly named: ReadonlyMap<string, ts.Expression>;
  /** Compiled from an ES module: bundlers and Node do not agree on what its default import is. */
  readonly esModule: boolean;
}

interface Found {
  whole?: ts.Expression;
  named: Map<string, ts.Expression>;
  esModule: boolean;
  /** Mentions of `module` and `exports` that are accounted for. */
  seen: Set<ts.Node>;
  /** Something else than the table of exports. */
  odd: boolean;
  /** `exports.x = …` and `exports = …`, which mean something only while `module.exports` is the same object. */
  plain: boolean;
  rebound: boolean;
}

const known = new WeakMap<ts.SourceFile, { readonly exports: Exports | undefined }>();

/** @returns undefined when something else may be exported than the text shows */
export function exportsOf(source: ts.SourceFile): Exports | undefined {
  let entry = known.get(source);
  if (!entry) {
    entry = { exports: read(source) };
    known.set(source, entry);
  }
  return entry.exports;
}

function read(source: ts.SourceFile): Exports | undefined {
  const found: Found = { named: new Map(), esModule: false, seen: new Set(), odd: false, plain: false, rebound: false };
  for (const s of source.statements) if (ts.isExpressionStatement(s)) expression(s.expression, found);
  const isLost = found.whole !== undefined && found.plain && !found.rebound;
  if (found.odd || isLost || !everyMention(source, found.seen)) return undefined;
  const { named, esModule, whole } = found;
  if (!whole || !ts.isObjectLiteralExpression(whole)) return { named, esModule, ...(whole ? { whole } : {}) };
  const listed = membersOf(whole);
  return listed && { named: new Map([...listed, ...named]), esModule };
}

function expression(node: ts.Expression, found: Found): void {
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.CommaToken) {
    expression(node.left, found);
    expression(node.right, found);
  } else if (ts.isBinaryExpression(node)) assignment(node, found);
  else if (ts.isCallExpression(node)) definition(node, found);
}

/** `exports = module.exports = f`, `exports.a = exports.b = f` */
function assignment(node: ts.BinaryExpression, found: Found): void {
  const targets: ts.Expression[] = [];
  let value: ts.Expression = node;
  while (ts.isBinaryExpression(value) && isAssignment(value.operatorToken.kind)) {
    if (value.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
    targets.push(value.left);
    value = value.right;
  }
  for (const target of targets) assigned(target, bare(value), targets, found);
}

function assigned(target: ts.Expression, value: ts.Expression, all: readonly ts.Expression[], found: Found): void {
  if (isModuleExports(target)) {
    found.odd ||= found.whole !== undefined;
    found.whole = value;
  } else if (isName(target, 'exports')) found.rebound ||= all.some(isModuleExports);
  else if (!ts.isPropertyAccessExpression(target)) return;
  else if (isName(target.expression, 'exports') || isModuleExports(target.expression)) {
    found.plain ||= isName(target.expression, 'exports');
    name(target.name.text, value, found);
  } else return;
  account(target, found);
}

function name(key: string, value: ts.Expression, found: Found): void {
  if (ts.isVoidExpression(value)) return;
  if (key === '__esModule') found.esModule = true;
  found.odd ||= found.named.has(key);
  found.named.set(key, value);
}

/** `Object.defineProperty(exports, 'x', { enumerable: true, get: function () { return y; } })` */
function definition(node: ts.CallExpression, found: Found): void {
  const [object, key, descriptor] = node.arguments;
  if (node.expression.getText() !== 'Object.defineProperty' || !object || !key || !descriptor) return;
  if (!isName(object, 'exports') || !ts.isStringLiteral(key) || !ts.isObjectLiteralExpression(descriptor)) return;
  if (key.text === '__esModule') found.esModule = true;
  else {
    const value = gotten(descriptor);
    if (!value) return;
    found.plain = true;
    name(key.text, value, found);
  }
  account(object, found);
}

function gotten(descriptor: ts.ObjectLiteralExpression): ts.Expression | undefined {
  const get = descriptor.properties.find((p) => p.name?.getText() === 'get');
  const made = get && ts.isPropertyAssignment(get) ? get.initializer : get;
  if (!made || (!ts.isFunctionExpression(made) && !ts.isMethodDeclaration(made))) return undefined;
  const [only, more] = made.body?.statements ?? [];
  return only && !more && ts.isReturnStatement(only) && only.expression ? bare(only.expression) : undefined;
}

function membersOf(literal: ts.ObjectLiteralExpression): Map<string, ts.Expression> | undefined {
  const members = new Map<string, ts.Expression>();
  for (const p of literal.properties) {
    if (!p.name || !(ts.isIdentifier(p.name) || ts.isStringLiteral(p.name))) return undefined;
    if (ts.isPropertyAssignment(p)) members.set(p.name.text, bare(p.initializer));
    else if (ts.isShorthandPropertyAssignment(p)) members.set(p.name.text, p.name);
    else return undefined;
  }
  return members;
}

const isName = (node: ts.Node, text: string): boolean => ts.isIdentifier(node) && node.text === text;

const isModuleExports = (node: ts.Node): boolean =>
  ts.isPropertyAccessExpression(node) && isName(node.expression, 'module') && node.name.text === 'exports';

function account(node: ts.Node, { seen }: Found): void {
  if (ts.isIdentifier(node)) seen.add(node);
  ts.forEachChild(node, (child) => account(child, { seen } as Found));
}

function everyMention(node: ts.Node, seen: ReadonlySet<ts.Node>): boolean {
  if (ts.isIdentifier(node) && (node.text === 'module' || node.text === 'exports') && !seen.has(node)) {
    const { parent } = node;
    return (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) && parent.name === node;
  }
  return !ts.forEachChild(node, (child) => !everyMention(child, seen) || undefined);
}
