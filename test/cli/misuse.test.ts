/** Exit code 2, and a message that says what to do instead. */
import { expect, test } from 'vitest';
import { folderWith, parloop } from './support.ts';

const FILES = { 'a.ts': 'export {};\n', 'src/b.ts': 'export {};\n', 'note.txt': 'x', 'types.d.ts': 'export {};\n' };

test.each([
  [['check'], "missing required argument 'file'"],
  [['check', 'nope.ts'], "There is no file 'nope.ts'."],
  [['check', 'src'], "'src' is a folder. Name files or a pattern, such as 'src/**/*.ts'."],
  [['check', 'lib/*.ts'], "No source file matches 'lib/*.ts'."],
  [['check', 'note.txt'], "'note.txt' is not a source file."],
  [['check', 'types.d.ts'], "'types.d.ts' is not a source file."],
  [['check', '--jsn', 'a.ts'], '(Did you mean --json?)'],
  [['chek', 'a.ts'], '(Did you mean check?)'],
  [['explain', 'PAR0000'], 'There is no diagnostic PAR0000.'],
  [['build', 'a.ts'], 'Say where to write with --out-dir.'],
  [['build', '--out-dir', 'out'], 'Name the files to build, or a configuration with -p.'],
  [['build', '-p', 'tsconfig.json'], 'tsconfig.json'],
  [['build', 'a.ts', '-p', 'tsconfig.json'], 'Give either files or -p, not both.'],
  [['build', 'a.ts', '--out-dir', 'out', '--on-refusal', 'ignore'], 'Allowed choices are error, serial.'],
  [['run'], "missing required argument 'file'"],
  [['run', 'nope.ts'], "There is no file 'nope.ts'."],
])('parloop %j', (args, message) => {
  const { code, out, err } = parloop(args, folderWith(FILES));
  expect(err).toContain(message);
  expect(out).toBe('');
  expect(code).toBe(2);
});

test('no arguments: the help, as misuse', () => {
  const { code, err } = parloop([], folderWith({}));
  expect(err).toContain('Usage: parloop');
  expect(code).toBe(2);
});

test('--help and --version are no misuse', () => {
  const folder = folderWith({});
  expect(parloop(['--help'], folder)).toMatchObject({ code: 0, err: '' });
  expect(parloop(['build', '--help'], folder).out).toContain('--on-refusal');
  expect(parloop(['--version'], folder).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});
