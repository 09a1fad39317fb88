/**
 * Stands in for the compiler where a test is about what a bundler does with its results: each `// @parallel NAME`
 * becomes a line that remembers the URL of a worker module, and the worker module registers the function NAME.
 */
import { extname } from 'node:path';
import type { Diagnostic, Options, TransformResult, WorkerModule } from '@parloop/transform';
import MagicString from 'magic-string';

const mapOf = (text: MagicString, file: string) => {
  const { version, sources, sourcesContent, names, mappings } = text.generateMap({ source: file, hires: true });
  return { version, sources, sourcesContent: sourcesContent ?? [], names, mappings };
};

function cut(code: string, file: string, name: string, index: number): WorkerModule {
  const imports = code.split('\n').filter((line) => line.startsWith('import'));
  const body = `(globalThis[Symbol.for("parloop.bodies")] ??= new Map()).set("${name}", (x) => ${name}(x));`;
  const text = [...imports, body].join(' ');
  const id = `${file}?parallel=${index}&lang${extname(file)}`;
  return { id, file, index, key: name, code: text, map: mapOf(new MagicString(text), file) };
}

const refusals = (code: string, file: string, { onRefusal }: Options): Diagnostic[] =>
  [...code.matchAll(/REFUSED\d/g)].map(({ index, 0: text }) => ({
    code: 'PAR3001',
    severity: onRefusal === 'warn' ? 'warning' : 'error',
    message: `${text} cannot be parallel`,
    file,
    span: { start: index, end: index + text.length },
    related: [{ message: 'it is written here', file, span: { start: 0, end: 1 } }],
    help: 'Change it.',
  }));

export function fakeTransform(code: string, file: string, options: Options): TransformResult {
  const text = new MagicString(code);
  const workerModules: WorkerModule[] = [];
  for (const { index, 0: comment, 1: name } of code.matchAll(/\/\/ @parallel (\w+)/g)) {
    const module = cut(code, file, name!, workerModules.length);
    workerModules.push(module);
    const url = options.ref?.(module) ?? '""';
    text.overwrite(index, index + comment.length, `(globalThis.urls ??= {}).${name} = String(${url});`);
  }
  const map = workerModules.length > 0 ? mapOf(text, file) : null;
  const diagnostics = refusals(code, file, options);
  return { code: text.toString(), map, workerModules, constructs: [], diagnostics, dependencies: [] };
}
