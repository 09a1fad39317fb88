import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectTwoWorkers, lineOfThrow, serialOutput } from '../../support/app.ts';
import { node, parallel } from '../loader/node.ts';
import { appWith, PLUGIN, tspc, watching } from './tspc.ts';

let serial: string;
beforeAll(async () => {
  serial = await serialOutput();
});

const VERBATIM = { verbatimModuleSyntax: true, isolatedModules: true };
const COMMONJS = { module: 'commonjs', moduleResolution: 'node10', ignoreDeprecations: '6.0' };

const WAYS: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['ES modules', {}],
  ['CommonJS, an older target', { ...COMMONJS, target: 'es2017' }],
  [
    'inline maps, verbatim module syntax',
    { sourceMap: false, inlineSourceMap: true, inlineSources: true, ...VERBATIM },
  ],
  ['composite, with declarations and their maps', { composite: true, declarationMap: true }],
];

async function compiled(options: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = await appWith(options);
  const { status, stdout } = await tspc(folder);
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  if (options.module === 'commonjs') await writeFile(join(folder, 'out/package.json'), '{"type": "commonjs"}');
  return folder;
}

describe.each(WAYS)('%s', (_name, options) => {
  let folder: string;
  beforeAll(async () => {
    folder = await compiled(options);
  });

  test('the program prints what the serial one prints, and two workers take part', async () => {
    const { stdout, constructs } = await parallel([join(folder, 'out/main.js')]);
    expect(stdout).toBe(serial);
    expectTwoWorkers(constructs);
  });

  test('an error has the line of the source', async () => {
    const { stdout } = await parallel(['--enable-source-maps', join(folder, 'out/fail.js')]);
    const { error, message, seen, stack } = JSON.parse(stdout);
    expect({ error, message, seen }).toEqual({ error: 'RangeError', message: 'item 37 is broken', seen: 37 });
    expect(stack).toContain(`${folder}/${await lineOfThrow()}`);
    expect(stack).toMatch(/loops\.ts:5\d:/);
  });
});

/** The files of TypeScript's output that `tsc` writes, too, with their texts. */
async function declarations(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(join(folder, 'out'))).filter((name) => /\.d\.ts(\.map)?$/.test(name)).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, 'out', name), 'utf8')])),
  );
}

test('declarations and their maps are those of tsc, and worker modules have none', async () => {
  const options = { declaration: true, declarationMap: true };
  const [ours, plain] = [await compiled(options), await compiled({ ...options, plugins: [] })];
  expect(await declarations(ours)).toEqual(await declarations(plain));
});

test('worker modules lie beside their main module, with maps', async () => {
  const folder = await compiled({});
  const names = await readdir(join(folder, 'out'));
  expect(names.filter((name) => name.includes('.parallel')).sort()).toEqual(
    [0, 1, 2, 3, 4].flatMap((index) => [`loops.parallel${index}.js`, `loops.parallel${index}.js.map`]),
  );
  const map = JSON.parse(await readFile(join(folder, 'out/loops.parallel0.js.map'), 'utf8'));
  // The body calls a function of another module, whose declaration is copied.
  expect(map.sources).toEqual(['../loops.ts', '../helper.ts']);
});

const REFUSED = 'const xs: number[] = [1, 2, 3];\n// @parallel\nfor (let i = 1; i < 3; i++) xs[i] = xs[i - 1] + 1;\n';

