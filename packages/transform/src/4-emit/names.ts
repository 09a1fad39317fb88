/** Names that generated code uses. A program that uses one itself is refused rather than renamed. */

export const siteName = (index: number): string => `$par${index}`;
export const handleName = (index: number): string => `$h${index}`;
export const entryName = (index: number): string => `$n${index}`;
export const columnName = (index: number, column: number): string => `$c${index}_${column}`;

/** Stands in the plan's texts for what the loop iterates over, evaluated once. */
export const ITERATED = '$iterated';
export const iteratedName = (index: number): string => `$x${index}`;

/** Stands in the plan's texts for the elements that were listed at entry. */
export const LISTED = '$listed';
export const listedName = (index: number): string => `$s${index}`;

const RESERVED =
  /^\$(?:par\w*|[hcwxns]\d+(?:_\d+)?|[mv]\d+(?:_\w+)?|[123]|[pf]\d+|put|this|[os]_\w+|r|xs|ls|l|iterated|listed|in|job|it|k|lo|hi|e|run)$/;

/** The first of the program's identifiers that generated code would capture. */
export const reservedName = (identifiers: Iterable<string>): string | undefined => {
  for (const name of identifiers) if (RESERVED.test(name)) return name;
  return undefined;
};
