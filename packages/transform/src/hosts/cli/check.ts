/** `parloop check`: what is refused, and why. */

import { lineTable } from '../../diagnostics/frame.ts';
import { constructToJson, diagnosticToJson, type JsonReport } from '../../diagnostics/render/json.ts';
import { renderPretty, styleOf } from '../../diagnostics/render/pretty.ts';
import { toSarif } from '../../diagnostics/render/sarif.ts';
import { readTextFile } from '../file-host.ts';
import { type Analysed, analyse, constructsOf, exitCodeOf } from './analyse.ts';
import { mendAll } from './fix.ts';
import { sourceFiles } from './inputs.ts';
import { count, type Terminal } from './terminal.ts';
import { toolVersion } from './version.ts';

export interface CheckOptions {
  readonly json?: boolean;
  readonly sarif?: boolean;
  /** Mend what can be mended first, on the disk. */
  readonly fix?: boolean;
  readonly pure?: readonly string[];
}

const jsonReport = (all: readonly Analysed[]): JsonReport => ({
  version: 1,
  files: all.map(({ file, result }) => {
    const table = lineTable(readTextFile(file) ?? '');
    return {
      file,
      constructs: result.constructs.map((construct) => constructToJson(construct, table)),
      diagnostics: result.diagnostics.map((diagnostic) => diagnosticToJson(diagnostic, readTextFile)),
    };
  }),
});

/** `3 constructs in 2 files: 2 accepted, 1 refused.` */
function summary(all: readonly Analysed[], color: boolean): string {
  const style = styleOf(color);
  const constructs = constructsOf(all);
  const errors = all.flatMap(({ result }) => result.diagnostics).filter(({ severity }) => severity === 'error').length;
  const refused = constructs.filter(({ verdict }) => verdict === 'refused').length;
  const files = count(all.length, 'file');
  if (constructs.length === 0 && errors === 0) return `No annotations in ${files}.\n`;
  const accepted = style.good(`${constructs.length - refused} accepted`);
  const others = refused > 0 ? `, ${style.severity.error(`${refused} refused`)}` : '';
  const extra = errors > 0 ? ` (${count(errors, 'error')})` : '';
  return `${count(constructs.length, 'annotated construct')} in ${files}: ${accepted}${others}${extra}.\n`;
}

function printPretty(all: readonly Analysed[], terminal: Terminal): void {
  const color = terminal.color.out;
  const options = { read: readTextFile, folder: terminal.folder, color };
  const shown = all
    .flatMap(({ result }) => result.diagnostics)
    .filter(({ severity }) => severity !== 'info')
    .map((diagnostic) => renderPretty(diagnostic, options));
  terminal.out([...shown, summary(all, color)].join('\n'));
}

const UNMENDED = { edits: 0, files: 0 };

/** @returns the exit code */
export async function check(args: readonly string[], options: CheckOptions, terminal: Terminal): Promise<number> {
  const sources = await sourceFiles(args, terminal.folder);
  const { all, edits, files } = options.fix
    ? await mendAll(sources, options.pure)
    : { ...UNMENDED, all: await analyse(sources, options.pure) };
  if (edits > 0) terminal.err(`${count(edits, 'correction')} made in ${count(files, 'file')}.\n`);
  if (options.json) terminal.out(`${JSON.stringify(jsonReport(all), null, 2)}\n`);
  else if (options.sarif) {
    const diagnostics = all.flatMap(({ result }) => result.diagnostics);
    const log = toSarif(diagnostics, { read: readTextFile, folder: terminal.folder, version: toolVersion() });
    terminal.out(`${JSON.stringify(log, null, 2)}\n`);
  } else printPretty(all, terminal);
  return exitCodeOf(all);
}
