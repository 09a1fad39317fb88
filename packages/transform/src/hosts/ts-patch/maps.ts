/** Source maps of the output: from JavaScript through the transformed text to the original file. */
import { basename, dirname, relative } from 'node:path';
import remapping, { type EncodedSourceMap } from '@jridgewell/remapping';
import type { SourceFile } from './compiler-types.ts';
import type { Text } from './units.ts';

const INLINE = /^(\/\/# sourceMappingURL=data:application\/json;base64,)([\w+/=]+)/m;

/** Names without meaning, so that nothing is looked up twice. */
const MIDDLE = '/transformed';
const original = (index: number): string => `/original${index}`;

/** A source of our map, as TypeScript would have named it: beside the path that it found for the main one. */
const sourcePath = (path: string, text: Text, source: SourceFile, file: string): string => {
  const folder = path.slice(0, path.length - basename(text.path).length);
  if (file === source.fileName || file === text.path) return folder + basename(source.fileName);
  return folder + relative(dirname(text.path), file).replaceAll('\\', '/');
};

function compose(outer: EncodedSourceMap, text: Text, source: SourceFile): EncodedSourceMap {
  const { map } = text;
  const [path = ''] = outer.sources as readonly string[];
  const files = map?.sources ?? [source.fileName];
  const inner = map === null ? null : { ...map, version: 3 as const, sources: files.map((_, i) => original(i)) };
  const { sourceRoot, ...plain } = outer;
  const composed = remapping({ ...plain, sources: [MIDDLE] }, (file) => (file === MIDDLE ? inner : null), true);
  const used = composed.sources.map((name) =>
    Math.max(
      0,
      files.findIndex((_, i) => original(i) === name),
    ),
  );
  const textOf = (i: number): string | null => (i === 0 ? source.text : (map?.sourcesContent?.[i] ?? null));
  const content = outer.sourcesContent === undefined ? {} : { sourcesContent: used.map(textOf) };
  return {
    version: 3,
    ...(outer.file === undefined ? {} : { file: outer.file }),
    ...(sourceRoot === undefined ? {} : { sourceRoot }),
    sources: used.map((i) =>
      i === 0 ? sourcePath(path ?? '', text, source, source.fileName) : sourcePath(path ?? '', text, source, files[i]!),
    ),
    ...content,
    names: composed.names,
    mappings: composed.mappings as string,
  };
}

const composeText = (json: string, text: Text, source: SourceFile): string =>
  JSON.stringify(compose(JSON.parse(json) as EncodedSourceMap, text, source));

/** Makes a file of TypeScript's output, a map or JavaScript with an inline one, lead back to the original. */
export function composeOutput(path: string, content: string, text: Text, source: SourceFile): string {
  if (path.endsWith('.map')) return composeText(content, text, source);
  return content.replace(INLINE, (_, prefix: string, encoded: string) => {
    const json = Buffer.from(encoded, 'base64').toString();
    return prefix + Buffer.from(composeText(json, text, source)).toString('base64');
  });
}
