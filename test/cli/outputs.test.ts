/** Worker modules and source maps of a build, from compiled pieces that are written by hand. */
import { join } from 'node:path';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import MagicString from 'magic-string';
import { expect, test } from 'vitest';
import { outputsOf } from '../../packages/transform/src/hosts/cli/build/outputs.ts';
import { shapeOf } from '../../packages/transform/src/hosts/cli/build/specifiers.ts';
import { strip } from '../../packages/transform/src/hosts/cli/build/strip.ts';
import { folderWith } from './support.ts';

const SOURCE = `import { score } from './lib/score.ts';
export function run(xs: number[]): number[] {
  return xs.map((x: number): number => score(x));
}
`;

/** As the compiler does it: the text is changed, and its map names the file. */
function changed(file: string, text: string, edit: (text: MagicString) => void) {
  const result = new MagicString(text);
  edit(result);
  return { code: result.toString(), map: JSON.parse(result.generateMap({ hires: true, source: file }).toString()) };
}

async function piece(file: string, { code, map }: ReturnType<typeof changed>, workerName?: string) {
  const stripped = await strip(code, file, 'esm');
  const specifiers = shapeOf(stripped.code, 'x.js').specifiers;
  return { ...(workerName ? { workerName } : {}), code: stripped.code, maps: [stripped.map, map], specifiers };
}

/** Where the first occurrence of a text in an output comes from: `file:line:column`, both from 1. */
function origin(text: string, map: string, part: string): string {
  const before = text.slice(0, text.indexOf(part)).split('\n');
  const found = originalPositionFor(new TraceMap(map), { line: before.length, column: before.at(-1)?.length ?? 0 });
  return `${found.source}:${found.line}:${(found.column ?? -1) + 1}`;
}

test('worker modules lie beside their module, and maps lead to the source', async () => {
  const folder = folderWith({ 'src/app.ts': SOURCE, 'src/lib/score.ts': 'export const score = (x: number) => x;\n' });
  const file = join(folder, 'src/app.ts');
  const lib = join(folder, 'src/lib/score.ts');
  const main = changed(file, SOURCE, (text) => {
    text.prepend('import * as $par from "@parloop/runtime"; $par.open; ');
    text.replace('score(x)', 'new URL("./app.parallel0.js", import.meta.url).href.length');
  });
  const body = changed(file, SOURCE, (text) => {
    text.replace('export function run(xs: number[]): number[] {\n', '\n').replace(');\n}', ';\n');
    text.replace('  return xs.map((x: number): number =>', 'export const body = (x: number) =>');
  });
  const modules = [
    {
      file,
      commonJs: false,
      diagnostics: [],
      pieces: [await piece(file, main), await piece(file, body, 'app.parallel0.js')],
    },
    { file: lib, commonJs: false, diagnostics: [], pieces: [] },
  ];
  const layout = { outDir: join(folder, 'out'), root: join(folder, 'src'), runtime: () => 'file:///runtime.js' };
  const outputs = outputsOf(modules, [], layout);
  const textOf = (name: string): string => {
    const output = outputs.find(({ path }) => path === join(folder, 'out', name));
    return output !== undefined && 'text' in output.content ? output.content.text : '';
  };

  expect(outputs.map(({ path }) => path.slice(folder.length))).toEqual([
    '/out/app.js',
    '/out/app.js.map',
    '/out/app.parallel0.js',
    '/out/app.parallel0.js.map',
  ]);
  const [app, worker] = [textOf('app.js'), textOf('app.parallel0.js')];
  expect(app).toContain('from "file:///runtime.js"');
  expect(app).toContain('new URL("./app.parallel0.js", import.meta.url)');
  expect(worker).toContain('from "./lib/score.js"');
  expect(app.endsWith('\n//# sourceMappingURL=app.js.map\n')).toBe(true);
  expect(worker.endsWith('\n//# sourceMappingURL=app.parallel0.js.map\n')).toBe(true);
  expect(origin(app, textOf('app.js.map'), 'xs.map')).toBe('../src/app.ts:3:10');
  expect(origin(worker, textOf('app.parallel0.js.map'), 'score(x)')).toBe('../src/app.ts:3:40');
  expect(JSON.parse(textOf('app.parallel0.js.map')).sourcesContent).toEqual([SOURCE]);
});
