/** The command line: names, options and help. What the commands do is in the file of their name. */
import { Command, Option } from 'commander';
import { namesIn } from '../vouched.ts';
import { build } from './build.ts';
import { check } from './check.ts';
import { explain } from './explain.ts';
import { run } from './run.ts';
import type { Terminal } from './terminal.ts';
import { toolVersion } from './version.ts';

const EXIT_CODES = `
Exit codes: 0 everything is accepted, 1 something is refused or does not compile, 2 the command was called wrongly.`;

const onRefusal = () =>
  new Option('--on-refusal <what>', 'what a refused construct does to the build')
    .choices(['error', 'serial'])
    .default('error');

const pure = () =>
  new Option('--pure <names>', 'packages and functions to vouch for: lodash,dates/format,units#metres').argParser(
    namesIn,
  );

/**
 * @param setExitCode called by the command that was chosen, when it is done
 */
export function createProgram(terminal: Terminal, setExitCode: (code: number) => void): Command {
  const program = new Command('parloop')
    .description('Turns loops annotated with // @parallel into sequentially equivalent parallel ones, or says why not.')
    .version(toolVersion())
    .addHelpText('after', EXIT_CODES)
    .showHelpAfterError('(parloop --help shows what is possible)')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err });

  program
    .command('check')
    .description('say which annotated constructs are refused, and why')
    .argument('<file...>', 'source files or quoted patterns')
    .option('--json', 'print the verdicts and diagnostics as JSON')
    .addOption(new Option('--sarif', 'print the diagnostics as SARIF 2.1.0').conflicts('json'))
    .option('--fix', 'make the corrections that change nothing but annotations')
    .addOption(pure())
    .action(async (files: string[], options) => setExitCode(await check(files, options, terminal)));

  program
    .command('explain')
    .description('say what becomes of every annotated construct, or what a diagnostic means')
    .argument('<file...>', 'source files or quoted patterns, or codes such as PAR3001')
    .option('--baseline <file>', 'say only what is worse than this file says, with exit code 1 if anything is')
    .option('--update-baseline', 'write that file')
    .addOption(pure())
    .action(async (files: string[], options) => setExitCode(await explain(files, options, terminal)));

  program
    .command('build')
    .description('write runnable ES modules for Node: the files, the local modules they import, and worker modules')
    .argument('[file...]', 'source files or quoted patterns')
    .option('--out-dir <folder>', 'where to write (default: outDir of the configuration)')
    .option('-p, --project <tsconfig>', 'build the files of a tsconfig.json')
    .addOption(onRefusal())
    .addOption(pure())
    .action(async (files: string[], options) => setExitCode(await build(files, options, terminal)));

  program
    .command('run')
    .description('run a program, whose modules are transformed as they are loaded')
    .argument('<file>', 'the program')
    .argument('[args...]', 'what the program gets as its arguments, after --')
    .addOption(onRefusal())
    .addOption(pure())
    .passThroughOptions()
    .allowUnknownOption(false)
    .action(async (file: string, args: string[], options) => {
      // The mark stays among the arguments, because the file stands before it.
      const own = args[0] === '--' ? args.slice(1) : args;
      setExitCode(await run(file, own, options, terminal));
    });

  return program;
}
