/** R: the source with insertions only, none of which adds a line. */
import type MagicString from 'magic-string';
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Graph } from '../records/graph.ts';
import type { Accepted, Registered, ReplayEdit, Site } from '../records/plan.ts';
import { columnName, entryName, handleName, ITERATED, iteratedName, LISTED, listedName, siteName } from './names.ts';

export interface Emission {
  readonly index: number;
  readonly graph: Graph;
  readonly plan: Accepted;
  /** The annotated statement, with its labels. */
  readonly statement: Span;
  /** Text of the SiteSpec literal. */
  readonly site: string;
}

export function emitMain(text: MagicString, emission: Emission): void {
  const { header } = emission.graph;
  if (header.kind === 'call') emitCall(text, emission);
  else if (header.kind === 'sections' && header.literal) emitLiteral(text, emission);
  else emitLoop(text, emission);
  for (const edit of emission.plan.replay) emitEdit(text, emission, edit);
  for (const draw of emission.plan.draws) wrap(text, draw, `${handleName(emission.index)}.random(`, ')');
}

/** No program writes it so: begins a statement without joining the one before, or chooses the value that is ours. */
const ZERO = '0x00';

/** Outer insertions must be made before inner ones at the same place. */
function wrap(text: MagicString, span: Span, before: string, after: string): void {
  text.appendRight(span.start, before);
  text.prependLeft(span.end, after);
}

const FORMS: Readonly<Record<Accepted['form'], string>> = {
  awaited: 'Async',
  blocking: '',
  interleaved: 'Interleaved',
};

const isAwaited = (e: Emission): boolean => e.plan.form === 'awaited';

const seedText = ({ plan }: Emission): string => (plan.seed === undefined ? '' : `, { seed: (${plan.seed}) }`);

const siteText = (e: Emission): string => `${siteName(e.index)} ??= $par.site(${e.site})`;

function columnsText(e: Emission): string {
  return e.plan.columns.map((_, n) => `, ${columnName(e.index, n)} = ${handleName(e.index)}.col(${n})`).join('');
}

const localsText = (e: Emission): string => {
  const columns = columnsText(e);
  return columns ? `const ${columns.slice(2)}; ` : '';
};

// ------------------------------------------------------------------ loops

function emitLoop(text: MagicString, e: Emission): void {
  const handle = handleName(e.index);
  const open =
    e.plan.stream === undefined ? `${e.plan.tier === 'direct' ? 'bulk' : 'open'}${FORMS[e.plan.form]}` : 'openStream';
  const entry = entryName(e.index);
  // No closure: variables that one captures are slow in the loop. What a guard throws is for the runtime to judge.
  const listed = e.plan.space.includes(LISTED) ? `, ${listedName(e.index)}` : '';
  const build = `let ${entry}${listed}; if ($par.ready(${siteText(e)})) try { ${constantsText(e)}${entry} = ${entryText(e)}; } catch ($e) { ${entry} = { failed: $e }; } `;
  const call = `$par.${open}(${siteName(e.index)}, ${entry}${seedText(e)})`;
  // A loop that runs serially after all is not awaited: other code must not come in between.
  const opening = isAwaited(e)
    ? `let ${handle} = ${call}; if ("then" in ${handle}) ${handle} = await ${handle}; `
    : `const ${handle} = ${call}; `;
  const test = e.plan.tier === 'direct' ? `if (!${handle}.done) ` : '';
  const once = onceText(e);
  wrap(
    text,
    e.statement,
    `{ ${once}${build}${opening}${localsText(e)}try { ${test}`,
    ` } finally { ${handle}.end(); } }`,
  );
  if (once) wrap(text, iteratedSpan(e), `(${ZERO} ? `, ` : ${iteratedName(e.index)})`);
  if (e.plan.stream !== undefined) wrap(text, iteratedSpan(e), `${handle}.${streamMethod(e)}(`, ')');
  for (const [i, { span }] of e.plan.pins.entries()) wrap(text, span, `${handle}.pin(${i}, `, ')');
  const { header } = e.graph;
  if (header.kind === 'sections') {
    for (const part of header.parts) text.appendRight(part.start, `${handle}.next(); `);
    return;
  }
  const step =
    e.plan.tier === 'direct' ? `if (${handle}.skip > 0) { ${handle}.skip--; continue; }` : `${handle}.next();`;
  beforeBody(text, e, step);
}

