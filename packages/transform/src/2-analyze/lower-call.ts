/** Calls: what the callee does is written into the call's own record. */
import type { Access, ExprId, External, Fault } from '../records/graph.ts';
import { bare, type FunctionNode, parametersOf, spanOf } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { BIND, type Callee, calledBy, calleeOf, calleeOfValue, functionsOf } from './callees.ts';
import { baseOf, defectOf } from './classes.ts';
import { literalFunction, symbolOf } from './context.ts';
import { thisOwner } from './field-path.ts';
import { isPrimitive } from './freshness.ts';
import { holdsBuiltin } from './instance-fields.ts';
import { originOf } from './instances.ts';
import type { Row as FunctionInfo } from './knowledge/rows.ts';
import { targetPart } from './lower-assign.ts';
import { lowerExpr, textFaults } from './lower-expr.ts';
import { gather } from './lower-function.ts';
import { calledArgument, changedByClosures, closureEffects, valueEffects } from './lower-values.ts';
import { type Draft, Lowering } from './lowering.ts';
import { methodAccesses } from './method-accesses.ts';
import { defectiveClass } from './named-members.ts';
import { namespaceSymbol } from './namespaces.ts';
import type { ParamAccess } from './outward.ts';
import { ownCall } from './own-methods.ts';
import { functionsIn } from './packages/passed.ts';
import { asSeenFrom, blindWrites } from './packages/refused.ts';
import { extend, pathOf } from './paths.ts';
import { isIterator } from './receivers.ts';
import { isFunctions } from './sources.ts';
import { isYield, KEEPER, type Summary, summaryOf } from './summaries.ts';
import { itself, keepChanged } from './targets.ts';
import { type Unclonable, unclonableType } from './unclonable.ts';
import { placeOfUnknown } from './unknown-functions.ts';

export type Call = ts.CallExpression | ts.NewExpression;

/** How often a callback is taken to run, for the estimate of its cost. */
export const CALLBACK_RUNS = 20;

export function lowerCall(l: Lowering, node: ts.CallExpression): ExprId {
  const callee = calleeOf(l.ctx, node);
  if (callee.kind === 'method') return lowerMethod(l, node, callee);
  if (isSuperCall(node)) return finish(l, node, [], callee);
  return finish(l, node, calleeKids(l, node, callee), callee);
}

export function lowerNew(l: Lowering, node: ts.NewExpression): ExprId {
  const callee = calleeOf(l.ctx, node);
  if (callee.kind === 'class') return finish(l, node, [calleeName(l, node.expression)], callee);
  const kids = callee.kind === 'builtin' ? importedBase(l, node.expression) : [calleeName(l, node.expression)];
  const noArguments = !node.arguments?.length;
  const clock = callee.kind === 'builtin' && callee.name === 'Date' && noArguments;
  return finish(
    l,
    node,
    kids,
    clock ? { kind: 'builtin', name: 'new Date', info: { returns: 'fresh', external: 'clock' } } : callee,
  );
}

/** The callee's own expression: read, never replaced. Built-in names need no record. */
function calleeKids(l: Lowering, node: ts.CallExpression, callee: Callee): ExprId[] {
  const target = calledBy(node);
  if (callee.kind === 'builtin' && callee.info === BIND)
    return [lowerExpr(l, (target as ts.PropertyAccessExpression).expression)];
  if (callee.kind === 'builtin') return importedBase(l, node.expression);
  if (callee.kind === 'function' && literalFunction(target)) return [targetPart(l, node.expression)];
  if (ts.isPropertyAccessExpression(target)) {
    // In a method that is copied with its class; the body of the construct is taken out of its method.
    const isInherited = target.expression.kind === ts.SyntaxKind.SuperKeyword;
    if (isInherited && thisOwner(target.expression) !== thisOwner(l.ctx.construct)) return [];
    const base = targetPart(l, target.expression);
    const member = namespaceSymbol(l.ctx, target);
    return [member ? l.add(target, { kids: [base], reads: [l.id(member)], replaceable: false }) : base];
  }
  return [calleeName(l, target)];
}

const calleeName = (l: Lowering, node: ts.Expression): ExprId => targetPart(l, node);

