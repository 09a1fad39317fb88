/** The loader as a door to the compiler. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectTwoWorkers, lineOfThrow, serialOutput, temporaryFolder } from '../../support/app.ts';
import { copyOfApp, LOADER, node, origins, parallel, project, REFUSED } from './node.ts';

let serial: string;
beforeAll(async () => {
  serial = await serialOutput();
  process.env.PARLOOP_DEBUG = 'loader';
});

beforeEach(async () => {
  process.env.PARLOOP_CACHE = await temporaryFolder('cache');
});

describe('the program', () => {
  test('prints what the serial one prints, and two workers take part', async () => {
    const folder = await copyOfApp('loader');
    const { stdout, constructs } = await parallel([...LOADER, join(folder, 'main.ts')]);
    expect(stdout).toBe(serial);
    expectTwoWorkers(constructs);
  });

  test('an error has the line of the source', async () => {
    const folder = await copyOfApp('loader');
    const { stdout } = await parallel([...LOADER, join(folder, 'fail.ts')]);
    const { error, message, seen, stack } = JSON.parse(stdout);
    expect({ error, message, seen }).toEqual({ error: 'RangeError', message: 'item 37 is broken', seen: 37 });
    expect(stack).toContain(`${folder}/${await lineOfThrow()}`);
  });

  test('PARLOOP=serial prints the same', async () => {
    const folder = await copyOfApp('loader');
    const { stdout } = await node([...LOADER, join(folder, 'main.ts')], { env: { PARLOOP: 'serial' } });
    expect(stdout).toBe(serial);
  });

  test('annotated JavaScript is transformed too', async () => {
    const folder = await project('loader-js', {
      'main.mjs': "import { squares } from './squares.js';\nconsole.log(squares(64).join());",
      'squares.js': SQUARES.replaceAll(': number[]', '').replaceAll(': number', ''),
    });
    const { stdout, constructs } = await parallel([...LOADER, join(folder, 'main.mjs')]);
    expect(stdout).toBe(`${Array.from({ length: 64 }, (_, i) => i * i).join()}\n`);
    expect(constructs).toMatchObject([{ runs: 1, parallelRuns: 1 }]);
  });
});

const SQUARES = `export function squares(n: number): number[] {
  const out: number[] = [];
  // @parallel
  for (let i = 0; i < n; i++) {
    out.push(i * i);
  }
  return out;
}
`;

describe('a refused construct', () => {
  test('ends the process with a report', async () => {
    const folder = await project('refused', { 'main.ts': `console.log('never');\n${REFUSED}` });
    const { status, stdout, stderr } = await node([...LOADER, 'main.ts'], { cwd: folder });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/main\.ts:\d:\d+ - error PAR\d{4}:/);
  });

  test('is reported again from the cache', async () => {
    const folder = await project('refused', { 'main.ts': REFUSED });
    const runs = [
      await node([...LOADER, 'main.ts'], { cwd: folder }),
      await node([...LOADER, 'main.ts'], { cwd: folder }),
    ];
    expect(runs.map(({ status }) => status)).toEqual([1, 1]);
    expect(origins(runs[1]!, folder)).toEqual(['main cached main.ts']);
    expect(runs[1]!.stderr).toMatch(/error PAR\d{4}:/);
  });

  test('PARLOOP_ON_REFUSAL=serial: runs serially, with a warning', async () => {
    const folder = await project('refused', { 'main.ts': REFUSED });
    const env = { PARLOOP_ON_REFUSAL: 'serial' };
    const { status, stdout, stderr } = await node([...LOADER, 'main.ts'], { cwd: folder, env });
    expect({ status, stdout }, stderr).toEqual({ status: 0, stdout: '1,2,3\n' });
    expect(stderr).toMatch(/warning PAR\d{4}:/);
  });
});

/**
 * A folder outside of the checkout, in which packages can be made to disappear. As strict package managers do it, the
 * dependencies lie where the program itself cannot see them.
 */
