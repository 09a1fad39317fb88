/** `parloop explain`: what becomes of every annotated construct, or what a code means. */
import { existsSync, readFileSync } from 'node:fs';
import { CATALOGUE, isCode } from '../../diagnostics/catalogue/index.ts';
import { lineTable } from '../../diagnostics/frame.ts';
import { renderPretty, styleOf } from '../../diagnostics/render/pretty.ts';
import { shortPath } from '../../diagnostics/render/source.ts';
import { readTextFile } from '../file-host.ts';
import { type Analysed, analyse, exitCodeOf } from './analyse.ts';
import { compare, isRegression, keyed, readBaseline, writeBaseline } from './baseline.ts';
import { changesView } from './baseline-view.ts';
import { concerns, constructView } from './explain-view.ts';
import { sourceFiles } from './inputs.ts';
import { ACCEPTED, count, Misuse, REFUSED, type Terminal } from './terminal.ts';

/** The page of a diagnostic, as it ships with the package. */
function pageOf(code: string): string {
  if (!isCode(code)) throw new Misuse(`There is no diagnostic ${code}.`);
  const page = new URL(`../../../docs/diagnostics/${code}.md`, import.meta.url);
  return existsSync(page) ? readFileSync(page, 'utf8') : `# ${code}: ${CATALOGUE[code].slug}\n`;
}

function fileView({ file, result }: Analysed, terminal: Terminal): string {
  const color = terminal.color.out;
  const style = styleOf(color);
  const table = lineTable(readTextFile(file) ?? '');
  const path = shortPath(file, terminal.folder);
  const show = (diagnostics: typeof result.diagnostics) =>
    diagnostics.map((found) => renderPretty(found, { read: readTextFile, folder: terminal.folder, color }));
  const rest = new Set(result.diagnostics);
  const views = result.constructs.flatMap((construct) => {
    const own = [...rest].filter((diagnostic) => concerns(diagnostic, construct));
    for (const diagnostic of own) rest.delete(diagnostic);
    return [constructView(construct, path, table, style), ...show(own)];
  });
  const all = [...views, ...show([...rest])];
  return all.length === 0 ? `${style.path(path)} - no annotations\n` : all.join('\n');
}

export interface ExplainOptions {
  /** File with the verdicts to compare with. */
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  readonly pure?: readonly string[];
}

/** Writes the baseline, or says what is worse than it. */
function againstBaseline(file: string, update: boolean, all: readonly Analysed[], terminal: Terminal): number {
  const now = keyed(all, terminal.folder);
  if (update) {
    writeBaseline(file, terminal.folder, now);
    terminal.out(`${count(now.length, 'construct')} written to ${file}.\n`);
    return ACCEPTED;
  }
  const changes = compare(readBaseline(file, terminal.folder), now);
  terminal.out(changesView(changes, all, file, terminal));
  return changes.some(isRegression) ? REFUSED : ACCEPTED;
}

/** @returns the exit code, as `check` has it; with a baseline, 1 when something is worse than it says */
export async function explain(args: readonly string[], options: ExplainOptions, terminal: Terminal): Promise<number> {
  const { baseline, updateBaseline = false } = options;
  if (updateBaseline && baseline === undefined) throw new Misuse('Say with --baseline which file to write.');
  if (args.every((argument) => /^PAR\d{4}$/.test(argument))) {
    terminal.out(args.map(pageOf).join('\n'));
    return ACCEPTED;
  }
  const all = await analyse(await sourceFiles(args, terminal.folder), options.pure);
  if (baseline !== undefined) return againstBaseline(baseline, updateBaseline, all, terminal);
  terminal.out(all.map((analysed) => fileView(analysed, terminal)).join('\n'));
  return exitCodeOf(all);
}
