/** Compiles an annotated module into the cache. Brings TypeScript along: see `lazy-compiler.ts`. */
import { isatty } from 'node:tty';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { renderPretty } from '../../diagnostics/render/pretty.ts';
import type { Host } from '../../options.ts';
import { type TransformResult, transform, type WorkerModule } from '../../transform.ts';
import { type Answer, recording, unique } from './answers.ts';
import { cacheFolder, hashOf, writeEntry } from './cache.ts';
import { prune } from './prune.ts';
import { type Compiled, onRefusal, recordName } from './record.ts';
import { nameOf, stripFresh } from './strip.ts';

const STDERR = 2;

/** `new URL("./app.ts?parallel=0&h=…&lang.ts", import.meta.url).href`: the name pins the text of this compilation. */
function ref(module: WorkerModule): string {
  const base = encodeURIComponent(module.file.replace(/^.*[\\/]/, ''));
  const extension = /[^.]*$/.exec(module.file)?.[0];
  const query = `parallel=${module.index}&h=${nameOf(module.file, module.code)}&lang.${extension}`;
  return `new URL(${JSON.stringify(`./${base}?${query}`)}, import.meta.url).href`;
}

function rendered(diagnostics: readonly Diagnostic[], severity: string, host: Host): string {
  const options = { read: host.readFile, folder: process.cwd(), color: isatty(STDERR) };
  return diagnostics
    .filter((diagnostic) => diagnostic.severity === severity)
    .map((diagnostic) => renderPretty(diagnostic, options))
    .join('\n');
}

function write(file: string, result: TransformResult): Pick<Compiled, 'main' | 'bodies'> {
  stripFresh({ file, code: result.code, map: result.map });
  for (const module of result.workerModules) stripFresh({ file, code: module.code, map: module.map });
  const bodies = result.workerModules.map(({ index, code }) => [index, nameOf(file, code)]);
  return { main: nameOf(file, result.code), bodies: Object.fromEntries(bodies) };
}

/**
 * Transforms a module, takes the types out of what came of it, and writes everything into the cache.
 *
 * @param text of the file
 * @returns the record that was written; its `errors` say why the module must not run
 */
export function compile(file: string, text: string, host: Host): Compiled {
  const answers: Answer[] = [];
  const result = transform(text, file, { host: recording(host, answers), ref, onRefusal: onRefusal() });
  const errors = rendered(result.diagnostics, 'error', host);
  const compiled: Compiled = {
    textHash: hashOf(text),
    answers: unique(answers),
    // A module that must not run may not even parse.
    ...(errors === '' ? write(file, result) : { main: '', bodies: {} }),
    warnings: rendered(result.diagnostics, 'warning', host),
    errors,
  };
  const folder = cacheFolder(file);
  writeEntry(folder, recordName(file), JSON.stringify(compiled));
  prune(folder);
  return compiled;
}
