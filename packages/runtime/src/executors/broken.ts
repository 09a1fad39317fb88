import type { Run } from '../run.ts';

/** The body cannot be loaded: from now on the construct runs serially. Says so once. */
export const reportBroken = (run: Run, error: string, warn: (text: string) => void): void => {
  const { site } = run.options;
  if (site.broken) return;
  site.broken = true;
  site.serial('load');
  const { file, line, url } = site.spec;
  warn(`${file}:${line}: this @parallel loop runs serially: ${String(url)} cannot be loaded: ${error}`);
};