/** `createHash(…)`, `path.join(…)`: the imported name has to be in the worker too. */
export function importedBase(l: Lowering, node: ts.Expression): ExprId[] {
  let base = bare(node);
  if (ts.isBinaryExpression(base)) base = bare(base.right);
  while (ts.isPropertyAccessExpression(base)) base = bare(base.expression);
  const imported = ts.isIdentifier(base) && symbolOf(l.ctx, base)?.kind === 'import';
  return imported ? [targetPart(l, base)] : [];
}

function lowerArguments(l: Lowering, node: Call): ExprId[] {
  return (node.arguments ?? []).map((a) => lowerExpr(l, a));
}

function finish(l: Lowering, node: Call, head: ExprId[], callee: Callee): ExprId {
  const kids = [...head, ...lowerArguments(l, node)];
  const conditionalFrom = ts.isOptionalChain(node) ? 1 : Number.MAX_SAFE_INTEGER;
  const effects = effectsOf(l, node, callee);
  if (callee.kind === 'builtin' && callee.vouched !== undefined) l.ctx.trusted.add(callee.vouched);
  keepChanged(l, node, kids, changedBy(l, callee));
  const own = callee.kind === 'function' && ts.isCallExpression(node) ? ownCall(l.ctx, node) : undefined;
  const unclonable = callee.kind === 'builtin' && callee.info.unclonable === true;
  const replaceable = !unclonable && !givesFunctions(l, node);
  return l.add(node, {
    op: 'call',
    kids,
    conditionalFrom,
    primitive: isPrimitive(l.ctx, node),
    replaceable,
    ...effects,
    ...(own ? { own } : {}),
  });
}

/** A function, or an object with functions in it: nothing that could be logged. */
const givesFunctions = (l: Lowering, node: Call): boolean =>
  ts.isCallExpression(node) && !isPrimitive(l.ctx, node) && isFunctions(l.ctx, node);

/** Which arguments the callee writes to. */
function changedBy(l: Lowering, callee: Callee): (position: number) => boolean {
  if (callee.kind === 'builtin') return (i) => callee.info.mutates === true && i === 0;
  if (callee.kind === 'closures') return changedByClosures(l, callee);
  const accesses = functionsOf(callee).flatMap((f) => summaryOf(l.ctx, f).accesses);
  return (i) => accesses.some(({ write, root }) => write && root.kind === 'param' && root.index === i);
}

export type Effects = Partial<
  Pick<Draft, 'reads' | 'writes' | 'accesses' | 'externals' | 'faults' | 'cost' | 'lazy' | 'dispatches'>
>;

function effectsOf(l: Lowering, node: Call, callee: Callee): Effects {
  switch (callee.kind) {
    case 'builtin':
      return callee.package === undefined
        ? builtinEffects(l, node, callee.info, callee.name)
        : packageEffects(l, node, callee, builtinEffects(l, node, callee.info, callee.name));
    case 'function':
      return applied(l, node, summaryOf(l.ctx, callee.node));
    case 'closures':
      return closureEffects(l, node, callee);
    case 'members':
      return memberEffects(l, node as ts.CallExpression, callee);
    case 'class':
      return classEffects(l, node, callee.node);
    case 'parameter':
      return {
        faults: [l.fault(node, 'PAR4008', { name: callee.symbol.name }, { fatal: true, variable: callee.symbol.name })],
      };
    default:
      return isSuperCall(node)
        ? superEffects(l, node)
        : { faults: [unknownCall(l, node)], accesses: argumentReads(l, node) };
  }
}

/** What all of the functions do that the call may mean. */
function memberEffects(l: Lowering, node: ts.CallExpression, callee: Extract<Callee, { kind: 'members' }>): Effects {
  const field = callee.info && ownField(callee.receiver);
  const unless = (a: Access): Access => (field === undefined ? a : { ...a, unless: field });
  const own = callee.nodes.map((f) => {
    const summary = summaryOf(l.ctx, f);
    const called = [...summary.called].filter((i) => !isMissing(node, f, i));
    const effects = applied(l, node, { ...summary, called: new Set(called) });
    return { ...effects, accesses: (effects.accesses ?? []).map(unless) };
  });
  const builtin = callee.info ? [methodEffects(l, node, { ...callee, kind: 'method', info: callee.info })] : [];
  const all = [...own, ...builtin];
  const cost = Math.max(...all.map((e) => e.cost ?? 0));
  return { ...all.reduce(together), cost, dispatches: [callee.name, ...all.flatMap((e) => e.dispatches ?? [])] };
}

