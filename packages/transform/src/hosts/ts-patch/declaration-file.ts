/** `x.d.ts`, `x.d.mts`, `x.d.cts` and their source maps: they describe the original text, which has the same types. */
export const isDeclarationFile = (path: string): boolean => /\.d\.([^./]+\.)?[mc]?ts(\.map)?$/.test(path);
