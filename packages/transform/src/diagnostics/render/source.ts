/** How renderers get at the texts of files: once per file, and only of files that they show. */
import { type LineTable, lineTable } from '../frame.ts';

/** Text of a file by the path that a diagnostic names; undefined when it is not at hand. */
export type ReadSource = (file: string) => string | undefined;

/** Remembers the lines of each file for the time of one rendering. A missing file counts as empty. */
export function sources(read: ReadSource): (file: string) => LineTable {
  const known = new Map<string, LineTable>();
  return (file) => {
    const table = known.get(file) ?? lineTable(read(file) ?? '');
    known.set(file, table);
    return table;
  };
}

/** `/home/me/app/src/a.ts` in `/home/me/app` → `src/a.ts`. */
export function shortPath(file: string, folder: string | undefined): string {
  if (folder === undefined) return file;
  const prefix = /[\\/]$/.test(folder) ? folder : `${folder}/`;
  return file.startsWith(prefix) ? file.slice(prefix.length) : file;
}
