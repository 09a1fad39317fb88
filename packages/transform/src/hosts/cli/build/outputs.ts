/** From compiled modules to the files of the output folder: specifiers rewritten, source maps composed. */
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import remapping, { type SourceMapInput } from '@jridgewell/remapping';
import MagicString from 'magic-string';
import type { SourceMapLike } from '../../../transform.ts';
import { readTextFile, resolveFile } from '../../file-host.ts';
import type { CompiledModule, Piece } from './compile.ts';
import { outputPath, relativeUrl } from './paths.ts';
import { isRuntime } from './runtime.ts';
import type { Specifier } from './specifiers.ts';

/** A file to write. */
export interface Output {
  /** Absolute path. */
  readonly path: string;
  /** Text, or the absolute path of a file to copy. */
  readonly content: { readonly text: string } | { readonly copyOf: string };
}

export interface Layout {
  /** Absolute path of the output folder. */
  readonly outDir: string;
  /** Absolute path of the folder whose structure is kept. */
  readonly root: string;
  /** What takes the place of a runtime specifier that would not be found from the output folder. */
  readonly runtime: (specifier: string) => string;
}

/** Output path by source path, for modules and assets. */
export function placeAll(modules: readonly CompiledModule[], assets: readonly string[], layout: Layout) {
  const place = (file: string, commonJs: boolean) =>
    [file, outputPath(file, layout.root, layout.outDir, commonJs)] as const;
  return new Map([
    ...modules.map(({ file, commonJs }) => place(file, commonJs)),
    ...assets.map((file) => [file, join(layout.outDir, file.slice(layout.root.length))] as const),
  ]);
}

/** What a specifier becomes in the output; undefined when it stays as it is. */
function rewritten(
  { text }: Specifier,
  file: string,
  output: string,
  places: ReadonlyMap<string, string>,
  layout: Layout,
): string | undefined {
  if (isRuntime(text)) return layout.runtime(text);
  const source = resolveFile(text, file);
  if (source === undefined) return undefined;
  const target = places.get(source);
  const query = /[?#].*$/.exec(text)?.[0] ?? '';
  if (target !== undefined) return relativeUrl(output, target) + query;
  // Installed packages that are named by a path stay where they are.
  return pathToFileURL(source).href + query;
}

/** Sources become relative to the map, and travel in it: a stack can then be read wherever the output is taken. */
function composed(maps: readonly SourceMapLike[], file: string, output: string): SourceMapLike {
  const inputs = maps.map((map) => map as unknown as SourceMapInput);
  const map = remapping(inputs as SourceMapInput[], () => null) as unknown as SourceMapLike;
  const paths = map.sources.map((source) => resolve(dirname(file), source.replace(/^file:\/\//, '')));
  return {
    version: 3,
    file: basename(output),
    sources: paths.map((path) => relativeUrl(output, path)),
    sourcesContent: paths.map((path) => readTextFile(path) ?? null),
    names: map.names,
    mappings: map.mappings,
  };
}

function writePiece(
  piece: Piece,
  module: CompiledModule,
  places: ReadonlyMap<string, string>,
  layout: Layout,
): Output[] {
  const own = places.get(module.file) ?? '';
  const output = piece.workerName === undefined ? own : join(dirname(own), piece.workerName);
  const text = new MagicString(piece.code);
  for (const specifier of piece.specifiers) {
    const target = rewritten(specifier, module.file, output, places, layout);
    if (target !== undefined) text.update(specifier.start, specifier.end, JSON.stringify(target));
  }
  const edits: SourceMapLike[] = text.hasChanged()
    ? [JSON.parse(text.generateMap({ hires: 'boundary', source: module.file }).toString())]
    : [];
  const map = composed([...edits, ...piece.maps], module.file, output);
  const link = `//# sourceMappingURL=${encodeURIComponent(basename(output))}.map\n`;
  return [
    { path: output, content: { text: text.toString() + link } },
    { path: `${output}.map`, content: { text: JSON.stringify(map) } },
  ];
}

/** Everything that the modules and assets become, nothing written yet. */
export function outputsOf(modules: readonly CompiledModule[], assets: readonly string[], layout: Layout): Output[] {
  const places = placeAll(modules, assets, layout);
  return [
    ...modules.flatMap((module) => module.pieces.flatMap((piece) => writePiece(piece, module, places, layout))),
    ...assets.map((copyOf) => ({ path: places.get(copyOf) ?? '', content: { copyOf } })),
  ];
}
