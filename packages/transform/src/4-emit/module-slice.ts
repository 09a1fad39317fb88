/** The parts of other local modules that P needs, each module as one function of the worker module. */
import MagicString from 'magic-string';
import type { Graph } from '../records/graph.ts';
import type { Accepted } from '../records/plan.ts';
import { aliasText, distinct } from './worker-module.ts';

export interface ModuleSlice {
  readonly path: string;
  readonly text: MagicString;
}

export function moduleSlices(graph: Graph, plan: Accepted): ModuleSlice[] {
  const files = new Set([...plan.copies, ...plan.captures].map((c) => c.file));
  return [...files].filter((f) => f > 0).map((file) => sliceOf(graph, plan, file));
}

function sliceOf(graph: Graph, plan: Accepted, file: number): ModuleSlice {
  const { path, text: source } = graph.files[file]!;
  const copies = plan.copies.filter((c) => c.file === file).sort((a, b) => a.span.start - b.span.start);
  const captures = plan.captures.map((c, i) => ({ ...c, i })).filter((c) => c.file === file);
  const imports = plan.imports.filter((i) => i.file === file);
  const text = new MagicString(source, { filename: path });
  let at = 0;
  for (const { span, prefix, suffix = '', edits = [] } of distinct(copies)) {
    for (const e of edits) text.overwrite(e.span.start, e.span.end, e.text);
    if (prefix) text.prependRight(span.start, prefix);
    if (span.start > at) text.remove(at, span.start);
    text.appendLeft(span.end, `${suffix};\n`);
    at = Math.max(at, span.end);
  }
  if (at < source.length) text.remove(at, source.length);
  const bindings = [
    ...imports.map((i) => `const ${i.name} = $m${file}_${i.name}; `),
    ...captures.map((c) => `const ${c.name} = $in[${c.i}]; `),
  ].join('');
  const known = copies.filter((c) => c.object).map((c) => c.name);
  const names = [...copies, ...captures].map((c) => c.name);
  text.prepend(`function $m${file}() { if ($v${file}) return $v${file}; ${bindings}${aliasText(plan, file)}\n`);
  text.append(
    `${known.length ? `$job.known(${known.join(', ')}); ` : ''}return ($v${file} = { ${[...new Set(names)].join(', ')} }); }\n`,
  );
  return { path, text };
}