/** The call gives the parameter no value: what is called then is `undefined`, which throws and does nothing else. */
function isMissing(node: ts.CallExpression, callee: FunctionNode, position: number): boolean {
  const parameter = parametersOf(callee)[position];
  const isPlain = parameter !== undefined && !parameter.dotDotDotToken && !parameter.initializer;
  return isPlain && node.arguments.length <= position && !node.arguments.some(ts.isSpreadElement);
}

/** `this.list` */
const ownField = (expression: ts.Expression): string | undefined => {
  const node = bare(expression);
  return ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword
    ? node.name.text
    : undefined;
};

function methodEffects(l: Lowering, node: ts.CallExpression, callee: Extract<Callee, { kind: 'method' }>): Effects {
  const accesses = methodAccesses(l, node, callee.name, callee.info, callee.receiver);
  const callback = callbackEffects(l, node, callee.info.callback);
  return {
    ...callback,
    cost: (callee.info.cost ?? 5) + (callback.cost ?? 0),
    accesses: [...accesses, ...(callback.accesses ?? [])],
  };
}

/** Whatever a function does, it may look into its arguments. */
export const argumentReads = (l: Lowering, node: Call): Access[] =>
  (node.arguments ?? [])
    .filter((a) => !ts.isSpreadElement(a) && !literalFunction(a) && !isPrimitive(l.ctx, a))
    .map((a) => l.accessTo(a, false, { any: true }));

/** Functions of packages may call every function that they can reach, and depend on state of the package. */
function packageEffects(
  l: Lowering,
  node: Call,
  { info, name, package: owner = '' }: Extract<Callee, { kind: 'builtin' }>,
  effects: Effects,
): Effects {
  const passed = (node.arguments ?? []).flatMap((a, i) => (i === info.callback ? [] : functionsIn(l.ctx, a)));
  const state =
    info.state === undefined
      ? []
      : [l.fault(node, 'PAR4010', { callee: name, name: info.state, package: owner }, { fatal: true, variable: name })];
  return passed
    .map((argument) => callbackOf(l, node, argument))
    .reduce(together, { ...effects, faults: [...(effects.faults ?? []), ...state] });
}

const isSuperCall = (node: Call): boolean => node.expression.kind === ts.SyntaxKind.SuperKeyword;

/** `super(…)` in a constructor. */
function superEffects(l: Lowering, node: Call): Effects {
  const owner = ts.findAncestor(node, ts.isClassLike);
  const base = owner && baseOf(l.ctx, owner);
  return base?.kind === 'class' ? classEffects(l, node, base.node) : { cost: 50 };
}

/** Nobody knows what it does: not even the replay may contain it. */
function unknownCall(l: Lowering, node: Call): Fault {
  const callee = calleeLabel(node);
  const fatal = { fatal: true, variable: callee };
  const target = bare(node.expression);
  const base = ts.isPropertyAccessExpression(target) ? bare(target.expression) : undefined;
  if (base?.kind === ts.SyntaxKind.ThisKeyword && !ts.isExpressionStatement(node.parent))
    return l.fault(base, 'PAR6007', {}, { fatal: true });
  if (base?.kind === ts.SyntaxKind.SuperKeyword) return l.fault(base, 'PAR6009', { what: 'super' }, { fatal: true });
  if (callee === 'eval') return l.fault(node, 'PAR6009', { what: 'eval' }, fatal);
  const symbol = base && ts.isIdentifier(base) ? symbolOf(l.ctx, base) : undefined;
  const outer = symbol && !l.isPrivate(symbol);
  const unclonable = outer && unclonableType(l.ctx, symbol);
  if (symbol && unclonable) return unclonableFault(l, base!, symbol.name, unclonable);
  const defective = base && ts.isPropertyAccessExpression(target) ? defectiveClass(l.ctx, target.name.text) : undefined;
  if (defective) return unclonableFault(l, base!, base!.getText().replace(/\s+/g, ' ').slice(0, 40), defective);
  const related = placeOfUnknown(l.ctx, node.expression);
  return { ...l.fault(node, 'PAR4001', { callee }, fatal), ...(related ? { related } : {}) };
}

