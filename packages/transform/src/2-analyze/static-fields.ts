/** Static fields: constants of a class, where nobody can change them, and data of which the current value is sent. */
import { bare, hasModifier, isAssignment, isPatternTarget } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { isPure } from './classes.ts';
import { type Context, literalFunction } from './context.ts';
import { isNameable } from './nameable.ts';
import { isLiteralValue } from './namespaces.ts';

/**
 * A static field with a literal for a value, of a class that no other module sees. Mentions of the class that are more
 * than a look at its members are for the caller to find.
 */
export function isStaticConstant(m: ts.PropertyDeclaration): boolean {
  const { parent: owner, name, initializer } = m;
  if (!hasModifier(m, ts.SyntaxKind.StaticKeyword) || !ts.isIdentifier(name) || !initializer) return false;
  if (!ts.isClassDeclaration(owner) || !owner.name || hasModifier(owner, ts.SyntaxKind.ExportKeyword)) return false;
  return isLiteralValue(initializer) && !mayChange(owner.getSourceFile(), owner, name.text);
}

/**
 * Any other static field that holds data, of a class that the main module can name: its current value is sent. Its initial
 * value is computed once more in a worker.
 */
export function isStaticData(ctx: Context, m: ts.PropertyDeclaration): boolean {
  const { parent: owner, name, initializer } = m;
  if (!hasModifier(m, ts.SyntaxKind.StaticKeyword) || !ts.isIdentifier(name)) return false;
  if (!ts.isClassDeclaration(owner) || !owner.name || !isNameable(ctx, owner)) return false;
  if (initializer && (literalFunction(initializer) || !isPure(ctx, initializer))) return false;
  return !hasModifier(m, ts.SyntaxKind.DeclareKeyword);
}

/** Static fields of the class of which the value is sent. */
export const staticData = (ctx: Context, node: ts.ClassLikeDeclaration): string[] =>
  node.members.flatMap((m) =>
    ts.isPropertyDeclaration(m) && !isStaticConstant(m) && isStaticData(ctx, m) ? [m.name.getText()] : [],
  );

/** `C.EPS` of such a field of C itself. */
export function namesStaticField(
  ctx: Context,
  owner: ts.ClassLikeDeclaration,
  access: ts.PropertyAccessExpression,
): boolean {
  const named = owner.members.filter((m) => m.name?.getText() === access.name.text);
  const [only] = named;
  return named.length === 1 && ts.isPropertyDeclaration(only!) && (isStaticConstant(only) || isStaticData(ctx, only));
}

/** Something assigns a member of that name, hands on the class as `this`, `constructor` or `new.target`, or exports it. */
function mayChange(node: ts.Node, owner: ts.ClassDeclaration, name: string): boolean {
  if (ts.isPropertyAccessExpression(node) && node.name.text === name && isChanged(node)) return true;
  if ((ts.isIdentifier(node) || ts.isStringLiteralLike(node)) && node.text === 'constructor') return true;
  if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.NewKeyword) return true;
  if (node.kind === ts.SyntaxKind.ThisKeyword && isStaticMember(node, owner) && !isLookedInto(node)) return true;
  if (ts.isExportSpecifier(node) && (node.propertyName ?? node.name).text === owner.name?.text) return true;
  if (ts.isExportAssignment(node) && node.expression.getText() === owner.name?.text) return true;
  return ts.forEachChild(node, (child) => mayChange(child, owner, name) || undefined) ?? false;
}

const isLookedInto = ({ parent }: ts.Node): boolean =>
  ts.isPropertyAccessExpression(parent) && parent.expression.kind === ts.SyntaxKind.ThisKeyword;

function isStaticMember(node: ts.Node, owner: ts.ClassDeclaration): boolean {
  const member = ts.findAncestor(node, (n) => n.parent === owner);
  return member !== undefined && (!ts.isClassElement(member) || isStatic(member));
}

const isStatic = (m: ts.ClassElement): boolean =>
  ts.isClassStaticBlockDeclaration(m) || (ts.getCombinedModifierFlags(m) & ts.ModifierFlags.Static) !== 0;

/** Whether the member is a target: of an assignment, an update, `delete`, a pattern or a loop. */
function isChanged(access: ts.Expression): boolean {
  let node: ts.Node = access;
  while (node.parent && ts.isExpression(node.parent) && bare(node.parent) === access) node = node.parent;
  const { parent } = node;
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) return UPDATES.has(parent.operator);
  if (ts.isBinaryExpression(parent)) return parent.left === node && isAssignment(parent.operatorToken.kind);
  return ts.isDeleteExpression(parent) || isPatternTarget(node);
}

const UPDATES: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken]);
