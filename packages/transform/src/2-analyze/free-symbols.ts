/** What a declaration needs from outside of it. */
import { isTypePosition } from '../syntax/nodes.ts';
import type { Sym } from '../syntax/symbols.ts';
import { ts } from '../syntax/ts.ts';
import { type Context, contains } from './context.ts';
import { namespaceSymbol } from './namespaces.ts';

/** Symbols that a declaration refers to and does not declare itself. */
export function freeSymbols(ctx: Context, node: ts.Node): Sym[] {
  const found = new Set<Sym>();
  const { scopes } = ctx.project.moduleOf(node);
  const visit = (n: ts.Node): void => {
    if (isTypePosition(n)) return;
    if (ts.isIdentifier(n)) {
      const symbol = scopes.symbolOf(n);
      if (symbol && !(symbol.kind !== 'global' && symbol.declarations.some((d) => contains(node, d))))
        found.add(symbol);
    }
    const member = ts.isPropertyAccessExpression(n) ? namespaceSymbol(ctx, n) : undefined;
    if (member) found.add(member);
    ts.forEachChild(n, visit);
  };
  visit(node);
  return [...found];
}
