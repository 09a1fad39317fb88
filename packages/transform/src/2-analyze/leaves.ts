/** Values in which nothing can be changed, and tables of nothing else. */
import { ts } from '../syntax/ts.ts';
import type { Context } from './context.ts';
import { inFrame } from './frames.ts';
import { isPrimitive } from './freshness.ts';
import { isClosure, sourcesOf } from './sources.ts';

/** A function or a primitive, in which nothing can be changed. */
export function isLeaf(ctx: Context, node: ts.Expression): boolean {
  if (isPrimitive(ctx, node)) return true;
  const found = sourcesOf(ctx, node, true);
  return (
    found?.every(
      (s) =>
        isClosure(s) ||
        (!ts.isFunctionLike(s.node) && inFrame(ctx, s.frame, () => isPrimitive(ctx, s.node as ts.Expression))),
    ) ?? false
  );
}

/** All that is directly in it are leaves. */
export function areLeaves(ctx: Context, table: ts.Expression): boolean {
  const literals = sourcesOf(ctx, table, true);
  return (
    literals?.every(
      ({ node, frame }) =>
        ts.isObjectLiteralExpression(node) &&
        inFrame(ctx, frame, () =>
          node.properties.every(
            (p) => ts.isMethodDeclaration(p) || (ts.isPropertyAssignment(p) && isLeaf(ctx, p.initializer)),
          ),
        ),
    ) ?? false
  );
}
