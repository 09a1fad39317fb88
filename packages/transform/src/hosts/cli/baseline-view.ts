/** What `parloop explain --baseline` says about the difference. */
import { positionAt } from '../../diagnostics/frame.ts';
import { renderPretty, type Style, styleOf } from '../../diagnostics/render/pretty.ts';
import { shortPath, sources } from '../../diagnostics/render/source.ts';
import type { Verdict } from '../../stages.ts';
import { readTextFile } from '../file-host.ts';
import type { Analysed } from './analyse.ts';
import { type Change, isRegression, type Keyed } from './baseline.ts';
import { concerns, VERDICTS } from './explain-view.ts';
import { count, type Terminal } from './terminal.ts';

const LATER: Readonly<Record<Verdict, string>> = {
  parallel: 'runs in parallel now',
  guarded: 'runs in parallel now, when its guards hold',
  serial: 'stays serial now',
  refused: 'cannot run in parallel any more',
};

function sentence(change: Change, terminal: Terminal, style: Style): string {
  const bad = isRegression(change) ? style.severity.error : style.good;
  if (change.kind === 'gone') return `${change.key} - ${bad('is gone')} (it was ${change.before})\n`;
  const { file, construct } = change.now;
  const { line, column } = positionAt(sources(readTextFile)(file), construct.span.start);
  const place = `${style.path(shortPath(file, terminal.folder))}:${line}:${column}`;
  const where = construct.owner === '' ? '' : ` in ${construct.owner}`;
  const { verdict } = construct;
  const what = change.kind === 'new' ? `is new: ${VERDICTS[verdict]}` : `${LATER[verdict]} (it was ${change.before})`;
  return `${place} - ${style.strong(construct.kind)}${where} ${bad(what)}\n`;
}

/** Why it is serial now: its diagnostics, or the notes of the plan. */
function reasons({ file, construct }: Keyed, all: readonly Analysed[], terminal: Terminal): string[] {
  const diagnostics = all.find((one) => one.file === file)?.result.diagnostics ?? [];
  const options = { read: readTextFile, folder: terminal.folder, color: terminal.color.out };
  const own = diagnostics.filter((diagnostic) => concerns(diagnostic, construct));
  return [...own.map((diagnostic) => renderPretty(diagnostic, options)), ...construct.notes.map((n) => `  ${n}\n`)];
}

/** @param baseline the file, as the user named it */
export function changesView(
  changes: readonly Change[],
  all: readonly Analysed[],
  baseline: string,
  terminal: Terminal,
): string {
  const style = styleOf(terminal.color.out);
  const parts = changes.flatMap((change) => {
    const own = change.kind !== 'gone' && isRegression(change) ? reasons(change.now, all, terminal) : [];
    return [sentence(change, terminal, style), ...own];
  });
  const worse = changes.filter(isRegression).length;
  const end =
    worse === 0
      ? `${count(all.flatMap(({ result }) => result.constructs).length, 'construct')}: none is worse than ${baseline} says.\n`
      : `${count(worse, 'construct')} ${worse === 1 ? 'is' : 'are'} worse than ${baseline} says. If that is meant, run again with --update-baseline.\n`;
  return [...parts, end].join('\n');
}
