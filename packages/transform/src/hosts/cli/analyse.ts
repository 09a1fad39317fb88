/** What `check` and `explain` have in common: the verdicts on some files. */
import type { Construct } from '../../stages.ts';
import type { TransformResult } from '../../transform.ts';
import { createFileHost, readTextFile } from '../file-host.ts';
import { vouched } from '../vouched.ts';
import { ACCEPTED, Misuse, REFUSED } from './terminal.ts';

export interface Analysed {
  /** Absolute path. */
  readonly file: string;
  readonly result: TransformResult;
}

/**
 * @param pure packages for which the user vouches
 * @throws Misuse when a file cannot be read
 */
export async function analyse(files: readonly string[], pure?: readonly string[]): Promise<Analysed[]> {
  // Loaded late, because the compiler takes half a second that `--help` need not wait for.
  const { transform } = await import('../../transform.ts');
  const host = createFileHost();
  return files.map((file) => {
    const text = readTextFile(file);
    if (text === undefined) throw new Misuse(`'${file}' cannot be read.`);
    return { file, result: transform(text, file, { host, pure: vouched(pure) }) };
  });
}

export const constructsOf = (all: readonly Analysed[]): Construct[] => all.flatMap(({ result }) => result.constructs);

const isRefused = ({ result }: Analysed): boolean =>
  result.constructs.some(({ verdict }) => verdict === 'refused') ||
  result.diagnostics.some(({ severity }) => severity === 'error');

/** 1 when anything is refused or in error. */
export const exitCodeOf = (all: readonly Analysed[]): number => (all.some(isRefused) ? REFUSED : ACCEPTED);