const streamMethod = ({ graph: { header } }: Emission): string =>
  header.kind === 'for-of' && header.awaits ? 'streamAsync' : 'stream';

const constantsText = ({ plan }: Emission): string =>
  plan.constants.map(({ name, text }) => `const ${name} = ${text}; `).join('');

/** What the loop iterates over, when it may be evaluated only once: the loop's own text then is not evaluated. */
function onceText(e: Emission): string {
  const { header, expressions } = e.graph;
  if (header.kind !== 'for-of' || header.stable) return '';
  return `const ${iteratedName(e.index)} = ${expressions[header.iterated]!.entry ?? 'undefined'}; `;
}

const iteratedSpan = (e: Emission): Span =>
  e.graph.header.kind === 'for-of' ? e.graph.expressions[e.graph.header.iterated]!.span : e.graph.span;

function beforeBody(text: MagicString, e: Emission, step: string): void {
  const { bodySpan, files } = e.graph;
  if (files[0]!.text[bodySpan.start] === '{') text.appendLeft(bodySpan.start + 1, ` ${step}`);
  // The empty statement tells the validation that these braces are ours.
  else wrap(text, bodySpan, `{ ${step}; `, ' }');
}

// ------------------------------------------------------------------ array calls

/** `xs.map(f)` → `$par.each(site, xs, ($r) => entry, ($r, $h) => { …; return $r.map(f); })` */
function emitCall(text: MagicString, e: Emission): void {
  const { header, expressions } = e.graph;
  if (header.kind !== 'call') return;
  const { span: receiver, entry = 'undefined' } = expressions[header.receiver]!;
  const handle = handleName(e.index);
  const [open, close] = isAwaited(e) ? ['await $par.eachAsync(', ')'] : ['$par.each(', ')'];
  const locals = localsText(e);
  const replay = `($r) => (${entryText(e)}), ($r, ${handle}) => { ${locals}return `;
  if (header.maker === undefined) {
    wrap(text, header.call, `${open}${siteText(e)}, `, `; }${seedText(e)}${close}`);
    text.prependLeft(receiver.end, `, ${replay}$r`);
  } else {
    wrap(text, header.call, `${open}${siteText(e)}, ${entry}, ${replay}`, `; }${seedText(e)}${close}`);
    wrap(text, receiver, `(${ZERO} ? `, ' : $r)');
  }
  if (!header.inPlace) return;
  if (header.expressionBody) wrap(text, header.body, `(${handle}.next(), (`, '))');
  else text.appendLeft(header.body.start + 1, ` ${handle}.next();`);
}

// ------------------------------------------------------------------ sections

/** `[f(a), g(b)]` → `$par.each(site, null, ($r) => entry, ($r, $h) => { …; return [($h.next(), (f(a))), …]; })` */
function emitLiteral(text: MagicString, e: Emission): void {
  const { header, span } = e.graph;
  if (header.kind !== 'sections') return;
  const handle = handleName(e.index);
  const [open, close] = isAwaited(e) ? ['(await $par.eachAsync(', '))'] : ['$par.each(', ')'];
  const before = `${open}${siteText(e)}, null, ($r) => (${entryText(e)}), ($r, ${handle}) => { ${localsText(e)}return `;
  wrap(text, span, before, `; }${close}`);
  for (const part of header.parts) wrap(text, part, `(${handle}.next(), (`, '))');
}

// ------------------------------------------------------------------ parts

