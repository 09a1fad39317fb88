/** `parloop run` is Node with a loader: arguments, streams, exit codes and signals are those of the program. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { folderWith, parloop } from './support.ts';

const COMMAND = fileURLToPath(new URL('../../packages/transform/bin/parloop.js', import.meta.url));

test('arguments after -- are the program’s, and so is the exit code', () => {
  const folder = folderWith({
    'main.ts': "import { n } from './n.js';\nconsole.log(process.argv.slice(2).join(' '));\nprocess.exitCode = n;\n",
    'n.ts': 'export const n: number = 7;\n',
  });
  const { code, out, err } = parloop(['run', 'main.ts', '--', '--json', '-x', 'a b'], folder);
  expect(err).toBe('');
  expect(out).toBe('--json -x a b\n');
  expect(code).toBe(7);
});

test('an option behind the file is the program’s too', () => {
  const folder = folderWith({ 'main.ts': 'console.log(process.argv[2] as string);\n' });
  expect(parloop(['run', 'main.ts', '--help'], folder)).toMatchObject({ out: '--help\n', code: 0 });
});

test('standard input is the program’s', () => {
  const folder = folderWith({ 'main.ts': "process.stdin.on('data', (data: Buffer) => console.log(data.length));\n" });
  const { stdout } = spawnSync(process.execPath, [COMMAND, 'run', 'main.ts'], {
    cwd: folder,
    input: 'abc',
    encoding: 'utf8',
  });
  expect(stdout).toBe('3\n');
});

test('an uncaught error has the line of the source and exit code 1', () => {
  const folder = folderWith({ 'main.ts': 'interface A {\n  a: 1;\n}\n\nthrow new Error("as meant");\n' });
  const { code, err } = parloop(['run', 'main.ts'], folder);
  expect(err).toMatch(/main\.ts:5:7/);
  expect(code).toBe(1);
});

test('a signal to the command ends the program, and the exit code says so', async () => {
  const folder = folderWith({
    'main.ts':
      "process.on('SIGTERM', () => { console.log('bye'); process.exit(3); });\nsetInterval(() => {}, 1e6);\nconsole.log('ready');\n",
    'plain.ts': "setInterval(() => {}, 1e6);\nconsole.log('ready');\n",
  });
  const signalled = async (file: string) => {
    const child = spawn(process.execPath, [COMMAND, 'run', file], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (out === '') child.kill('SIGTERM');
      out += text;
    });
    const [code] = await once(child, 'close');
    return { out, code };
  };
  expect(await signalled('main.ts')).toEqual({ out: 'ready\nbye\n', code: 3 });
  expect(await signalled('plain.ts')).toEqual({ out: 'ready\n', code: 143 });
});
