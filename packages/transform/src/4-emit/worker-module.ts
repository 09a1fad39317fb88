/** P as a module: the source with everything else blanked, so that line numbers stay those of the source. */
import { BODIES } from '@parloop/runtime/contract';
import MagicString, { Bundle, type SourceMap } from 'magic-string';
import type { Span } from '../diagnostics/diagnostic.ts';
import { within } from '../diagnostics/span.ts';
import type { Elements, Graph } from '../records/graph.ts';
import type { Accepted, Copied, Piece, Replacement } from '../records/plan.ts';
import { hash } from './hash.ts';
import { moduleSlices } from './module-slice.ts';

export interface WorkerText {
  readonly key: string;
  readonly code: string;
  readonly map: SourceMap;
}

const KEY = '$parloop-key$';

export function workerModule(graph: Graph, plan: Accepted, name: string): WorkerText {
  const main = graph.files[0]!;
  const text = new MagicString(main.text, { filename: main.path });
  const own = plan.copies.filter((c) => c.file === 0);
  const nested = own.filter((c) => within(c.span, plan.worker.body));
  const kept = own.filter((c) => !nested.includes(c));
  const locals = localSpan(plan, kept);
  const cuts = [plan.worker.body, locals, ...outer(plan.worker.replacements).map((r) => r.span), ...partsOf(graph)];
  blankOut(
    text,
    main.text,
    [...kept.map((c) => c.span), ...bodySpans(plan)],
    cuts.flatMap((c) => [c.start, c.end]),
  );
  for (const { span, prefix, suffix = '', edits = [] } of distinct(kept)) {
    for (const e of edits) text.overwrite(e.span.start, e.span.end, e.text);
    if (prefix) text.prependRight(span.start, prefix);
    text.appendLeft(span.end, `${suffix};`);
  }
  writeBody(text, graph, plan);
  openLocals(text, plan, kept, locals);
  text.prepend(prelude(plan));
  const bundle = new Bundle({ separator: '\n' });
  bundle.addSource({ filename: main.path, content: text });
  for (const slice of moduleSlices(graph, plan)) bundle.addSource({ filename: slice.path, content: slice.text });
  bundle.append(
    `\n${nested.map((c) => c.prefix + main.text.slice(c.span.start, c.span.end) + (c.suffix ?? '')).join('\n')}${epilogue(plan, kept)}`,
  );
  const draft = bundle.toString();
  const key = `${name}@${hash(draft)}`;
  // The key is as long as nothing else on the first line, and columns of that line belong to no source text.
  return { key, code: draft.replace(KEY, () => key), map: bundle.generateMap({ hires: true, includeContent: true }) };
}

/** One statement may declare several names. */
export const distinct = (copies: readonly Copied[]): Copied[] => [
  ...new Map(copies.map((c) => [c.span.start, c])).values(),
];

/** Statements of which each iteration runs one. */
const partsOf = ({ header }: Graph): readonly Span[] => (header.kind === 'sections' ? header.parts : []);

// ------------------------------------------------------------------ what stays

/** Spans of the body that P keeps, in order. */
function bodySpans(plan: Accepted): Span[] {
  const { body, replacements } = plan.worker;
  const outermost = outer(replacements);
  const spans: Span[] = [];
  let at = body.start;
  for (const { span, pieces } of outermost) {
    if (span.start > at) spans.push({ start: at, end: span.start });
    for (const piece of pieces) if (typeof piece !== 'string') spans.push(piece);
    at = span.end;
  }
  if (at < body.end) spans.push({ start: at, end: body.end });
  return spans;
}

/** Replacements in order, without those inside of others. */
function outer(replacements: readonly Replacement[]): Replacement[] {
  const sorted = [...replacements].sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  const result: Replacement[] = [];
  for (const r of sorted) {
    const last = result.at(-1);
    if (!last || r.span.start >= last.span.end) result.push(r);
  }
  return result;
}

/** Everything outside of the spans becomes line breaks. Text will be inserted at the cuts. */
function blankOut(text: MagicString, source: string, spans: readonly Span[], cuts: readonly number[]): void {
  const sorted = [...spans].sort((a, b) => a.start - b.start);
  const places = [...new Set(cuts)].sort((a, b) => a - b);
  const gap = (start: number, end: number): void => {
    let from = start;
    for (const cut of [...places.filter((c) => c > start && c < end), end]) {
      blank(text, source, from, cut);
      from = cut;
    }
  };
  let at = 0;
  for (const { start, end } of sorted) {
    gap(at, start);
    at = Math.max(at, end);
  }
  gap(at, source.length);
}

