/** The report on one construct as people read it. */
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { type LineTable, positionAt } from '../../diagnostics/frame.ts';
import { renderFrame, type Style } from '../../diagnostics/render/pretty.ts';
import type { Construct, Form, VariableClass, Verdict } from '../../stages.ts';

export const VERDICTS: Readonly<Record<Verdict, string>> = {
  parallel: 'runs in parallel',
  guarded: 'runs in parallel when its guards hold, else serially',
  serial: 'stays serial',
  refused: 'cannot run in parallel',
};

const FORMS: Readonly<Record<Form, string>> = {
  awaited: 'awaited: other code of the program may run meanwhile',
  blocking: 'blocking: the calling thread takes part and then waits',
  interleaved: 'interleaved: workers compute ahead while the loop waits, and the calling thread takes part',
  none: '',
};

const TIERS: Readonly<Record<'split' | 'direct', string>> = {
  split: 'split: workers compute values ahead, and the original loop runs on with them',
  direct: 'direct: workers compute whole chunks, whose results are stored in order',
};

const CLASSES: Readonly<Record<VariableClass, string>> = {
  private: 'each iteration has its own',
  induction: 'counts the iterations',
  input: 'read only; workers get a copy',
  'input-written': 'workers read the state from before the loop',
  lastprivate: 'keeps the value of the last iteration that assigns it',
  reduction: 'contributions are combined in the order of the iterations',
  append: 'grows in the order of the iterations',
  write: 'written in the order of the iterations',
  carried: 'hands a value on to the next iteration',
  function: 'its code is copied to the workers',
  module: 'lives at the top level of the module',
  unknown: 'not understood',
};

const LABEL = 11;

const row = (label: string, text: string, style: Style): string => `  ${style.dim(label.padEnd(LABEL))}${text}`;

/** The construct's first line, from its beginning. */
function head(construct: Construct, table: LineTable, style: Style): string[] {
  const { start, end } = construct.span;
  const lineEnd = table.text.slice(start, end).search(/[\r\n]/);
  const span = { start, end: lineEnd < 0 ? end : start + lineEnd };
  const mark = construct.verdict === 'refused' ? style.severity.error : style.good;
  return renderFrame(table, span, '  ', mark, style);
}

function variables({ variables: all }: Construct, table: LineTable, style: Style): string[] {
  if (all.length === 0) return [];
  const names = Math.max(...all.map(({ name }) => name.length));
  const classes = Math.max(...all.map((variable) => variable.class.length));
  const rows = all.map(({ name, class: kind, why, span }) => {
    const line = style.dim(`line ${positionAt(table, span.start).line}`);
    return `    ${style.strong(name.padEnd(names))}  ${kind.padEnd(classes)}  ${why || CLASSES[kind]}  ${line}`;
  });
  return [row('variables', '', style).trimEnd(), ...rows];
}

function facts({ form, executor, tier, guards, share, notes }: Construct, style: Style): string[] {
  const rows: [string, string][] = [];
  if (form !== 'none') rows.push(['form', FORMS[form]], ['executor', executor]);
  if (tier !== undefined) rows.push(['tier', TIERS[tier]]);
  for (const guard of guards) rows.push(['guard', guard]);
  if (share !== undefined)
    rows.push(['share', `${Math.round(share * 100)} % of the body's work is parallel (estimated)`]);
  for (const note of notes) rows.push(['note', note]);
  return rows.map(([label, text]) => row(label, text, style));
}

/** Whether a diagnostic is about this construct: it lies in it or in its annotation. */
export const concerns = ({ span }: Diagnostic, construct: Construct): boolean =>
  [construct.span, construct.annotationSpan].some(({ start, end }) => span.start >= start && span.end <= end);

/**
 * @param path the file as it is to be shown
 * @param table lines of the file
 */
export function constructView(construct: Construct, path: string, table: LineTable, style: Style): string {
  const { line, column } = positionAt(table, construct.span.start);
  const paint = construct.verdict === 'refused' ? style.severity.error : style.good;
  const name = construct.name === undefined ? '' : ` "${construct.name}"`;
  const title = `${style.path(path)}:${line}:${column} - ${style.strong(construct.kind)}${name} ${paint(VERDICTS[construct.verdict])}`;
  const details = [...facts(construct, style), ...variables(construct, table, style)];
  const below = details.length === 0 ? [] : ['', ...details];
  return `${[title, '', ...head(construct, table, style), ...below].join('\n')}\n`;
}