export function unclonableFault(l: Lowering, node: ts.Node, name: string, { type, defect }: Unclonable): Fault {
  const fatal = { fatal: true, variable: name };
  if (!defect) return l.fault(node, 'PAR6001', { name, type }, fatal);
  const related = { message: 'the reason is here', ...originOf(l.ctx, defect.node) };
  return { ...l.fault(node, 'PAR6010', { name, type, why: defect.what }, fatal), related };
}

const calleeLabel = (node: ts.Node): string => {
  const target = ts.isCallExpression(node) || ts.isNewExpression(node) ? node.expression : node;
  return target.getText().replace(/\s+/g, ' ').slice(0, 60);
};

const externalOf = (node: ts.Node, name: string, info: FunctionInfo): External[] =>
  info.external ? [{ class: info.external, callee: name, span: spanOf(node) }] : [];

function builtinEffects(l: Lowering, node: Call, info: FunctionInfo, name: string): Effects {
  const accesses = (node.arguments ?? []).flatMap((a, i) =>
    argumentAccess(l, a, info.mutates === true && i === 0, info),
  );
  const faults = [
    ...randomFaults(l, node, info, name),
    ...(name === 'String' ? textFaults(l, node.arguments ?? []) : []),
  ];
  if (name === 'structuredClone' && (node.arguments?.length ?? 0) > 1) faults.push(unknownCall(l, node));
  const callback = callbackEffects(l, node, info.callback);
  return {
    ...callback,
    accesses: [...accesses, ...(callback.accesses ?? [])],
    externals: [...externalOf(node, name, info), ...(callback.externals ?? [])],
    faults: [...faults, ...(callback.faults ?? [])],
    cost: (info.cost ?? 5) + (callback.cost ?? 0),
  };
}

function argumentAccess(l: Lowering, a: ts.Expression, isChanged: boolean, { elements }: FunctionInfo): Access[] {
  // What a spread reads is charged to itself.
  if (ts.isSpreadElement(a))
    return isChanged
      ? [l.access(a, { root: { kind: 'unknown', text: 'an argument' }, path: [{ any: true }] }, true)]
      : [];
  if (literalFunction(a) || isPrimitive(l.ctx, a)) return [];
  if (!isChanged || !elements) return [l.accessTo(a, isChanged, { any: true })];
  return [{ ...l.accessTo(a, true, { index: null }), ...INERT }];
}

// ------------------------------------------------------------------ built-in methods

function lowerMethod(l: Lowering, node: ts.CallExpression, callee: Extract<Callee, { kind: 'method' }>): ExprId {
  const receiver = lowerExpr(l, callee.receiver);
  if (callee.info.mutates) itself(l, receiver, callee.receiver);
  const kids = [receiver, ...lowerArguments(l, node)];
  const primitive = isPrimitive(l.ctx, node);
  const { callback: position, unclonable } = callee.info;
  const callback = position === undefined ? undefined : node.arguments[position];
  const isInvoked = callback && literalFunction(callback) && !unclonable && !isIterator(l.ctx, callee.receiver);
  return l.add(node, {
    ...(isInvoked ? { invokes: kids[1 + position!]! } : {}),
    op: 'call',
    method: callee.name,
    conditionalFrom: ts.isOptionalChain(node) ? 1 : Number.MAX_SAFE_INTEGER,
    kids,
    primitive,
    replaceable: callee.info.unclonable !== true,
    ...(callee.info.unclonable ? { lazy: true } : {}),
    ...methodEffects(l, node, callee),
  });
}

/** A callback that is not written in place: its summary, applied to arguments of which nothing is known. */
function callbackEffects(l: Lowering, node: Call, position: number | undefined): Effects {
  const argument = position === undefined ? undefined : node.arguments?.[position];
  const [first, ...more] = (argument ? calledIn(argument) : [])
    .filter((a) => !literalFunction(a) && !isPrimitive(l.ctx, a))
    .map((a) => callbackOf(l, node, a));
  return first ? more.reduce(together, first) : {};
}

/** Instead of a function some take a list of them, or of names of properties, or an object to compare with. */
function calledIn(argument: ts.Expression): readonly ts.Expression[] {
  const literal = bare(argument);
  if (ts.isArrayLiteralExpression(literal)) return literal.elements.flatMap(calledIn);
  return ts.isObjectLiteralExpression(literal) ? [] : [argument];
}

