/** How diagnostics look on stderr. Loaded only where there is something to show. */
import { isatty } from 'node:tty';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { renderPretty } from '../../diagnostics/render/pretty.ts';
import { readTextFile } from '../file-host.ts';

const STDERR = 2;

/** Code frames, with paths below the working folder, and in colour on a terminal. */
export function render(diagnostics: readonly Diagnostic[]): string {
  const options = { read: readTextFile, folder: process.cwd(), color: isatty(STDERR) };
  return diagnostics.map((diagnostic) => renderPretty(diagnostic, options)).join('\n');
}
