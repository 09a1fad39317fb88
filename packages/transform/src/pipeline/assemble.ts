/** Stages 4 and 5, and the public report. */
import type { FindRecord } from '../1-find/find.ts';
import { NAMESPACES, SAME_IN_WORKER } from '../2-analyze/knowledge/globals.ts';
import type { Project } from '../2-analyze/project.ts';
import { emit } from '../4-emit/emit.ts';
import { checkReplay } from '../5-validate/replay.ts';
import { checkColumns, checkWorker } from '../5-validate/worker.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { lineTable, positionAt } from '../diagnostics/frame.ts';
import { report } from '../diagnostics/report.ts';
import type { ResolvedOptions } from '../options.ts';
import type { Construct } from '../stages.ts';
import { ownerName } from '../syntax/owner.ts';
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
  const { code, project, settings } = input;
  const ids = constructIds(input);
  const accepted = input.decisions.filter((d): d is Accepted => d.plan.accepted !== undefined && d.graph !== undefined);
  const { sound, emitted, failed } = validated(input, accepted, ids);
  const diagnostics = soften(
    [...input.found.diagnostics, ...input.decisions.flatMap((d) => d.plan.diagnostics), ...failed],
    settings,
  );
  const constructs = input.decisions.map((d) => constructOf(input, d, ids.get(d)!, sound.indexOf(d as Accepted)));
  if (!emitted) return untouched(code, constructs, diagnostics, project.dependencies);
  settings.trace('4-emit', emitted);
  return { ...emitted, constructs, diagnostics, dependencies: project.dependencies };
}

interface Validated {
  readonly sound: readonly Accepted[];
  /** The modules with the sound constructs; undefined when there are none. */
  readonly emitted?: ReturnType<typeof emit>;
  readonly failed: readonly Diagnostic[];
}

/** Everything that passes validation; if the whole does not, each construct alone decides about itself. */
function validated(input: AssembleInput, accepted: readonly Accepted[], ids: Map<Decision, string>): Validated {
  if (accepted.length === 0) return { sound: [], failed: [] };
  const whole = attempt(input, accepted, ids);
  input.settings.trace('5-validate', { problem: whole.problem ?? null });
  if (whole.problem === undefined) return { sound: accepted, emitted: whole.emitted, failed: [] };
  const problems = new Map(accepted.map((d) => [d, attempt(input, [d], ids).problem]));
  const alone = accepted.filter((d) => problems.get(d) === undefined);
  const rest = alone.length > 0 && alone.length < accepted.length ? attempt(input, alone, ids) : undefined;
  const sound = rest && rest.problem === undefined ? alone : [];
  const failed = accepted
    .filter((d) => !sound.includes(d))
    .map((d) => report('PAR9002', input.id, d.found.directive.span, { detail: problems.get(d) ?? whole.problem! }));
  return { sound, failed, ...(rest && sound.length > 0 ? { emitted: rest.emitted } : {}) };
}

/** The modules with some of the constructs, and what is wrong with them. */
function attempt(
  input: AssembleInput,
  some: readonly Accepted[],
  ids: Map<Decision, string>,
): { emitted: ReturnType<typeof emit>; problem: string | undefined } {
  const emitted = emitModules(input, some, ids);
  const workers = emitted.workerModules.map((w) => w.code);
  return { emitted, problem: validate(input, some, emitted.code, workers) };
}

function emitModules(
  input: AssembleInput,
  some: readonly Accepted[],
  ids: Map<Decision, string>,
): ReturnType<typeof emit> {
  const { code, id, settings } = input;
  return emit(
    some.map((d, index) => ({
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
    const wrong =
      checkColumns(code, workers[i]!, i) ?? checkWorker(input.code, workers[i]!, input.id, graph.bodySpan, allowed);
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

/** @param worker index of its worker module, or -1 */
function constructOf(input: AssembleInput, { found, plan }: Decision, id: string, worker: number): Construct {
  const accepted = worker < 0 ? undefined : plan.accepted;
  return {
    id,
    annotation: found.directive.annotation,
    ...nameOf(found),
    kind: found.name,
    owner: ownerName(input.source, found.target.start),
    span: found.target,
    annotationSpan: found.directive.span,
    verdict: plan.accepted && !accepted ? 'refused' : plan.verdict,
    form: accepted ? accepted.form : 'none',
    executor: accepted ? 'thread' : 'serial',
    ...(accepted ? { tier: accepted.tier, worker, share: plan.share } : {}),
    variables: plan.variables,
    guards: plan.guards,
    notes: plan.notes,
  };
}

/** The clause `name("…")`, without its quotes. */
function nameOf({ directive }: Decision['found']): Pick<Construct, 'name'> {
  const text = directive.clauses.find((c) => c.name === 'name')?.value?.text;
  return text === undefined ? {} : { name: text.slice(1, -1) };
}

const soften = (list: readonly Diagnostic[], { onRefusal }: ResolvedOptions): Diagnostic[] =>
  list.map((d) => (onRefusal === 'warn' && d.severity === 'error' ? { ...d, severity: 'warning' } : d));
