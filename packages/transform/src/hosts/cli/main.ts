/** The command's entry: runs it and turns what it returns or throws into an exit code. */
import { CommanderError } from 'commander';
import { createProgram } from './program.ts';
import { CRASHED, MISUSE, Misuse, processTerminal } from './terminal.ts';

async function main(): Promise<number> {
  let exitCode = 0;
  try {
    const program = createProgram(processTerminal(), (code) => {
      exitCode = code;
    });
    await program.parseAsync();
  } catch (error) {
    // Commander has printed its own message already; its code is 0 after --help and --version.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : MISUSE;
    if (error instanceof Misuse) {
      process.stderr.write(`parloop: ${error.message}\n`);
      return MISUSE;
    }
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`parloop: a mistake of this command, please report it.\n${detail}\n`);
    return CRASHED;
  }
  return exitCode;
}

// Not process.exit(): what has been written to a pipe must still get through.
process.exitCode = await main();
