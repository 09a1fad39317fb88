/** `parloop check --fix`: makes the edits that change nothing but annotations. */
import { writeFileSync } from 'node:fs';
import { applyFixes, safeFixes } from '../../diagnostics/fixes.ts';
import { readTextFile } from '../file-host.ts';
import { type Analysed, analyse } from './analyse.ts';

export interface Mended {
  /** The verdicts after the edits. */
  readonly all: readonly Analysed[];
  readonly edits: number;
  readonly files: number;
}

/** An edit may bring to light what another one is to mend: `worker=4` is misspelt first, and then malformed. */
const ROUNDS = 10;

function mend({ file, result }: Analysed): number {
  const text = readTextFile(file);
  const fixes = safeFixes(result.diagnostics.filter((diagnostic) => diagnostic.file === file));
  if (text === undefined || fixes.length === 0) return 0;
  writeFileSync(file, applyFixes(text, fixes));
  return fixes.length;
}

/** Mends the files on the disk until no safe fix is left. */
export async function mendAll(files: readonly string[], pure?: readonly string[]): Promise<Mended> {
  const touched = new Set<string>();
  let edits = 0;
  for (let round = 1; ; round++) {
    const all = await analyse(files, pure);
    if (round > ROUNDS) return { all, edits, files: touched.size };
    const before = edits;
    for (const one of all) {
      const made = mend(one);
      if (made > 0) touched.add(one.file);
      edits += made;
    }
    if (edits === before) return { all, edits, files: touched.size };
  }
}