function blank(text: MagicString, source: string, start: number, end: number): void {
  if (start >= end) return;
  const lines = source.slice(start, end).replace(/[^\n]+/g, '');
  if (lines) text.overwrite(start, end, lines, { contentOnly: true });
  else text.remove(start, end);
}

// ------------------------------------------------------------------ the body

function writeBody(text: MagicString, graph: Graph, plan: Accepted): void {
  const { body } = plan.worker;
  for (const { span, pieces } of outer(plan.worker.replacements)) writePieces(text, span, pieces);
  for (const [k, part] of partsOf(graph).entries()) {
    text.prependRight(part.start, `if ($k === ${k}) { `);
    text.appendLeft(part.end, ' }');
  }
  // Read from the function's own scope: V8 does not keep variables of an outer one in registers.
  const { listing } = plan.worker;
  const [listed, local] = listing === undefined ? ['', ''] : [`const $l = ${listing}; `, 'const $ls = $l; '];
  const self = plan.worker.self === undefined ? '' : `const $this = ${plan.worker.self}; `;
  const own = constants(visibleInBody(plan)) + local + self;
  const before = `${listed}$run = ($lo, $hi) => { ${own}$it: for (let $k = $lo; $k < $hi; $k++) { if ($job.begin($k)) break; try { ${bindings(graph, plan)}`;
  for (const draw of plan.draws.filter((d) => bodySpans(plan).some((s) => within(s, d)))) {
    text.appendRight(draw.start, '$job.random(');
    text.prependLeft(draw.end, ')');
  }
  text.prependLeft(body.start, before);
  text.appendRight(body.end, ' } catch ($e) { $job.fail($e); } } };');
}

/** Captured values of the main module, of two with one name the nearer. */
function visibleInBody(plan: Accepted): { name: string; i: number }[] {
  const values = plan.captures.map((c, i) => ({ ...c, i })).filter((c) => c.file === 0);
  return values.filter((c) => c.local || !values.some((o) => o.local && o.name === c.name));
}

/** Literal text goes before the next span, or at the end of the last. */
function writePieces(text: MagicString, span: Span, pieces: readonly Piece[]): void {
  let pending = '';
  let last: Span | undefined;
  for (const piece of pieces) {
    if (typeof piece === 'string') pending += piece;
    else {
      text.appendRight(piece.start, pending);
      pending = '';
      last = piece;
    }
  }
  if (last) text.appendLeft(last.end, pending);
  else if (pending) text.appendRight(span.start, pending);
}

const textOf = (graph: Graph, { start, end }: Span): string => graph.files[0]!.text.slice(start, end);

/** What the construct's header gives to each iteration. */
function bindings(graph: Graph, plan: Accepted): string {
  const { header } = graph;
  const { container, privatised } = plan.worker;
  // A `var` that several loops declare is outer, and each of their headers declares it in its worker as well.
  const redeclared = header.kind === 'for-of' ? (textOf(graph, header.target).match(/^var\b(.*)/s)?.[1] ?? '') : '';
  const isRedeclared = (name: string): boolean => redeclared.match(/[\w$]+/g)?.includes(name) ?? false;
  const own = privatised.flatMap((name) => (isRedeclared(name) ? [] : `let ${name}; `)).join('');
  if (header.kind === 'for') {
    const name = (id: number): string => graph.symbols[id]!.name;
    const counters = [header, ...header.nest].flatMap((level) => [level, ...level.more]);
    const value = (i: number): string => (i === 0 ? '$job.index($k)' : `$job.index($k, ${i})`);
    return own + counters.map((c, i) => `let ${name(c.variable)} = ${value(i)}; `).join('');
  }
  if (header.kind === 'for-of') {
    const target = textOf(graph, header.target).replace(/^const\b/, 'let');
    const value = elementText(header.elements, container ?? '$xs', plan.worker.listing !== undefined);
    return header.assigns ? `${own}(${target} = ${value}); ` : `${own}${target} = ${value}; `;
  }
  if (header.kind === 'sections') return own;
  const values = [`${container}[$job.index($k)]`, '$job.index($k)', `${container}`];
  if (header.rest) return `${own}let [${header.parameters.join(', ')}] = [${values.join(', ')}]; `;
  return own + header.parameters.map((p, i) => `let ${p} = ${values[i]}; `).join('');
}