describe('a refused construct', () => {
  test('is an error of TypeScript', async () => {
    const folder = await appWith();
    await writeFile(join(folder, 'refused.ts'), `${REFUSED}export const wrong: string = 1;\n`);
    const { status, stdout } = await tspc(folder);
    expect(status).toBe(2);
    expect(stdout).toMatch(/refused\.ts\(\d,\d+\): error TS90\d{4}: PAR\d{4}: /);
    expect(stdout).toContain("refused.ts(4,14): error TS2322: Type 'number' is not assignable to type 'string'.");
  });

  test('holds back the output with noEmitOnError', async () => {
    const folder = await appWith({ noEmitOnError: true });
    await writeFile(join(folder, 'refused.ts'), REFUSED);
    const { status } = await tspc(folder);
    expect(status).not.toBe(0);
    expect(await readdir(folder)).not.toContain('out');
  });

  test('stays serial, with a warning, where the entry of the plugin says so', async () => {
    const folder = await appWith({ plugins: [{ ...PLUGIN, onRefusal: 'serial' }] });
    await writeFile(join(folder, 'refused.ts'), `${REFUSED}console.log(xs.join());\n`);
    const { status, stderr } = await tspc(folder);
    expect(status).toBe(0);
    expect(stderr).toMatch(/refused\.ts\(\d,\d+\): warning TS90\d{4}: PAR\d{4}: /);
    expect((await node([join(folder, 'out/refused.js')])).stdout).toBe('1,2,3\n');
  });

  test('type errors are reported where tsc reports them', async () => {
    const wrong = async (options: Readonly<Record<string, unknown>>) => {
      const folder = await appWith(options);
      const loops = join(folder, 'loops.ts');
      await writeFile(
        loops,
        (await readFile(loops, 'utf8')).replace('const code = hash(', 'const code: string = hash('),
      );
      return (await tspc(folder)).stdout;
    };
    const plain = await wrong({ plugins: [] });
    expect(plain).toMatch(/loops\.ts\(\d+,\d+\): error TS2322/);
    expect(await wrong({})).toBe(plain);
  });
});

/** What `--listEmittedFiles` names, below `out`. */
const emitted = (stdout: string): string[] =>
  [...stdout.matchAll(/^TSFILE: .*\/out\/(.*)$/gm)].map((match) => match[1]!).sort();

describe('what is compiled again', () => {
  const again = (folder: string, ...args: string[]) => tspc(folder, ...args, '--listEmittedFiles');

  test.each([
    ['--incremental', { incremental: true }, ['-p', '.']],
    ['-b', { composite: true }, ['-b', '.']],
  ])('%s: nothing, then what an edit changes', async (_name, options, args) => {
    const folder = await appWith(options);
    expect(emitted((await again(folder, ...args)).stdout)).toContain('loops.parallel0.js');
    expect(emitted((await again(folder, ...args)).stdout)).toEqual([]);

    const loops = join(folder, 'loops.ts');
    await writeFile(loops, (await readFile(loops, 'utf8')).replace('Math.sqrt(i)', 'Math.sqrt(i) + 1'));
    const edited = emitted((await again(folder, ...args)).stdout);
    expect(edited).toContain('loops.js');
    expect(edited).toContain('loops.parallel0.js');
    expect(edited).not.toContain('helper.js');
    expect(await readFile(join(folder, 'out/loops.parallel0.js'), 'utf8')).toContain('Math.sqrt(i) + 1');
  });

  test('a refusal is reported by every run', async () => {
    const folder = await appWith({ incremental: true });
    await writeFile(join(folder, 'refused.ts'), REFUSED);
    const [first, second] = [await tspc(folder), await tspc(folder)];
    expect(first.stdout).toMatch(/error TS90\d{4}: PAR\d{4}: /);
    expect(second).toMatchObject({ status: 2, stdout: first.stdout });
  });

  test('-w: what an edit changes, a refusal when it appears, until it is gone', async () => {
    const folder = await appWith();
    const loops = join(folder, 'loops.ts');
    const text = await readFile(loops, 'utf8');
    const watch = watching(folder);
    try {
      expect(await watch.report()).toContain('Found 0 errors');
      const body = await readFile(join(folder, 'out/loops.parallel0.js'), 'utf8');

      await writeFile(loops, text.replace('Math.sqrt(i)', 'Math.sqrt(i) + 1'));
      expect(await watch.report()).toContain('Found 0 errors');
      expect(await readFile(join(folder, 'out/loops.parallel0.js'), 'utf8')).not.toBe(body);

      await writeFile(loops, `${text}\n${REFUSED}`);
      expect(await watch.report()).toMatch(/loops\.ts\(\d+,\d+\): error TS90\d{4}: PAR\d{4}: [\s\S]*Found 1 error/);

      await writeFile(loops, text);
      expect(await watch.report()).toContain('Found 0 errors');
      expect(await readFile(join(folder, 'out/loops.parallel0.js'), 'utf8')).toBe(body);
    } finally {
      watch.end();
    }
  });
});
