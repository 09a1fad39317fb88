/** `static readonly EPS = 1e-9`: a constant of the class, where nobody can change it. */
import { bare, hasModifier, isAssignment, isPatternTarget } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
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

/** `C.EPS` of such a field of C itself. */
export function namesStaticConstant(owner: ts.ClassLikeDeclaration, access: ts.PropertyAccessExpression): boolean {
  const named = owner.members.filter((m) => m.name?.getText() === access.name.text);
  return named.length === 1 && ts.isPropertyDeclaration(named[0]!) && isStaticConstant(named[0]);
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