function entryText(e: Emission): string {
  const { plan } = e;
  const parts = [
    `space: ${plan.space}`,
    `in: [${plan.captures.map((c) => c.text).join(', ')}]`,
    `out: [${plan.written.map((w) => w.text).join(', ')}]`,
    `own: [${plan.written.map((w) => w.own).join(', ')}]`,
  ];
  if (plan.written.some((w) => w.deep)) parts.push(`deep: [${plan.written.map((w) => w.deep).join(', ')}]`);
  if (plan.via.length) parts.push(viaText(plan));
  const again = plan.captures.filter((c) => c.path).map((c) => c.text);
  const classes = plan.classes.length > 0 ? `$par.classes([${plan.classes.map(classText).join(', ')}])` : '';
  // They must be what they were when the replay runs.
  const still = classes ? [`void ${classes}`] : [];
  if (isAwaited(e) && again.length + still.length) parts.push(`again: () => [${[...again, ...still].join(', ')}]`);
  if (plan.steady) parts.push(...steadyText(plan, plan.steady, still));
  if (classes) parts.push(`classes: ${classes}`);
  if (plan.guards.length) parts.push(`guards: [${plan.guards.join(', ')}]`);
  if (plan.pins.length) parts.push(`pins: [${plan.pins.map((p) => p.text).join(', ')}]`);
  const clauses = Object.entries(plan.clauses);
  if (clauses.length) parts.push(`clauses: { ${clauses.map(([k, v]) => `${k}: ${v}`).join(', ')} }`);
  return `{ ${parts.join(', ').replaceAll(ITERATED, iteratedName(e.index)).replaceAll(LISTED, listedName(e.index))} }`;
}

/** What is evaluated again before each iteration. */
function steadyText(
  { captures }: Accepted,
  { guards, objects }: NonNullable<Accepted['steady']>,
  still: readonly string[],
): string[] {
  const again = `again: () => [${[...captures.map((c) => c.text), ...guards, ...still].join(', ')}]`;
  return objects.length > 0 ? [again, `objects: [${objects.join(', ')}]`] : [again];
}

/** `[Circle, 0, ["area"], []]`: a class, the position of the one that it extends, its members and static methods. */
const classText = ({ text, base, members, statics, iterates }: Registered): string =>
  `[${text}, ${base}, ${JSON.stringify(members)}, ${JSON.stringify(statics)}${iterates ? ', true' : ''}]`;

/** `via: { objects: [this], out: [0] }` */
function viaText({ via, written }: Accepted): string {
  const out = written.flatMap((w, i) => (w.elements ? [i] : []));
  return `via: { objects: [${via.join(', ')}], out: [${out.join(', ')}] }`;
}

function emitEdit(text: MagicString, e: Emission, edit: ReplayEdit): void {
  const handle = handleName(e.index);
  if (edit.kind === 'omit') wrap(text, edit.span, `(${handle}.hit ? $par.nothing : `, ')');
  else if (edit.kind === 'callback') {
    const column = columnName(e.index, edit.column);
    wrap(text, edit.span, `$par.callback(${handle}, ${column}, `, ')');
  } else if (edit.kind === 'skip') {
    // The empty statement tells the validation that the outer braces are ours.
    const [open, close] = edit.braced ? ['{; ', ' }'] : ['', ''];
    wrap(text, edit.span, `${open}if (!${handle}.hit) { `, ` }${close}`);
  } else emitSite(text, e, edit.site);
}

function emitSite(text: MagicString, e: Emission, site: Site): void {
  const handle = handleName(e.index);
  const { span, column, shorthand } = site;
  const name = columnName(e.index, column);
  const take = e.plan.columns[column]!.kind === 'once' ? `${name}.v[${handle}.i]` : `${name}.v[${name}.i++]`;
  const source = e.graph.files[0]!.text.slice(span.start, span.end);
  // Double parentheses tell the validation that the property name is ours.
  const [open, close] = shorthand ? [`${source}: (`, ')'] : ['', ''];
  // A parenthesis at the start of a line would call what stands before it, where semicolons are left out.
  const start = site.leading ? `${ZERO}, ` : '';
  wrap(text, span, `${start}${open}(${handle}.hit ? ${take} : ${name}.self(`, `))${close}`);
}
