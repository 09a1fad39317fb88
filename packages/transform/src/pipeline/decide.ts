/** Stages 2 and 3 for each construct that stage 1 found. */
import { clauseProblems } from '../1-find/clause-values.ts';
import type { Found } from '../1-find/find.ts';
import { analyze, type HeaderClauses } from '../2-analyze/analyze.ts';
import type { Project } from '../2-analyze/project.ts';
import { type ClauseTexts, clauseTexts } from '../3-plan/clauses.ts';
import { nestedProblems } from '../3-plan/nested.ts';
import { plan } from '../3-plan/plan.ts';
import { reservedName } from '../4-emit/names.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { report } from '../diagnostics/report.ts';
import { within } from '../diagnostics/span.ts';
import type { ResolvedOptions } from '../options.ts';
import { OverBudget } from '../records/budget.ts';
import type { Graph } from '../records/graph.ts';
import type { Plan } from '../records/plan.ts';
import { identifierNames } from '../syntax/nodes.ts';
import { ts } from '../syntax/ts.ts';
import { sameChain, settleChains } from './chains.ts';
import { withProposals } from './proposals.ts';

export interface Decision {
  readonly found: Found;
  /** Missing when the annotation or the shape was refused already. */
  readonly graph?: Graph;
  readonly plan: Plan;
}

const REFUSED: Plan = { verdict: 'refused', variables: [], guards: [], share: 0, diagnostics: [], notes: [] };

export function decide(found: readonly Found[], project: Project, settings: ResolvedOptions): Decision[] {
  const decisions: Decision[] = [];
  for (const one of found) decisions.push(decideOne(one, decisions, project, settings));
  return settleChains(decisions);
}

function decideOne(found: Found, before: readonly Decision[], project: Project, settings: ResolvedOptions): Decision {
  const clauses = found.kind ? clausesOf(found, project) : [];
  const diagnostics = [...found.diagnostics, ...clauses].map((d) => withProposals(d, found, project.main.text));
  if (!found.kind || diagnostics.some((d) => d.severity === 'error'))
    return { found, plan: { ...REFUSED, diagnostics } };
  const outer = before.find(
    (d) => d.plan.accepted && within(d.found.statement, found.statement) && !sameChain(d.found, found),
  );
  if (outer) return { found, plan: nested([...diagnostics, ...nestedClauses(found, project)]) };
  const texts = clauseTexts(found.directive.clauses);
  try {
    return analysed(found, found.kind, texts, diagnostics, project, settings);
  } catch (error) {
    // A chain of very many functions is too deep for the stack.
    const isTooDeep = error instanceof RangeError && error.message.includes('call stack');
    if (!(error instanceof OverBudget) && !isTooDeep) throw error;
    return { found, plan: tooLarge(found, project, diagnostics) };
  }
}

/** Without a seed the loop stays serial: the numbers of a seed come from the runtime, also in a serial loop. */
function tooLarge({ target, directive }: Found, { main }: Project, before: Plan['diagnostics']): Plan {
  const span = { start: target.start, end: Math.min(target.end, target.start + 3) };
  if (directive.clauses.some((c) => c.name === 'seed'))
    return {
      ...REFUSED,
      diagnostics: [...before, report('PAR2013', main.path, span, { what: 'A loop of this size with `seed`' })],
    };
  const notes = ['its analysis would take too long'];
  return {
    ...REFUSED,
    verdict: 'serial',
    notes,
    diagnostics: [...before, report('PAR9001', main.path, span, undefined)],
  };
}

function analysed(
  found: Found,
  kind: NonNullable<Found['kind']>,
  texts: ReturnType<typeof clauseTexts>,
  diagnostics: Plan['diagnostics'],
  project: Project,
  settings: ResolvedOptions,
): Decision {
  const graph = analyze(project, kind, found.target, headerClauses(texts));
  const foreign = reservedName(identifiersOf(project)) ?? hiddenGlobal(project);
  if (foreign !== undefined) return reserved(found, project, foreign);
  settings.trace('2-analyze', graph);
  const usable =
    settings.topLevelAwait || !graph.enclosing.top
      ? graph
      : { ...graph, enclosing: { ...graph.enclosing, async: false } };
  const decided = plan(usable, {
    clauses: texts,
    mayBlock: settings.sync === 'block',
    inner: found.inner === true,
  });
  settings.trace('3-plan', decided);
  const own = decided.diagnostics.map((d) => withProposals(d, found, project.main.text));
  return { found, graph: usable, plan: { ...decided, diagnostics: [...diagnostics, ...own] } };
}

const headerClauses = ({ collapse, entry }: ClauseTexts): HeaderClauses => ({
  collapse,
  streamed: entry.stream !== undefined,
});

function nestedClauses({ kind, target, directive }: Found, project: Project): Plan['diagnostics'] {
  const clauses = clauseTexts(directive.clauses);
  const speaks =
    clauses.claims.length + clauses.allows.length + clauses.promises.length > 0 || clauses.seed !== undefined;
  return kind && speaks ? nestedProblems(analyze(project, kind, target, headerClauses(clauses)), clauses) : [];
}

/** A global that generated code uses, and that the program has given another meaning. */
function hiddenGlobal({ main }: Project): string | undefined {
  let found: string | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && (node.text === 'URL' || node.text === 'globalThis')) {
      const symbol = main.scopes.symbolOf(node);
      if (symbol && symbol.kind !== 'global') found = node.text;
    }
    ts.forEachChild(node, visit);
  };
  visit(main.source);
  return found;
}

/** What is wrong with the values of the clauses. */
function clausesOf(found: Found, project: Project): Diagnostic[] {
  const { main } = project;
  let at: ts.Node = main.source;
  const visit = (node: ts.Node): void => {
    if (node.getStart() <= found.statement.start && node.end >= found.statement.end) {
      at = node;
      ts.forEachChild(node, visit);
    }
  };
  ts.forEachChild(main.source, visit);
  while (!ts.isStatement(at) && at.parent) at = at.parent;
  return clauseProblems(main.path, found.directive, main.scopes, at);
}

/** Names of all modules that are known by now: the main one, and those that earlier constructs have led to. */
const identifiersOf = (project: Project): string[] => project.modules.flatMap((m) => [...identifierNames(m.source)]);

const reserved = (found: Found, project: Project, name: string): Decision => {
  const what = `The name '${name}' (generated code uses it)`;
  const diagnostics = [...found.diagnostics, report('PAR2013', project.main.path, found.target, { what })];
  return { found, plan: { ...REFUSED, diagnostics } };
};

const nested = (diagnostics: Plan['diagnostics']): Plan => ({
  ...REFUSED,
  verdict: 'serial',
  diagnostics,
  notes: ['it stands inside of another parallel construct and runs serially in its workers'],
});
