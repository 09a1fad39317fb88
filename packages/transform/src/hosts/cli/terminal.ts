/** What commands know of the process: where to write, where they are, and how they end. */

/** Exit codes, which are part of the command's contract. */
export const ACCEPTED = 0;
export const REFUSED = 1;
export const MISUSE = 2;
/** None of the three, so that nobody takes a mistake of ours for a verdict. */
export const CRASHED = 70;

export interface Terminal {
  /** Absolute path of the working folder. */
  readonly folder: string;
  /** Whether standard output and standard error show colours. */
  readonly color: { readonly out: boolean; readonly err: boolean };
  out(text: string): void;
  err(text: string): void;
}

/** The command was called wrongly: the message is shown and the exit code is 2. */
export class Misuse extends Error {
  override readonly name = 'Misuse';
}

/** `NO_COLOR` and `FORCE_COLOR` win over what the stream is. */
function showsColor(stream: NodeJS.WriteStream): boolean {
  if (process.env.NO_COLOR) return false;
  if (process.env.FORCE_COLOR) return process.env.FORCE_COLOR !== '0';
  // Not a terminal: the property is missing rather than false.
  return stream.isTTY === true && process.env.TERM !== 'dumb';
}

export const processTerminal = (): Terminal => ({
  folder: process.cwd(),
  color: { out: showsColor(process.stdout), err: showsColor(process.stderr) },
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
});

/** `1 file`, `2 files`. */
export const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
