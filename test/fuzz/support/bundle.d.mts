/** Bundles a module of the fuzzer with all that it imports but packages. Returns `outfile`. */
export function bundle(entry: URL, outfile: string): Promise<string>;
