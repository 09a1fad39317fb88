/** Source maps of the output: from JavaScript through the transformed text to the original file. */
import { basename } from 'node:path';
import remapping, { type EncodedSourceMap } from '@jridgewell/remapping';
import type { SourceFile } from './compiler-types.ts';
import type { Text } from './units.ts';

const INLINE = /^(\/\/# sourceMappingURL=data:application\/json;base64,)([\w+/=]+)/m;

/** Names without meaning, so that nothing is looked up twice. */
const MIDDLE = '/transformed';
const ORIGINAL = '/original';

/** The path that TypeScript found for the source, with the name of the original file. */
const originalPath = (path: string, text: Text, source: SourceFile): string =>
  path.slice(0, path.length - basename(text.path).length) + basename(source.fileName);

function compose(outer: EncodedSourceMap, text: Text, source: SourceFile): EncodedSourceMap {
  const { map } = text;
  const [path = ''] = outer.sources as readonly string[];
  const inner = map === null ? null : { ...map, version: 3 as const, sources: [ORIGINAL] };
  const { sourceRoot, ...plain } = outer;
  const composed = remapping({ ...plain, sources: [MIDDLE] }, (file) => (file === MIDDLE ? inner : null), true);
  const content = outer.sourcesContent === undefined ? {} : { sourcesContent: [source.text] };
  return {
    version: 3,
    ...(outer.file === undefined ? {} : { file: outer.file }),
    ...(sourceRoot === undefined ? {} : { sourceRoot }),
    sources: [originalPath(path ?? '', text, source)],
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
