/** How emitted code names the file of a worker module, which lies beside it. */
import { basename, dirname, extname, join } from 'node:path';
import type { Resolution } from '../../options.ts';
import type { WorkerModule } from '../../transform.ts';
import type { CompilerOptions, SourceFile, TypeScript } from './compiler-types.ts';

const OUTPUT: Readonly<Record<string, string>> = { '.mts': '.mjs', '.mjs': '.mjs', '.cts': '.cjs', '.cjs': '.cjs' };

const JSX: ReadonlySet<string> = new Set(['.tsx', '.jsx']);

const stemOf = ({ file, index }: WorkerModule): string => `${basename(file, extname(file))}.parallel${index}`;

/** Path of the source that TypeScript is told to compile. It exists in memory only. */
export const bodyPath = (module: WorkerModule): string =>
  join(dirname(module.file), stemOf(module) + extname(module.file));

function outputName(module: WorkerModule, ts: TypeScript, options: CompilerOptions): string {
  const extension = extname(module.file);
  const kept = JSX.has(extension) && options.jsx === ts.JsxEmit.Preserve ? '.jsx' : undefined;
  return stemOf(module) + (kept ?? OUTPUT[extension] ?? '.js');
}

function isCommonJs(file: SourceFile, ts: TypeScript, options: CompilerOptions): boolean {
  const module = options.module ?? ts.ModuleKind.CommonJS;
  const perFile = module >= ts.ModuleKind.Node16 && module <= ts.ModuleKind.NodeNext;
  return (perFile ? file.impliedNodeFormat : module) === ts.ModuleKind.CommonJS;
}

/** How the packages that the output imports are found. What is compiled for nobody in particular may be bundled. */
export function resolutionOf(file: SourceFile, ts: TypeScript, options: CompilerOptions): Resolution {
  if (isCommonJs(file, ts, options)) return 'commonjs';
  const { module = 0 } = options;
  return module >= ts.ModuleKind.Node16 && module <= ts.ModuleKind.NodeNext ? 'node' : 'bundler';
}

/** The JavaScript expression for the URL of a worker module of `file`. */
export function referenceIn(file: SourceFile, ts: TypeScript, options: CompilerOptions) {
  const commonJs = isCommonJs(file, ts, options);
  return (module: WorkerModule): string => {
    const name = JSON.stringify(`./${encodeURIComponent(outputName(module, ts, options))}`);
    const base = commonJs ? 'require("node:url").pathToFileURL(__filename)' : 'import.meta.url';
    return `new URL(${name}, ${base}).href`;
  };
}
