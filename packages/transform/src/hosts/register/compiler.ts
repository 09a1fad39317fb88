/** Compiles an annotated module into the cache. Brings TypeScript along: see `lazy-compiler.ts`. */
import type { Host } from '../../options.ts';
import { type TransformResult, transform, type WorkerModule } from '../../transform.ts';
import { vouched } from '../vouched.ts';
import { type Answer, recording, unique } from './answers.ts';
import { cacheFolder, hashOf, writeEntry } from './cache.ts';
import { prune } from './prune.ts';
import { type Compiled, onRefusal, recordName } from './record.ts';
import { nameOf, stripFresh } from './strip.ts';

/** `new URL("./app.ts?parallel=0&h=…&lang.ts", import.meta.url).href`: the name pins the text of this compilation. */
function ref(module: WorkerModule): string {
  const base = encodeURIComponent(module.file.replace(/^.*[\\/]/, ''));
  const extension = /[^.]*$/.exec(module.file)?.[0];
  const query = `parallel=${module.index}&h=${nameOf(module.file, module.code)}&lang.${extension}`;
  return `new URL(${JSON.stringify(`./${base}?${query}`)}, import.meta.url).href`;
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
 * @returns the record that was written; errors among its diagnostics say why the module must not run
 */
export function compile(file: string, text: string, host: Host): Compiled {
  const answers: Answer[] = [];
  const pure = vouched();
  const result = transform(text, file, { host: recording(host, answers), ref, onRefusal: onRefusal(), pure });
  const refused = result.diagnostics.some(({ severity }) => severity === 'error');
  const compiled: Compiled = {
    textHash: hashOf(text),
    answers: unique(answers),
    // A module that must not run may not even parse.
    ...(refused ? { main: '', bodies: {} } : write(file, result)),
    diagnostics: result.diagnostics,
  };
  const folder = cacheFolder(file);
  writeEntry(folder, recordName(file), JSON.stringify(compiled));
  prune(folder);
  return compiled;
}
