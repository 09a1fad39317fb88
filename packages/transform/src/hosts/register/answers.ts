/** What a compilation asked about other modules: as long as the answers are the same, so is its result. */
import type { Host } from '../../options.ts';
import { hashOf } from './cache.ts';

/** null stands for "there is none". */
export type Answer =
  | { readonly ask: 'text'; readonly path: string; readonly hash: string | null }
  | { readonly ask: 'real'; readonly path: string; readonly real: string }
  | { readonly ask: 'path'; readonly specifier: string; readonly importer: string; readonly path: string | null };

const hashOfText = (text: string | undefined): string | null => (text === undefined ? null : hashOf(text));

/** A host that gives `host`'s answers and writes them down in `answers`. */
export function recording(host: Host, answers: Answer[]): Host {
  return {
    readFile(path) {
      const text = host.readFile(path);
      answers.push({ ask: 'text', path, hash: hashOfText(text) });
      return text;
    },
    resolve(specifier, importer) {
      const path = host.resolve(specifier, importer);
      answers.push({ ask: 'path', specifier, importer, path: path ?? null });
      return path;
    },
    realPath(path) {
      const real = host.realPath?.(path) ?? path;
      answers.push({ ask: 'real', path, real });
      return real;
    },
  };
}

/** True when `host` would answer everything as it did then. */
export const stillTrue = (answers: readonly Answer[], host: Host): boolean =>
  answers.every((answer) => {
    if (answer.ask === 'text') return hashOfText(host.readFile(answer.path)) === answer.hash;
    if (answer.ask === 'real') return (host.realPath?.(answer.path) ?? answer.path) === answer.real;
    return (host.resolve(answer.specifier, answer.importer) ?? null) === answer.path;
  });

/** The same answers, each once. */
export const unique = (answers: readonly Answer[]): Answer[] => [
  ...new Map(answers.map((answer) => [JSON.stringify(answer), answer])).values(),
];