function elementText({ kind, method }: Elements, container: string, isListed: boolean): string {
  if (isListed) return '$ls[$k]';
  if (kind !== 'indexed' || method === null || method === 'values') return `${container}[$k]`;
  return method === 'keys' ? '$k' : `[$k, ${container}[$k]]`;
}

// ------------------------------------------------------------------ around it

function prelude(plan: Accepted): string {
  const imports = plan.imports
    .filter((i) => i.file === 0)
    .map((i) => importText(i.name, i.imported, i.specifier))
    .join('');
  const slices = [...new Set([...plan.copies, ...plan.captures].map((c) => c.file))].filter((f) => f > 0);
  const memo = slices.length ? `let ${slices.map((f) => `$v${f}`).join(', ')}; ` : '';
  const values = plan.captures.map((c, i) => ({ ...c, i })).filter((c) => c.file === 0 && !c.local);
  const columns = plan.columns.length
    ? `const [${plan.columns.map((_, i) => `$c${i}`).join(', ')}] = $job.columns; `
    : '';
  const writes = plan.bulk.length
    ? `const [${[...new Set(plan.bulk.map((w) => w.target))].map((t) => `$w${t}`).join(', ')}] = $job.writes; `
    : '';
  return `${imports}${foreignImports(plan)}(globalThis[Symbol.for(${JSON.stringify(BODIES)})] ??= new Map()).set("${KEY}", ($in, $job) => { let $run; ${memo}${columns}${writes}${constants(values)}${aliasText(plan, 0)}`;
}

const constants = (values: readonly { name: string; i: number }[]): string =>
  values.map((c) => `const ${c.name} = $in[${c.i}]; `).join('');

export function importText(name: string, imported: string, specifier: string): string {
  const from = `from ${JSON.stringify(specifier)}; `;
  if (imported === '*') return `import * as ${name} ${from}`;
  if (imported === 'default') return `import ${name} ${from}`;
  return `import { ${imported === name ? name : `${imported} as ${name}`} } ${from}`;
}

/** Imports of other modules' slices cannot stand inside of their functions: they get a name of their own. */
function foreignImports(plan: Accepted): string {
  return plan.imports
    .filter((i) => i.file !== 0)
    .map((i) => importText(`$m${i.file}_${i.name}`, i.imported, i.specifier))
    .join('');
}

/** `const { g: local } = $m1();` */
export function aliasText(plan: Accepted, file: number): string {
  const targets = new Map([...plan.copies, ...plan.captures].map((c) => [c.symbol, c]));
  const found = plan.aliases
    .filter((a) => a.file === file)
    .flatMap((a) => {
      const to = targets.get(a.target);
      return to ? [{ ...a, to }] : [];
    });
  const names = found.flatMap(({ name, member, to }) =>
    member === undefined ? [`const { ${to.name}: ${name} } = $m${to.file}(); `] : [],
  );
  const members = found.filter((a) => a.member !== undefined);
  for (const namespace of new Set(members.map((m) => m.name))) {
    const own = members.filter((m) => m.name === namespace);
    names.push(`const ${namespace} = { ${own.map((m) => `${m.member}: $m${m.to.file}().${m.to.name}`).join(', ')} }; `);
  }
  return names.join('');
}

/** Captures and copies that live in the enclosing function get a scope of their own. */
function openLocals(text: MagicString, plan: Accepted, kept: readonly Copied[], { start, end }: Span): void {
  const values = plan.captures.map((c, i) => ({ ...c, i })).filter((c) => c.file === 0 && c.local);
  text.prependLeft(start, `{ ${constants(values)}`);
  const known = kept.filter((c) => c.local && c.object).map((c) => c.name);
  text.appendRight(end, ` ${known.length ? `$job.known(${known.join(', ')}); ` : ''}}`);
}

function localSpan(plan: Accepted, kept: readonly Copied[]): Span {
  const spans = [...kept.filter((c) => c.local).map((c) => c.span), plan.worker.body];
  return { start: Math.min(...spans.map((s) => s.start)), end: Math.max(...spans.map((s) => s.end)) };
}

function epilogue({ classes }: Accepted, kept: readonly Copied[]): string {
  const names = classes.map((c) => (c.file === 0 ? c.name : `$m${c.file}().${c.name}`));
  const revived = names.length ? `$job.revive([${names.join(', ')}]); ` : '';
  const known = kept.filter((c) => !c.local && c.object).map((c) => c.name);
  return `${known.length ? `$job.known(${known.join(', ')}); ` : ''}${revived}return $run; });\n`;
}
