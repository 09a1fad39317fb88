/** Stage 2: one construct → its program dependence graph. Sees everything, judges nothing. */
import type { Span } from '../diagnostics/diagnostic.ts';
import { Budget } from '../records/budget.ts';
import type { ConstructKind, Enclosing, FileRecord, Graph } from '../records/graph.ts';
import { enclosingFunction, isAsync, spanOf } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { type Context, literalFunction, SymbolIds } from './context.ts';
import type { Framed } from './header.ts';
import { frameCall, partsOfCall } from './header-call.ts';
import { frameFor } from './header-for.ts';
import type { Collapse } from './header-nest.ts';
import { frameForEach } from './header-of.ts';
import { frameSections, isSectioned, type Sectioned } from './header-sections.ts';
import { hiddenCalls } from './hidden-calls.ts';
import { classRecords } from './instances.ts';
import { Lowering } from './lowering.ts';
import type { Module, Project } from './project.ts';
import { symbolRecords } from './symbol-records.ts';
import { usesIn } from './uses.ts';

export type AnalyzedKind = ConstructKind;

const NODES = {
  for: ts.isForStatement,
  'for-of': ts.isForOfStatement,
  'for-in': ts.isForInStatement,
  call: ts.isCallExpression,
  sections: isSectioned,
};

/** The clauses that say how the header is to be read. */
export interface HeaderClauses {
  readonly collapse?: Collapse | undefined;
  /** A `for…of` loop takes its items a few at a time. */
  readonly streamed?: boolean;
}

/** @param target span of the loop or call in the main module */
export function analyze(project: Project, kind: AnalyzedKind, target: Span, clauses: HeaderClauses = {}): Graph {
  const { collapse, streamed = false } = clauses;
  const node = nodeAt(project.main.source, target, kind);
  const boundary = ts.isCallExpression(node) ? bareCallback(node) : node;
  const ctx: Context = {
    project,
    ids: new SymbolIds(),
    summaries: new Map(),
    budget: new Budget(),
    needs: new Set(),
    trusted: new Set(),
    now: { frame: undefined, making: false },
    natives: new Map(),
    absent: new Set(),
    construct: node,
    suspends: isAsync(boundary),
  };
  const l = new Lowering(ctx, boundary);
  const framed: Framed = ts.isForStatement(node)
    ? frameFor(l, node, collapse)
    : ts.isForOfStatement(node) || ts.isForInStatement(node)
      ? frameForEach(l, node, streamed)
      : ts.isCallExpression(node)
        ? frameCall(l, node)
        : frameSections(l, node as Sectioned);
  const used = l.expressions.flatMap((e) => e.dispatches ?? []);
  const classes = classRecords(ctx, new Set(used));
  return {
    kind,
    span: spanOf(node),
    ...framed,
    statements: l.statements,
    expressions: l.expressions,
    ranges: l.ranges,
    symbols: symbolRecords(ctx, boundary),
    classes,
    faults: [...framed.faults, ...hiddenCalls(l, framed.faults)],
    natives: [...ctx.natives.values()],
    absent: [...ctx.absent],
    files: project.modules.map((m) => fileRecord(project, m)),
    enclosing: enclosingOf(project, node),
    catches: ctx.suspends || l.statements.some((s) => s.op === 'try'),
    ownMemory: ctx.needs.has('ownMemory'),
    uses: usesIn(ctx, boundary),
    trusted: [...ctx.trusted],
  };
}

function nodeAt(source: ts.SourceFile, span: Span, kind: AnalyzedKind): ts.Node {
  const test = NODES[kind];
  let result: ts.Node | undefined;
  const visit = (n: ts.Node): void => {
    if (result || n.end < span.end || n.pos > span.start) return;
    if (test(n) && n.getStart() === span.start && n.end === span.end) result = n;
    else ts.forEachChild(n, visit);
  };
  visit(source);
  if (!result) throw new Error(`no ${kind} at ${span.start}`);
  return result;
}

function bareCallback(node: ts.CallExpression): ts.Node {
  const { callback } = partsOfCall(node);
  return literalFunction(callback) ?? callback;
}

function enclosingOf(project: Project, node: ts.Node): Enclosing {
  const owner = enclosingFunction(node);
  const top = ts.isSourceFile(owner);
  const isModule = project.main.source.statements.some(
    (s) => ts.isImportDeclaration(s) || ts.isExportDeclaration(s) || ts.isExportAssignment(s) || isExported(s),
  );
  const inClass = ts.isClassStaticBlockDeclaration(owner);
  const name = top ? 'the module' : ((owner as { name?: ts.Node }).name?.getText() ?? 'the function');
  return { async: !inClass && (top ? isModule : isAsync(owner)), top, name, span: spanOf(owner) };
}

const isExported = (s: ts.Statement): boolean =>
  ts.canHaveModifiers(s) && (ts.getModifiers(s) ?? []).some((m) => m.kind === ts.SyntaxKind.ExportKeyword);

function fileRecord(project: Project, module: Module): FileRecord {
  const specifier = module.package ? undefined : project.specifierOf(module);
  const owner = module.package?.name;
  return {
    path: module.path,
    text: module.text,
    ...(specifier === undefined ? {} : { specifier }),
    ...(owner === undefined ? {} : { package: owner }),
  };
}
