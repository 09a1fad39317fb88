/** How a worker can have what packages export: it imports the package again, if nobody can tell that it does. */
import type { Supply } from '../../records/graph.ts';
import { spanOf } from '../../syntax/nodes.ts';
import type { Sym } from '../../syntax/symbols.ts';
import { ts } from '../../syntax/ts.ts';
import { type Context, functionOf } from '../context.ts';
import { isMovable, namespaceSymbol } from '../namespaces.ts';
import type { External, Target } from '../project.ts';
import { tableOf } from './known.ts';
import { loadEffect } from './loading.ts';
import { stateOf } from './state.ts';
import { isKnownUse, mayChange } from './uses.ts';
import { vouchesFor } from './vouched.ts';

type Entered = Extract<Target, { kind: 'symbol' | 'module' }>;

/** Of an import that leads into a package of which the source is read. */
export function importedSupply(ctx: Context, symbol: Sym, target: Entered, boundary: External): Supply {
  const again: Supply = { kind: 'import', specifier: boundary.specifier, imported: boundary.imported };
  const isOpen = target.kind === 'module' && target.module.commonJs === true;
  const problem = placeProblem(ctx, symbol, boundary) ?? (isOpen ? changed(ctx, symbol, boundary) : undefined);
  if (problem) return problem;
  if (target.kind === 'symbol' && !isDefinition(target.symbol)) return ofVariable(ctx, symbol, target.symbol, boundary);
  const misused = target.kind === 'module' ? oddMention(ctx, symbol, boundary) : undefined;
  return misused ?? loadProblem(ctx, boundary, again) ?? again;
}

/** Of an import of which no source is read: a table or the user speaks for the package. */
export function externalSupply(ctx: Context, symbol: Sym, boundary: External): Supply | undefined {
  const { specifier, imported } = boundary;
  const isKnown =
    vouchesFor(ctx.project.settings.pure, specifier) || tableOf(ctx.project, boundary)?.table !== undefined;
  if (!isKnown) return undefined;
  const odd = symbol.references.some(({ node }) => isMovable(ctx, node) && !isKnownUse(ctx, node));
  return odd ? undefined : (placeProblem(ctx, symbol, boundary) ?? { kind: 'import', specifier, imported });
}

/** Of a variable inside of a package: it is there in a worker as soon as the package is. */
export function innerSupply(ctx: Context, symbol: Sym): Supply {
  const node = stateOf(ctx, symbol);
  const module = ctx.project.moduleOf(symbol.declarations[0]!);
  return node ? stateProblem(ctx, symbol.name, module.package!.name, node) : { kind: 'imported' };
}

const isDefinition = (symbol: Sym): boolean =>
  functionOf(symbol) !== undefined || symbol.declarations.some(ts.isClassLike);

/** The worker module stands where the main module stands: the same words must mean the same package there. */
function placeProblem(ctx: Context, symbol: Sym, { specifier, from }: External): Supply | undefined {
  const { main, packages } = ctx.project;
  if (from === main) return undefined;
  const [there, here] = [from, main].map((m) => packages.packageOf(specifier, m.path)?.root);
  return there === here ? undefined : { kind: 'none', code: 'PAR4001', args: { callee: symbol.name } };
}

/** The value that it has is sent, if the package never gives it another one. */
function ofVariable(ctx: Context, symbol: Sym, inner: Sym, { specifier }: External): Supply {
  const [assignment] = inner.assignments;
  const isOwn = ctx.project.moduleOf(symbol.declarations[0]!) === ctx.project.main;
  return isOwn && !assignment
    ? { kind: 'value' }
    : stateProblem(ctx, symbol.name, specifier, assignment?.node ?? inner.declarations[0]!);
}

/** What a CommonJS module exports is an object like any other. */
function changed(ctx: Context, symbol: Sym, { specifier }: External): Supply | undefined {
  const change = symbol.references.find(({ node }) => mayChange(node));
  return change && stateProblem(ctx, symbol.name, specifier, change.node);
}

/** A namespace of which something else than a function or a literal is needed. */
function oddMention(ctx: Context, symbol: Sym, { specifier }: External): Supply | undefined {
  const odd = symbol.references.find(({ node }) => {
    const access = node.parent;
    const isMember = ts.isPropertyAccessExpression(access) && access.expression === node;
    return isMovable(ctx, node) && !(isMember && namespaceSymbol(ctx, access)) && !isKnownUse(ctx, node);
  });
  return odd && stateProblem(ctx, odd.node.parent.getText().slice(0, 40), specifier, odd.node);
}

function loadProblem(ctx: Context, boundary: External, otherwise: Supply): Supply | undefined {
  const { project } = ctx;
  if (vouchesFor(project.settings.pure, boundary.specifier)) return undefined;
  const entry = project.moduleAt(boundary.specifier, boundary.from);
  const effect = entry && loadEffect(ctx, entry);
  if (!effect) return undefined;
  const { module, node = module.source } = effect;
  const args = { package: module.package!.name, name: boundary.specifier };
  const related = { message: 'this runs when it is imported', span: firstLine(node), file: module.index };
  return { kind: 'none', code: 'PAR6004', args, related, otherwise };
}

function stateProblem(ctx: Context, name: string, owner: string, node: ts.Node): Supply {
  const related = {
    message: `'${name}' may differ in a worker because of this`,
    span: firstLine(node),
    file: ctx.project.moduleOf(node).index,
  };
  return { kind: 'none', code: 'PAR4010', args: { callee: name, name, package: owner }, related };
}

/** Statements may be long. */
function firstLine(node: ts.Node): { start: number; end: number } {
  const { start, end } = spanOf(node);
  const line = node.getSourceFile().text.indexOf('\n', start);
  return { start, end: line < 0 ? end : Math.min(end, line) };
}
