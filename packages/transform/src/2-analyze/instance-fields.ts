/** What stands in a field of an object that the function has made, where the text shows it. */
import { bare } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { baseOf, instanceClass } from './classes.ts';
import { type Context, symbolOf } from './context.ts';
import { assignedTo } from './instance-depth.ts';
import { isBuiltinValue } from './named-members.ts';
import { storesInto } from './stores.ts';

/**
 * The field was given an array, Map, Set or the like when the object in the variable was made, and nothing else has been
 * put there since. Methods of the program that have the name of a built-in one are not called on it.
 */
export function holdsBuiltin(ctx: Context, expression: ts.Expression, field: string): boolean {
  const node = bare(expression);
  const symbol = ts.isIdentifier(node) ? symbolOf(ctx, node) : undefined;
  const made = symbol && instanceClass(ctx, node);
  if (!symbol || !made || !isMadeWith(ctx, made, field)) return false;
  return storesInto(ctx, symbol).every((s) => s.level > 1 || (s.field !== undefined && s.field !== field));
}

/** Its initialiser and its constructor put something built-in there. */
function isMadeWith(ctx: Context, node: ts.ClassLikeDeclaration, field: string): boolean {
  if (baseOf(ctx, node).kind !== 'none') return false;
  const maker = node.members.find((m) => ts.isConstructorDeclaration(m) && m.body !== undefined);
  const assigned = maker ? assignedTo(maker as ts.ConstructorDeclaration, field) : [];
  const isHanded = (maker as ts.ConstructorDeclaration | undefined)?.parameters.some(
    (p) => p.name.getText() === field && p.modifiers !== undefined,
  );
  if (!assigned || isHanded) return false;
  const initial = node.members.flatMap((m) =>
    ts.isPropertyDeclaration(m) && m.name.getText() === field && m.initializer ? [m.initializer] : [],
  );
  const values = [...initial, ...assigned];
  return values.length > 0 && values.every((v) => isContainer(v) && isBuiltinValue(ctx, v));
}

/** A literal, or made in place: not the value of a parameter, which nobody has looked at. */
function isContainer(value: ts.Expression): boolean {
  const node = bare(value);
  return ts.isArrayLiteralExpression(node) || ts.isNewExpression(node);
}