async function installed(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parloop-test-'));
  const here = dirname(createRequire(import.meta.url).resolve('@parloop/transform/package.json'));
  const there = join(folder, 'node_modules/@parloop/transform');
  await mkdir(join(folder, 'node_modules/@parloop'), { recursive: true });
  await cp(join(here, 'dist'), join(there, 'dist'), { recursive: true, preserveTimestamps: true });
  await cp(join(here, 'package.json'), join(there, 'package.json'));
  const { dependencies } = JSON.parse(await readFile(join(here, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
  for (const name of Object.keys(dependencies)) {
    const link = join(there, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(modules, name), link);
  }
  return folder;
}

describe('TypeScript', () => {
  test('is not needed without annotations, nor by a second run and its workers', async () => {
    const folder = await installed();
    try {
      const app = await copyOfApp('unused');
      await cp(app, folder, { recursive: true });
      await writeFile(join(folder, 'plain.ts'), 'enum E { A = 1 }\nconsole.log(E.A);\n');
      process.env.PARLOOP_CACHE = '';
      const inside = [
        ...LOADER.slice(0, 1),
        join(folder, 'node_modules/@parloop/transform/dist/hosts/register/register.js'),
      ];

      const first = await parallel([...inside, join(folder, 'main.ts')]);
      expect(first.stdout).toBe(serial);
      expect(origins(first, folder).filter((line) => line.includes('compiled'))).toEqual(['main compiled loops.ts']);

      await rm(join(folder, 'node_modules/@parloop/transform/node_modules/ts-morph'));
      const second = await parallel([...inside, join(folder, 'main.ts')]);
      expect(second.stdout).toBe(serial);
      expectTwoWorkers(second.constructs);
      const said = origins(second, folder);
      expect(said).toContain('main cached loops.ts');
      expect(said.some((line) => line.startsWith('worker body loops.ts#'))).toBe(true);
      expect(said.filter((line) => line.includes('compiled'))).toEqual([]);

      const plain = await node([...inside, join(folder, 'plain.ts')]);
      expect(plain.stdout, plain.stderr).toBe('1\n');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("a worker of the program's own is compiled for in another process", async () => {
    const folder = await project('own-worker', {
      'main.ts': `import { Worker } from 'node:worker_threads';
        new Worker(new URL('./job.ts', import.meta.url)).on('message', (text: string) => console.log(text));`,
      'squares.ts': SQUARES,
      'job.ts': `import { parentPort } from 'node:worker_threads';
        import { squares } from './squares.ts';
        parentPort?.postMessage(squares(5).join());`,
    });
    const { stdout, stderr } = await node([...LOADER, 'main.ts'], { cwd: folder });
    expect(stdout, stderr).toBe('0,1,4,9,16\n');
    expect(origins({ stderr }, folder)).toContain('worker compiled squares.ts');
  });
});

describe('the cache', () => {
  test('a text that the compilation read is checked, and so is the text itself', async () => {
    const folder = await copyOfApp('edited');
    const run = () => node([...LOADER, 'fail.ts'], { cwd: folder });
    const compiled = (outcome: Awaited<ReturnType<typeof run>>) =>
      origins(outcome, folder).includes('main compiled loops.ts');

    expect(compiled(await run())).toBe(true);
    expect(compiled(await run())).toBe(false);

    const helper = join(folder, 'helper.ts');
    await writeFile(helper, (await readFile(helper, 'utf8')).replace('BROKEN = 37', 'BROKEN = 38'));
    const edited = await run();
    expect(compiled(edited)).toBe(true);
    expect(JSON.parse(edited.stdout)).toMatchObject({ message: 'item 38 is broken', seen: 38 });

    const loops = join(folder, 'loops.ts');
    await writeFile(loops, `// A line.\n${await readFile(loops, 'utf8')}`);
    expect(compiled(await run())).toBe(true);
    expect(compiled(await run())).toBe(false);
  });

  test('what somebody removed from it is made again, and what is a month old is removed', async () => {
    const folder = await copyOfApp('emptied');
    const cache = process.env.PARLOOP_CACHE!;
    await node([...LOADER, 'main.ts'], { cwd: folder });
    const texts = (await readdir(cache)).filter((name) => name.endsWith('.mjs'));
    for (const name of texts.slice(1)) await rm(join(cache, name));
    const old = join(cache, '0.mjs');
    await writeFile(old, '');
    await utimes(old, 0, 0);

    const { stdout } = await node([...LOADER, 'main.ts'], { cwd: folder });
    expect(stdout).toBe(serial);
    expect(await readdir(cache)).toEqual(expect.arrayContaining(texts));
    expect(await readdir(cache)).not.toContain('0.mjs');
  });
});
