/** Stages 4 and 5, and the public report. */
import type { FindRecord } from '../1-find/find.ts';
import { NAMESPACES, SAME_IN_WORKER } from '../2-analyze/knowledge/globals.ts';
import type { Project } from '../2-analyze/project.ts';
import { emit } from '../4-emit/emit.ts';
import { checkReplay } from '../5-validate/replay.ts';
import { checkWorker } from '../5-validate/worker.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { lineTable, positionAt } from '../diagnostics/frame.ts';
import { report } from '../diagnostics/report.ts';
import type { ResolvedOptions } from '../options.ts';
import type { Construct } from '../stages.ts';
import { extensionOf } from '../syntax/parse.ts';
import { ts } from '../syntax/ts.ts';
import type { TransformResult } from '../transform.ts';
import type { Decision } from './decide.ts';
import { untouched } from './result.ts';

export interface AssembleInput {
  readonly code: string;
  readonly id: string;
  readonly source: ts.SourceFile;
  readonly found: FindRecord;
  readonly project: Project;
  readonly decisions: readonly Decision[];
  readonly settings: ResolvedOptions;
}

type Accepted = Decision & { readonly graph: NonNullable<Decision['graph']> };

export function assemble(input: AssembleInput): TransformResult {
  const { code, id, project, settings } = input;
  const ids = constructIds(input);
  const accepted = input.decisions.filter((d): d is Accepted => d.plan.accepted !== undefined && d.graph !== undefined);
  const diagnostics = [...input.found.diagnostics, ...input.decisions.flatMap((d) => d.plan.diagnostics)];
  const constructs = input.decisions.map((d) => constructOf(d, ids.get(d)!, accepted.indexOf(d as Accepted)));
  const finish = (list: readonly Diagnostic[]): Diagnostic[] => soften(list, settings);
  if (accepted.length === 0) return untouched(code, constructs, finish(diagnostics), project.dependencies);
  const emitted = emit(
    accepted.map((d, index) => ({
      index,
      id: ids.get(d)!,
      graph: d.graph,
      plan: d.plan.accepted!,
      statement: d.found.statement,
    })),
    {
      path: id,
      text: code,
      extension: extensionOf(id),
      start: firstToken(input.source),
      runtime: settings.runtime,
      ref: settings.ref,
    },
  );
  settings.trace('4-emit', emitted);
  const problem = validate(
    input,
    accepted,
    emitted.code,
    emitted.workerModules.map((w) => w.code),
  );
  settings.trace('5-validate', { problem: problem ?? null });
  if (problem !== undefined) {
    const failed = accepted.map((d) => report('PAR9002', id, d.found.directive.span, { detail: problem }));
    const refused = constructs.map((c) => (c.worker === undefined ? c : withoutWorker(c)));
    return untouched(code, refused, finish([...diagnostics, ...failed]), project.dependencies);
  }
  return { ...emitted, constructs, diagnostics: finish(diagnostics), dependencies: project.dependencies };
}

/** First statement's first token: behind `#!` and directives such as "use strict". */
function firstToken(source: ts.SourceFile): number {
  const first = source.statements.find((s) => !(ts.isExpressionStatement(s) && ts.isStringLiteral(s.expression)));
  return first ? first.getStart(source) : source.end;
}

function validate(
  input: AssembleInput,
  accepted: readonly Accepted[],
  code: string,
  workers: readonly string[],
): string | undefined {
  const allowed = new Set([...SAME_IN_WORKER, ...Object.keys(NAMESPACES)]);
  const problem = checkReplay(input.code, code, input.id);
  if (problem !== undefined) return problem;
  for (const [i, { graph }] of accepted.entries()) {
    const wrong = checkWorker(input.code, workers[i]!, input.id, graph.bodySpan, allowed);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

// ------------------------------------------------------------------ report

/** `<base name>:<line>`, with `#2` and so on for further constructs of the line. */
function constructIds({ code, id, decisions }: AssembleInput): Map<Decision, string> {
  const table = lineTable(code);
  const base = id.replace(/^.*[\\/]/, '');
  const used = new Map<string, number>();
  const ids = new Map<Decision, string>();
  for (const d of decisions) {
    const name = `${base}:${positionAt(table, d.found.target.start).line}`;
    const count = (used.get(name) ?? 0) + 1;
    used.set(name, count);
    ids.set(d, count === 1 ? name : `${name}#${count}`);
  }
  return ids;
}

function constructOf({ found, plan }: Decision, id: string, worker: number): Construct {
  const { accepted } = plan;
  return {
    id,
    annotation: found.directive.annotation,
    kind: found.name,
    span: found.target,
    annotationSpan: found.directive.span,
    verdict: plan.verdict,
    form: accepted ? accepted.form : 'none',
    executor: accepted ? 'thread' : 'serial',
    ...(accepted ? { tier: accepted.tier, worker, share: plan.share } : {}),
    variables: plan.variables,
    guards: plan.guards,
    notes: plan.notes,
  };
}

function withoutWorker(c: Construct): Construct {
  const { worker: _, tier: __, share: ___, ...rest } = c;
  return { ...rest, verdict: 'refused', form: 'none', executor: 'serial' };
}

const soften = (list: readonly Diagnostic[], { onRefusal }: ResolvedOptions): Diagnostic[] =>
  list.map((d) => (onRefusal === 'warn' && d.severity === 'error' ? { ...d, severity: 'warning' } : d));