function callbackOf(l: Lowering, node: Call, argument: ts.Expression): Effects {
  const target = bare(argument);
  const callee = calleeOfValue(l.ctx, target);
  if (callee.kind === 'builtin') return builtinCallback(l, argument, callee.info, callee.name);
  if (callee.kind === 'parameter')
    return {
      faults: [
        l.fault(argument, 'PAR4008', { name: callee.symbol.name }, { fatal: true, variable: callee.symbol.name }),
      ],
    };
  const effects = valueEffects(l, node, target, callee);
  if (effects) return effects;
  const name = argument.getText().slice(0, 60);
  return { faults: [l.fault(argument, 'PAR4001', { callee: name }, { fatal: true, variable: name })] };
}

/** `xs.map(Math.random)`, `xs.forEach(console.log)`: the built-in's own effects. */
export function builtinCallback(l: Lowering, argument: ts.Expression, info: FunctionInfo, name: string): Effects {
  const root = { kind: 'unknown' as const, text: 'an element' };
  const changed = info.mutates ? [l.access(argument, { root, path: [{ any: true }] }, true)] : [];
  return {
    accesses: changed,
    externals: externalOf(argument, name, info),
    faults: randomFaults(l, argument, info, name),
    cost: (info.cost ?? 5) * CALLBACK_RUNS,
  };
}

const randomFaults = (l: Lowering, node: ts.Node, info: FunctionInfo, name: string): Fault[] =>
  info.external === 'random' ? [l.fault(node, 'PAR4003', { callee: name }, { fatal: true, variable: name })] : [];

const INERT = { inert: true } as const;

// ------------------------------------------------------------------ functions of the program

function classEffects(l: Lowering, node: Call, declaration: ts.ClassLikeDeclaration): Effects {
  const name = declaration.name?.text ?? 'the class';
  const defect = defectOf(l.ctx, declaration);
  if (defect) {
    const fault = l.fault(node, 'PAR6005', { name, reason: defect.what }, { fatal: true, variable: name });
    return { faults: [{ ...fault, related: { message: 'the reason is here', ...originOf(l.ctx, defect.node) } }] };
  }
  const fields = fieldEffects(l, declaration);
  const maker = declaration.members.find(ts.isConstructorDeclaration);
  if (maker) return together(fields, applied(l, node, summaryOf(l.ctx, maker)));
  const base = baseOf(l.ctx, declaration);
  return together(fields, base.kind === 'class' ? classEffects(l, node, base.node) : { cost: 20 });
}

/** Initialisers of the instance's properties run with every `new`. */
function fieldEffects(l: Lowering, declaration: ts.ClassLikeDeclaration): Effects {
  const body = new Lowering(l.ctx, declaration, true);
  for (const m of declaration.members) if (ts.isPropertyDeclaration(m) && m.initializer) lowerExpr(body, m.initializer);
  const effects = gather(body, declaration);
  return { ...effects, faults: effects.faults.filter((f) => f.code !== 'PAR6007') };
}

export const together = (a: Effects, b: Effects): Effects => ({
  reads: [...(a.reads ?? []), ...(b.reads ?? [])],
  writes: [...(a.writes ?? []), ...(b.writes ?? [])],
  accesses: [...(a.accesses ?? []), ...(b.accesses ?? [])],
  externals: [...(a.externals ?? []), ...(b.externals ?? [])],
  faults: [...(a.faults ?? []), ...(b.faults ?? [])],
  cost: (a.cost ?? 0) + (b.cost ?? 0),
  ...(a.lazy || b.lazy ? { lazy: true } : {}),
  ...dispatching([...(a.dispatches ?? []), ...(b.dispatches ?? [])]),
});

export const dispatching = (names: readonly string[]): Effects =>
  names.length === 0 ? {} : { dispatches: [...new Set(names)] };

/** What a callee gets: arguments (null: not known which), and an object for `this` that is given by hand. */
export interface Arguments {
  readonly values: readonly ts.Expression[] | null;
  readonly self?: ts.Expression | undefined;
}

const plain = (node: Call): Arguments => ({ values: node.arguments ?? [] });

