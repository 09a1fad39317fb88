/** Stage 4: plan and text → text. Sees spans, no AST. */
import { CONTRACT_VERSION, type ReadSpec, type ReadStep } from '@parloop/runtime/contract';
import MagicString from 'magic-string';
import type { Span } from '../diagnostics/diagnostic.ts';
import { lineTable, positionAt } from '../diagnostics/frame.ts';
import type { Graph } from '../records/graph.ts';
import type { Accepted, ReadNode, ReadTree } from '../records/plan.ts';
import type { SourceMapLike, WorkerModule } from '../stages.ts';
import { emitMain } from './main-module.ts';
import { siteName } from './names.ts';
import { importText, workerModule } from './worker-module.ts';

export interface EmitInput {
  readonly index: number;
  readonly id: string;
  readonly graph: Graph;
  readonly plan: Accepted;
  readonly statement: Span;
}

export interface Emitted {
  readonly code: string;
  readonly map: SourceMapLike;
  readonly workerModules: readonly WorkerModule[];
}

export interface EmitOptions {
  readonly path: string;
  readonly text: string;
  /** Extension of the source, without the dot. */
  readonly extension: string;
  /** Where a first statement may be put: behind `#!` and directives. */
  readonly start: number;
  readonly runtime: string;
  readonly ref: (module: WorkerModule) => string;
}

export function emit(inputs: readonly EmitInput[], options: EmitOptions): Emitted {
  const text = new MagicString(options.text, { filename: options.path });
  const base = options.path.replace(/^.*[\\/]/, '');
  const workerModules = inputs.map(({ index, graph, plan, id }) => {
    const { key, code, map } = workerModule(graph, plan, id);
    const moduleId = `${options.path}?parallel=${index}&lang.${options.extension}`;
    return { id: moduleId, file: options.path, index, key, code, map: asMap(map) };
  });
  for (const [i, input] of inputs.entries())
    emitMain(text, { ...input, site: siteText(input, workerModules[i]!, options, base) });
  if (inputs.length) text.prependRight(options.start, headerText(inputs, options));
  return {
    code: text.toString(),
    map: asMap(text.generateMap({ source: options.path, hires: true, includeContent: true })),
    workerModules,
  };
}

function headerText(inputs: readonly EmitInput[], options: EmitOptions): string {
  const imports = new Map<string, string>();
  for (const { graph, plan } of inputs)
    for (const c of [...plan.captures, ...plan.classes, ...plan.guardImports])
      if (c.importAs !== undefined)
        imports.set(nameOf(c), importText(nameOf(c), c.importAs, graph.files[c.file]!.specifier ?? ''));
  const hidden = new Set(
    inputs.flatMap(({ plan }) => [...plan.captures, ...plan.classes].filter((c) => c.hidden).map((c) => c.name)),
  );
  const getters = [...hidden].map((name) => `function $par_get_${name}() { return ${name}; } `).join('');
  const sites = inputs.map(({ index }) => siteName(index)).join(', ');
  return `import * as $par from ${JSON.stringify(options.runtime)}; ${[...imports.values()].join('')}var ${sites}; ${getters}`;
}

const nameOf = (c: { readonly text: string; readonly alias?: string | undefined }): string => c.alias ?? c.text;

function siteText(input: EmitInput, module: WorkerModule, options: EmitOptions, base: string): string {
  const { plan, graph } = input;
  const writes = plan.bulk.length
    ? `, writes: ${JSON.stringify([...new Map(plan.bulk.map((w) => [w.target, { op: w.op, target: w.target }])).values()])}`
    : '';
  const name = plan.name === undefined ? '' : `name: ${plan.name}, `;
  const assumed = plan.assumed.length > 0 ? `, assumed: ${JSON.stringify(plan.assumed)}` : '';
  const stream = plan.stream === undefined ? '' : `, stream: ${plan.stream}`;
  const reads = plan.reads.some((r) => r !== null) ? `, reads: ${JSON.stringify(plan.reads.map(readText))}` : '';
  const watch = plan.steady === undefined ? '' : `, watch: ${JSON.stringify(plan.steady.captures)}${stream}`;
  return (
    `{ contract: ${CONTRACT_VERSION}, key: ${JSON.stringify(module.key)}, url: ${options.ref(module)}, id: ${JSON.stringify(input.id)}, ${name}` +
    `file: ${JSON.stringify(base)}, line: ${positionAt(lineTable(options.text), graph.span.start).line}, columns: ${JSON.stringify(plan.columns)}${writes}, ` +
    `names: ${JSON.stringify(plan.captures.map((c) => c.label ?? c.name))}, cost: ${plan.cost}, open: ${plan.open}, stopOnFail: ${plan.stopOnFail}, writesElements: ${plan.writesElements}${plan.ownMemory ? ', ownMemory: true' : ''}${plan.absent.length > 0 ? `, absent: ${JSON.stringify(plan.absent)}` : ''}${plan.vouched ? ', vouched: true' : ''}${assumed}${watch}${reads} }`
  );
}

/** As the contract has it. */
const readText = (tree: ReadTree | null): ReadSpec | null =>
  tree && {
    ...(tree.named ? { named: true } : {}),
    ...(tree.single ? { single: true } : {}),
    element: nodeText(tree.element),
  };

function nodeText({ primitive, sent, fields }: ReadNode): ReadStep {
  const inner = Object.entries(fields).map(([name, node]): [string, ReadStep] => [name, nodeText(node)]);
  const kind = (primitive ? 1 : 0) + (sent ? 2 : 0);
  return inner.length > 0 ? [kind, Object.fromEntries(inner)] : kind;
}

const asMap = (map: {
  version: number;
  sources: string[];
  sourcesContent?: (string | null)[] | undefined;
  names: string[];
  mappings: string;
}): SourceMapLike => ({
  version: map.version,
  sources: map.sources,
  sourcesContent: map.sourcesContent ?? [],
  names: map.names,
  mappings: map.mappings,
});