/** A summary with the arguments put in for the parameters. */
export function applied(l: Lowering, node: Call, summary: Summary, given: Arguments = plain(node)): Effects {
  const faults: Fault[] = summary.faults
    .filter((f) => !(isYield(f) && isUsedUp(node)))
    .map((f) => asSeenFrom(l, node, calleeLabel(node), summary, { ...f, ...named(f, node) }));
  const spread = given.values?.findIndex(ts.isSpreadElement) ?? 0;
  const passed = (i: number): ts.Expression | undefined => (spread < 0 || i < spread ? given.values?.[i] : undefined);
  const called = [...summary.called].map((i) => calledArgument(l, node, passed(i)));
  return called.reduce(together, {
    reads: [...summary.reads],
    writes: summary.writes.map((w) => ({ ...w, span: { start: node.getStart(), end: node.end } })),
    accesses: summary.accesses.flatMap((a) => instantiate(l, node, a, given)),
    externals: [...summary.externals],
    faults: [...faults, ...blindWrites(l, node, calleeLabel(node), summary)],
    cost: summary.cost + 5,
    ...(summary.lazy ? { lazy: true } : {}),
    ...dispatching(summary.dispatches),
  });
}

const named = (f: Fault, node: Call): Partial<Fault> =>
  f.args.callee === KEEPER ? { args: { ...f.args, callee: calleeLabel(node) } } : {};

/** The generator that the call makes is run to its end, or given up, where it stands: nobody else gets hold of it. */
function isUsedUp(node: Call): boolean {
  let value: ts.Node = node;
  while (ts.isParenthesizedExpression(value.parent)) value = value.parent;
  const { parent } = value;
  if (ts.isForOfStatement(parent)) return parent.expression === value && !parent.awaitModifier;
  if (ts.isSpreadElement(parent)) return ts.isArrayLiteralExpression(parent.parent);
  return ts.isYieldExpression(parent) && parent.asteriskToken !== undefined;
}

function instantiate(l: Lowering, node: Call, access: ParamAccess, { values, self }: Arguments): Access[] {
  const { root, unless } = access;
  const owner = unless === undefined || self ? undefined : receiverOf(node);
  if (owner && holdsBuiltin(l.ctx, owner, unless!)) return [];
  const isSame = owner?.kind === ts.SyntaxKind.ThisKeyword;
  const kept = {
    origin: access.origin,
    ...(access.inert ? INERT : {}),
    ...(isSame && unless !== undefined ? { unless } : {}),
  };
  const charged = { ...kept, write: access.write, span: { start: node.getStart(), end: node.end } };
  if (root.kind === 'this') return [{ ...charged, ...throughReceiver(l, node, access, self) }];
  if (root.kind !== 'param') return [{ ...charged, root, path: access.path }];
  if (!values || values.some(ts.isSpreadElement))
    return [{ ...charged, root: { kind: 'unknown', text: 'an argument' }, path: access.path }];
  const argument = values[root.index];
  if (!argument || (access.path.length > 0 && isPrimitive(l.ctx, argument))) return [];
  const operand = access.converts && !literalFunction(argument) ? { operand: spanOf(argument) } : {};
  return [{ ...l.access(node, extend(pathOf(l.ctx, argument), ...access.path), access.write), ...kept, ...operand }];
}

/** The object on which the method is called. */
function receiverOf(node: Call): ts.Expression | undefined {
  const target = ts.isCallExpression(node) ? bare(node.expression) : undefined;
  return target && ts.isPropertyAccessExpression(target) ? bare(target.expression) : undefined;
}

/** What `this` is in a callee: the new object, or what stands before the dot. */
function throughReceiver(
  l: Lowering,
  node: Call,
  access: ParamAccess,
  self: ts.Expression | undefined,
): Pick<Access, 'root' | 'path'> {
  if (self) return l.access(node, extend(pathOf(l.ctx, self), ...access.path), access.write);
  if (isSuperCall(node)) return { root: { kind: 'this' }, path: access.path };
  if (ts.isNewExpression(node)) return { root: { kind: 'fresh' }, path: access.path };
  const target = bare(node.expression);
  if (!ts.isPropertyAccessExpression(target) && !ts.isElementAccessExpression(target))
    return { root: { kind: 'unknown', text: 'this' }, path: access.path };
  if (!ts.isPropertyAccessExpression(target)) return { root: { kind: 'unknown', text: 'this' }, path: access.path };
  if (target.expression.kind === ts.SyntaxKind.SuperKeyword) return { root: { kind: 'this' }, path: access.path };
  const { root, path } = l.access(node, extend(pathOf(l.ctx, target.expression), ...access.path), access.write);
  return { root, path };
}
